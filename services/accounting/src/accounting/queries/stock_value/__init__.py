"""What stock was worth, and the proof of it."""
