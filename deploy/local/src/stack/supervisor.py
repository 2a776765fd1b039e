"""Keeps the run alive: starts every part, starts again what has died, stops all when it is told to."""

import fcntl
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import psutil
import structlog

from stack.errors import StackError
from stack.platform import Platform
from stack.process import Child, rotate
from stack.settings import StackSettings
from stack.state import Part, State

log = structlog.get_logger()

_WATCH_S = 0.5
PAUSE_MAX_S = 30.0
_STEADY_S = 60.0  # a part that ran this long may die again without a longer pause


class Stopped(Exception):
    """Somebody asked the supervisor to stop while it was starting."""


@dataclass(slots=True)
class Watched:
    """A part that must run, and when it may be started again."""

    name: str
    is_running: Callable[[], bool]
    start: Callable[[], None]
    restarts: int = 0
    pause_s: float = 0.0
    start_at: float | None = None
    started_at: float = 0.0


class Supervisor:
    """One per data folder."""

    def __init__(self, settings: StackSettings) -> None:
        self._settings = settings
        self._platform = Platform(settings)
        self._stop = threading.Event()
        self._state = State(os.getpid(), psutil.Process().create_time(), self._platform.url, "starting")
        self._watched = self._parts()

    def run(self) -> int:
        """Work until a signal; returns the exit code."""
        lock_path = self._settings.data_folder / "supervisor.lock"
        lock_path.parent.mkdir(parents=True, exist_ok=True)
        with lock_path.open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                log.warning("supervisor.already_runs", data_folder=str(self._settings.data_folder))
                return 1
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, self._on_signal)
            return self._supervise()

    def _supervise(self) -> int:
        try:
            self._platform.up(self._tell)
            self._state.is_ready = True
            self._tell("running")
            self._watch()
        except Stopped:
            log.info("supervisor.stopped_while_starting")
        except StackError as error:
            log.warning("supervisor.cannot_start", error=str(error))
            self._state.error = str(error)
            self._tell("stopping")
            return 1
        finally:
            self._state.is_ready = False
            self._platform.down()
            self._state.parts = []
            self._state.phase = "stopped"
            self._state.write(state_path(self._settings))
        return 0

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stop.set()

    def _tell(self, phase: str) -> None:
        self._state.phase = phase
        self._state.parts = self._list()
        self._state.write(state_path(self._settings))
        if self._stop.is_set() and not self._state.is_ready:
            raise Stopped

    def _watch(self) -> None:
        while not self._stop.wait(_WATCH_S):
            rotate(Path(part.log) for part in self._state.parts)
            changed = [part for part in self._watched if not part.is_running() and revive(part, time.monotonic())]
            if changed:
                self._tell("running")

    def _parts(self) -> list[Watched]:
        platform = self._platform
        children: list[Child] = [*platform.children.values(), platform.gateway]
        return [
            Watched("postgres", platform.postgres.is_running, platform.postgres.start),
            Watched("kafka", platform.kafka.is_running, platform.kafka.start),
            *(Watched(child.name, child.is_running, child.start) for child in children),
        ]

    def _list(self) -> list[Part]:
        platform = self._platform
        restarts = {part.name: part.restarts for part in self._watched}
        postgres, kafka = platform.postgres, platform.kafka
        servers = [
            Part.of("postgres", postgres.pid(), port=postgres.port, ready_url=None, log=postgres.folder / "log"),
            Part.of("kafka", kafka.pid(), port=kafka.port, ready_url=None, log=kafka.folder / "out"),
        ]
        children = [
            Part.of(c.name, c.pid, port=c.port, ready_url=c.ready_url, log=c.log)
            for c in (*platform.children.values(), platform.gateway)
        ]
        for part in (*servers, *children):
            part.restarts = restarts[part.name]
        return [*servers, *children]


def revive(part: Watched, now: float) -> bool:
    """Start a dead part again, after a pause that grows while it keeps dying; whether it was started."""
    if part.start_at is None:
        steady = now - part.started_at > _STEADY_S
        part.pause_s = 0.0 if steady or not part.restarts else min(max(part.pause_s * 2, 0.5), PAUSE_MAX_S)
        part.start_at = now + part.pause_s
        log.warning("part.died", part=part.name, restart_in_s=part.pause_s)
    if now < part.start_at:
        return False
    part.restarts += 1
    part.start_at, part.started_at = None, now
    try:
        part.start()
    except StackError as error:
        log.warning("part.does_not_start", part=part.name, error=str(error))
        return False
    return True


def state_path(settings: StackSettings) -> Path:
    """Where the supervisor of this data folder tells its state."""
    return settings.data_folder / "state.json"


def resident_memory(pid: int) -> int:
    """Bytes in memory of a process and its children, shared pages counted once by their share; 0 when it is gone."""
    try:
        process = psutil.Process(pid)
        return sum(_pss(each) for each in (process, *process.children(recursive=True)))
    except psutil.NoSuchProcess:
        return 0


def _pss(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0
