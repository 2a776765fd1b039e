"""How long the platform takes to be ready, and the memory it then holds."""

import time

from stack.platform import Platform
from stack.supervisor import resident_memory

from benchmarks.result import Goal, Result

_READY = Goal(at_most=25)
_MEMORY = Goal(at_most=2.5)


def cold(platform: Platform) -> Result:
    """Brought up on an empty folder: databases are created and migrated. It stays up."""
    return Result("start-up, cold", _up(platform), "s", Goal(), notes="empty data folder, until every part is ready")


def warm(platform: Platform) -> Result:
    """Stopped and brought up again on the same data. It stays up."""
    platform.down()
    return Result("start-up, warm", _up(platform), "s", _READY, notes="until every part is ready")


def memory(platform: Platform, when: str) -> Result:
    """Of all parts together, a page that several share counted once."""
    held = {name: resident_memory(pid) / 2**30 for name, pid in platform.pids().items()}
    shown = ", ".join(f"{name} {part * 1024:.0f}" for name, part in sorted(held.items(), key=lambda each: -each[1]))
    return Result(f"resident memory, {when}", sum(held.values()), "GiB", _MEMORY, notes=f"MiB: {shown}")


def _up(platform: Platform) -> float:
    started = time.perf_counter()
    platform.up()
    return time.perf_counter() - started
