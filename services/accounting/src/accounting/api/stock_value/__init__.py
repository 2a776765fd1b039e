"""Endpoints on the value of stock."""
