"""Endpoints of the month-end."""
