"""A real Apache Kafka (KRaft, one node) as a part of the one-machine run and of the tests. See docs/adr/0006."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from stack.cache import kept
from stack.errors import StackError
from stack.ports import LOCALHOST, answers, free_port

VERSION = "4.3.1"
_POM = Path(__file__).parents[2] / "kafka" / "pom.xml"
_CLUSTER_ID = "AAAAAAAAAAAAAAAAAAAAAQ"
_START_LIMIT_S = 90


def jars() -> Path:
    """The folder with Kafka's jars, fetched once per user by Maven.

    Raises:
        StackError: Maven is missing, or cannot fetch them.
    """
    return kept(f"kafka-{VERSION}", _fetch)


def _fetch(folder: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise StackError("Maven (mvn) is needed once, to fetch Apache Kafka: install the package maven.")
    goal = "dependency:copy-dependencies"
    command = [maven, "-q", "-B", "-f", str(_POM), goal, "-DincludeScope=runtime", f"-DoutputDirectory={folder}"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise StackError(f"Maven cannot fetch Apache Kafka {VERSION}: {done.stdout[-1500:]}{done.stderr[-500:]}")


class Kafka:
    """One broker with its log in a folder. Survives restarts and kills."""

    def __init__(
        self, folder: Path, *, port: int = 0, controller_port: int = 0, heap_mb: int = 256, brief: bool = False
    ) -> None:
        """`brief` (tests): it runs for minutes, so that Java compiles quickly rather than well."""
        self.folder = folder
        self.port = port or free_port()
        self.bootstrap = f"{LOCALHOST}:{self.port}"
        self._controller_port = controller_port or free_port()
        self._heap_mb = heap_mb
        self._brief = brief
        self._process: subprocess.Popen[bytes] | None = None  # when this object started it

    def start(self) -> None:
        """Format the log folder on the first time, then run until `stop`.

        Raises:
            StackError: Java is missing, or the broker does not come up; the message holds the end of its log.
        """
        if self.is_running():
            return
        properties = self.prepare()
        with (self.folder / "out").open("ab") as out:
            self._process = subprocess.Popen(
                [*self._java(self._heap_mb, brief=self._brief), "kafka.Kafka", str(properties)],
                stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        self._pid_file.write_text(str(self._process.pid))
        self._wait_until_up(self._process)

    def prepare(self) -> Path:
        """Write the configuration, and format the log folder on the first time; where the configuration is.

        Raises:
            StackError: the log folder cannot be formatted.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        properties = self.folder / "server.properties"
        properties.write_text(self._properties())
        if not (self.folder / "log" / "meta.properties").exists():
            self._format(properties)
        return properties

    def stop(self) -> None:
        """Shut down cleanly; nothing when it does not run."""
        self._end(signal.SIGTERM, 30)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL, 10)

    def restart(self) -> None:
        self.stop()
        self.start()

    def pid(self) -> int | None:
        """The broker's process, if it runs."""
        try:
            pid = int(self._pid_file.read_text())
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError):
            return None
        return pid if b"kafka.Kafka" in command else None

    def is_running(self) -> bool:
        return self.pid() is not None

    def log_tail(self, lines: int = 15) -> str:
        """The end of the broker's log."""
        out = self.folder / "out"
        return "\n".join(out.read_text(errors="replace").splitlines()[-lines:]) if out.exists() else "(no log)"

    @property
    def _pid_file(self) -> Path:
        return self.folder / "pid"

    def _end(self, number: int, limit_s: float) -> None:
        pid = self.pid()
        if pid is None:
            return
        os.kill(pid, number)
        deadline = time.monotonic() + limit_s
        while self.pid() is not None:
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)
        if self._process is not None:
            self._process.wait()  # collects it, so that it does not stay as a zombie
        self._pid_file.unlink(missing_ok=True)

    def _wait_until_up(self, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + _START_LIMIT_S
        while not answers(self.port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise StackError(f"Kafka does not start on port {self.port}:\n{self.log_tail()}")
            time.sleep(0.05)

    def _java(self, heap_mb: int, *, brief: bool) -> list[str]:
        java = shutil.which("java")
        if java is None:
            raise StackError("Java 17 or newer is needed for Kafka: install the package openjdk-17-jre-headless.")
        options = [
            f"-Xms{heap_mb // 2}m",
            f"-Xmx{heap_mb}m",
            "-XX:+UseSerialGC",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            *(["-XX:TieredStopAtLevel=1"] if brief else []),
        ]
        return [java, *options, "-cp", f"{jars()}/*"]

    def _format(self, properties: Path) -> None:
        command = [
            *self._java(128, brief=True),
            "kafka.tools.StorageTool",
            "format",
            "-t",
            _CLUSTER_ID,
            "-c",
            str(properties),
        ]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise StackError(f"Kafka cannot create its log in {self.folder}: {done.stdout}{done.stderr}")

    def _properties(self) -> str:
        here, control = f"PLAINTEXT://{self.bootstrap}", f"{LOCALHOST}:{self._controller_port}"
        settings = {
            "process.roles": "broker,controller",
            "node.id": 1,
            "controller.quorum.voters": f"1@{control}",
            "controller.listener.names": "CONTROLLER",
            "listeners": f"{here},CONTROLLER://{control}",
            "advertised.listeners": here,
            "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
            "log.dirs": self.folder / "log",
            "num.partitions": 4,
            "default.replication.factor": 1,
            "offsets.topic.replication.factor": 1,
            "offsets.topic.num.partitions": 4,
            "transaction.state.log.replication.factor": 1,
            "transaction.state.log.min.isr": 1,
            "transaction.state.log.num.partitions": 4,
            "share.coordinator.state.topic.replication.factor": 1,
            "share.coordinator.state.topic.min.isr": 1,
            "group.initial.rebalance.delay.ms": 0,
            "auto.create.topics.enable": "false",
            "log.retention.ms": -1,
            "log.cleaner.dedupe.buffer.size": 16777216,
            "num.network.threads": 2,
            "num.io.threads": 4,
            # A broker that was killed is let in again after this time, not after the usual nine seconds.
            "broker.session.timeout.ms": 2000,
            "broker.heartbeat.interval.ms": 500,
        }
        return "".join(f"{name}={value}\n" for name, value in settings.items())
