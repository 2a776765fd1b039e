"""Stock: where it is, what is promised, and every movement of it."""
