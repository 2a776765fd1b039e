"""Close a month, with what was shown."""
