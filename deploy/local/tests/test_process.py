"""A child that is started, watched, stopped and killed."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from stack import process
from stack.errors import StackError
from stack.process import Child, end_stray


def child(folder: Path, code: str) -> Child:
    return Child(
        "part", [sys.executable, "-c", code], dict(os.environ), folder, port=1, ready_url="http://127.0.0.1:1/"
    )


@pytest.fixture
def sleeper(tmp_path: Path) -> Iterator[Child]:
    part = child(tmp_path, "import signal; signal.pause()")
    part.start()
    yield part
    part.kill()


def test_what_dies_at_once_is_told_with_the_end_of_its_log(tmp_path: Path) -> None:
    part = child(tmp_path, "raise SystemExit('cannot read the moon')")
    part.start()
    part.wait(10)
    with pytest.raises(StackError, match=r"(?s)part ended with code 1.*cannot read the moon"):
        part.refuse_if_dead()


def test_a_killed_part_starts_again(sleeper: Child) -> None:
    first = sleeper.pid
    sleeper.start()
    assert sleeper.pid == first
    sleeper.kill()
    assert not sleeper.is_running()
    sleeper.start()
    assert sleeper.pid not in {None, first}
    assert sleeper.starts == 2


def test_a_stray_is_ended_only_when_it_is_the_one_meant(sleeper: Child) -> None:
    assert sleeper.pid is not None
    started_at = psutil.Process(sleeper.pid).create_time()
    assert not end_stray(sleeper.pid, started_at - 60)
    assert sleeper.is_running()
    assert end_stray(sleeper.pid, started_at)
    assert not sleeper.is_running()
    assert not end_stray(999_999_999, started_at)


def test_a_log_that_has_grown_too_large_starts_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_LOG_MAX_BYTES", 10)
    log, small = tmp_path / "part.log", tmp_path / "small.log"
    small.write_text("few")
    with log.open("a") as writer:
        writer.write("more than ten bytes\n")
        writer.flush()
        process.rotate([log, small, tmp_path / "none.log"])
        writer.write("next\n")
    assert log.read_text() == "next\n"
    assert (tmp_path / "part.log.1").read_text() == "more than ten bytes\n"
    assert small.read_text() == "few"
