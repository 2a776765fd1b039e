"""What the commands print."""

import json

import pytest
from stack.cli import readable


def test_a_structured_line_is_told_in_one_glance() -> None:
    line = {
        "timestamp": "2026-11-25T04:17:05.884319Z",
        "level": "warning",
        "service": "sales",
        "event": "peer.away",
        "ms": 3,
    }
    assert readable(json.dumps(line)) == "2026-11-25T04:17:05.884 warning sales      peer.away ms=3"


@pytest.mark.parametrize("line", ["LOG:  checkpoint starting: time", "", "[1, 2]", "12", "{broken"])
def test_any_other_line_is_shown_as_it_is(line: str) -> None:
    assert readable(line) == line
