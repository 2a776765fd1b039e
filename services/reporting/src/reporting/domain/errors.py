"""Refusals of reporting.

Conflict
├── RebuildOpen
└── NoRebuild
Invalid
└── TooManyLines
"""

from kit.errors import Conflict, Invalid


class RebuildOpen(Conflict):
    """One rebuild at a time."""

    slug = "rebuild-open"


class NoRebuild(Conflict):
    """There is none to cancel."""

    slug = "no-rebuild"


class TooManyLines(Invalid):
    """The question is about more lines than its sums can be added up for while somebody waits."""

    slug = "too-many-lines"
