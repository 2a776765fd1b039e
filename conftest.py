"""Fixtures for every test of the repository."""

pytest_plugins = ["kit.testing.plugin", "tests.integration.platforms"]
