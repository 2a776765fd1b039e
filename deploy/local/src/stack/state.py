"""What the supervisor tells the other commands: one small file in the data folder."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psutil


@dataclass(slots=True)
class Part:
    """One process of the run. `started_at` tells it from a later one with the same pid."""

    name: str
    pid: int
    started_at: float
    port: int
    ready_url: str | None  # none: it is ready when its port answers
    log: str
    restarts: int = 0

    @classmethod
    def of(
        cls, name: str, pid: int | None, *, port: int, ready_url: str | None, log: Path, restarts: int = 0
    ) -> "Part":
        """A part as it now runs; pid 0 when it does not."""
        try:
            started_at = psutil.Process(pid).create_time() if pid else 0.0
        except psutil.NoSuchProcess:
            pid, started_at = 0, 0.0
        return cls(name, pid or 0, started_at, port, ready_url, str(log), restarts)


@dataclass(slots=True)
class State:
    """The run as the supervisor sees it."""

    supervisor: int
    supervised_since: float  # tells it from a later process with the same pid
    url: str
    phase: str
    is_ready: bool = False
    error: str | None = None
    parts: list[Part] = field(default_factory=list)

    def write(self, path: Path) -> None:
        """Replace the file in one step: a reader sees the old state or the new one."""
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".new")
        unfinished.write_text(json.dumps(asdict(self), indent=1))
        unfinished.replace(path)

    @classmethod
    def read(cls, path: Path) -> "State | None":
        """The state as last written; none when there is no run."""
        try:
            content = json.loads(path.read_text())
        except FileNotFoundError:
            return None
        return cls(**{**content, "parts": [Part(**part) for part in content["parts"]]})

    def is_supervised(self) -> bool:
        """Whether the supervisor that wrote this is alive."""
        try:
            return abs(psutil.Process(self.supervisor).create_time() - self.supervised_since) < 1
        except psutil.NoSuchProcess:
            return False
