"""Proposals, write-downs, checkpoints."""
