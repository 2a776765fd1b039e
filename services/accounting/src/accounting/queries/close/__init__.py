"""What stands in the way of a month-end, and what it would post."""
