"""A child process: started with its log in a file, watched, stopped, killed."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import httpx
import psutil

from stack.errors import StackError

_LOG_MAX_BYTES = 20 * 1024 * 1024


class Child:
    """One program of the run. `ready_url` answers 200 when it can work."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        *,
        port: int,
        ready_url: str,
    ) -> None:
        self.name = name
        self.port = port
        self.ready_url = ready_url
        self.log = folder / f"{name}.log"
        self.starts = 0
        self._command = list(command)
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process that runs, or none."""
        return self._process.pid if self.is_running() and self._process else None

    def start(self) -> None:
        """Start it, unless it runs."""
        if self.is_running():
            return
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self.starts += 1

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def exit_code(self) -> int | None:
        """Of the last run, once it has ended."""
        return self._process.poll() if self._process else None

    def terminate(self) -> None:
        """Ask it to finish what is under way and end."""
        if self.is_running() and self._process:
            self._process.terminate()

    def kill(self) -> None:
        """End it as a power cut would, and wait until it is gone."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def wait(self, limit_s: float) -> None:
        """Until it has ended; what does not end in time is killed."""
        if self._process is None:
            return
        try:
            self._process.wait(limit_s)
        except subprocess.TimeoutExpired:
            self.kill()

    def is_ready(self, client: httpx.Client) -> bool:
        """Whether it says that it can work."""
        try:
            return client.get(self.ready_url).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def refuse_if_dead(self) -> None:
        """Nothing while it runs.

        Raises:
            StackError: it has ended; the message holds the end of its log.
        """
        if not self.is_running():
            raise StackError(
                f"{self.name} ended with code {self.exit_code()}. The end of {self.log}:\n{self.log_tail()}"
            )

    def log_tail(self, lines: int = 15) -> str:
        """The end of its log."""
        if not self.log.exists():
            return "(no log)"
        with self.log.open("rb") as file:
            file.seek(max(0, self.log.stat().st_size - 20_000))
            return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])


def rotate(logs: Iterable[Path]) -> None:
    """Keep logs small: one that has grown too large becomes `<name>.1` and starts anew under its writer's hands."""
    for log in logs:
        if log.exists() and log.stat().st_size > _LOG_MAX_BYTES:
            shutil.copyfile(log, log.with_name(f"{log.name}.1"))
            os.truncate(log, 0)  # all are opened for appending


def end_stray(pid: int, started_at: float, limit_s: float = 10) -> bool:
    """End a process that an earlier supervisor left behind; whether there was one. Another one with its pid is let be."""
    try:
        process = psutil.Process(pid)
        if abs(process.create_time() - started_at) > 1:
            return False
        os.kill(pid, signal.SIGTERM)
        try:
            process.wait(limit_s)
        except psutil.TimeoutExpired:
            process.kill()
    except (psutil.NoSuchProcess, ProcessLookupError):
        return False
    return True
