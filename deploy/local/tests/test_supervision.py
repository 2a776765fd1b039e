"""When a dead part is started again."""

from dataclasses import dataclass

import pytest
from stack import supervisor
from stack.errors import StackError
from stack.supervisor import Watched, revive


@dataclass
class Part:
    """A part that starts, or does not, as the test says."""

    starts: int = 0
    is_broken: bool = False

    def start(self) -> None:
        self.starts += 1
        if self.is_broken:
            raise StackError("does not start")


@pytest.fixture
def part() -> Part:
    return Part()


def watched(part: Part) -> Watched:
    return Watched("part", is_running=lambda: False, start=part.start)


def test_the_first_death_is_answered_at_once(part: Part) -> None:
    assert revive(watched(part), now=100.0)
    assert part.starts == 1


def test_the_pause_grows_while_it_keeps_dying_and_has_an_end(part: Part) -> None:
    each, now, pauses = watched(part), 100.0, []
    for _ in range(12):
        asked = now
        while not revive(each, now):
            now += 0.25
        pauses.append(now - asked)
    assert pauses[0] == 0
    assert pauses == sorted(pauses)
    assert pauses[-1] == pytest.approx(supervisor.PAUSE_MAX_S, abs=0.5)


def test_a_part_that_ran_long_is_started_at_once_again(part: Part) -> None:
    each = watched(part)
    for now in (100.0, 101.0, 102.0, 103.0):
        revive(each, now)
    before = part.starts
    assert revive(each, now=1000.0)
    assert part.starts == before + 1


def test_a_part_that_cannot_be_started_is_tried_again(part: Part) -> None:
    part.is_broken = True
    each = watched(part)
    assert not revive(each, now=100.0)
    part.is_broken = False
    assert revive(each, now=200.0)
    assert each.restarts == 2
