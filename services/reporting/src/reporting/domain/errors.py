"""Refusals of reporting.

Conflict
├── RebuildOpen
└── NoRebuild
"""

from kit.errors import Conflict


class RebuildOpen(Conflict):
    """One rebuild at a time."""

    slug = "rebuild-open"


class NoRebuild(Conflict):
    """There is none to cancel."""

    slug = "no-rebuild"
