"""The commands of the one-machine run: up, down, status, logs, reset, demo, invariants."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import webbrowser
from collections.abc import Mapping

import httpx
import psutil
from rich.console import Console
from rich.table import Table

from stack.errors import StackError
from stack.invariants.run import prove
from stack.platform import Platform
from stack.ports import LOCALHOST, answers
from stack.process import end_stray
from stack.services import SERVICES
from stack.settings import StackSettings
from stack.state import Part, State
from stack.supervisor import resident_memory, state_path

_STOP_LIMIT_S = 90
_OURS = ("postgres", "kafka", "gateway", "log", "secrets", "state.json", "supervisor.lock")
_FIGURES = "/margins?by=family"  # of all that was played


def up(settings: StackSettings, console: Console) -> None:
    """Start everything in the background and come back when it is ready.

    Raises:
        StackError: a part does not start; then nothing of it is left running.
    """
    state = State.read(state_path(settings))
    if state and state.is_supervised():
        _await_ready(settings, console, None)
        console.print(f"Comptoir runs at {state.url} already.")
        return
    _sweep(settings, state)
    state_path(settings).unlink(missing_ok=True)
    log = settings.data_folder / "log" / "supervisor.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "stack", "supervise"],
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    started = time.monotonic()
    try:
        state = _await_ready(settings, console, supervisor)
    except BaseException:
        supervisor.terminate()
        supervisor.wait(_STOP_LIMIT_S)
        raise
    console.print(f"Comptoir runs at {state.url} (started in {time.monotonic() - started:.1f} s).")
    console.print(f"  Console            {state.url}")
    console.print(f"  API documentation  {state.url}/docs")
    console.print("  make status · make logs SERVICE=sales · make down")


def _await_ready(settings: StackSettings, console: Console, supervisor: "subprocess.Popen[bytes] | None") -> State:
    with console.status("starting") as progress:
        while True:
            state = State.read(state_path(settings))
            if state and state.error:
                raise StackError(state.error)
            if state and state.is_ready:
                return state
            if supervisor and supervisor.poll() is not None:
                log = settings.data_folder / "log" / "supervisor.log"
                raise StackError(f"The supervisor ended. The end of {log}:\n{log.read_text()[-2000:]}")
            if state and not state.is_supervised():
                raise StackError("The supervisor was stopped while it was starting everything.")
            if state:
                progress.update(state.phase)
            time.sleep(0.1)


def down(settings: StackSettings, console: Console) -> None:
    """Stop everything, whoever started it; also what a killed supervisor left behind."""
    state = State.read(state_path(settings))
    if state is None:
        console.print("Comptoir does not run.")
        return
    if state.is_supervised():
        with console.status("stopping"):
            os.kill(state.supervisor, signal.SIGTERM)
            try:
                psutil.Process(state.supervisor).wait(_STOP_LIMIT_S)
            except psutil.NoSuchProcess:
                pass
            except psutil.TimeoutExpired:
                os.kill(state.supervisor, signal.SIGKILL)
    _sweep(settings, State.read(state_path(settings)))
    state_path(settings).unlink(missing_ok=True)
    console.print("Comptoir is stopped.")


def _sweep(settings: StackSettings, state: State | None) -> None:
    """End what is left of a run without a supervisor: the gateway first, the data last."""
    for part in reversed(state.parts if state else []):
        if part.pid:
            end_stray(part.pid, part.started_at, limit_s=30)
    Platform(settings).down()  # the servers leave pid files of their own, should nobody have told of them


def reset(settings: StackSettings, console: Console) -> None:
    """Stop, and delete all data of this installation: what we made, and nothing else."""
    down(settings, console)
    for name in _OURS:
        path = settings.data_folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    console.print(f"All data in {settings.data_folder} are gone.")


def status(settings: StackSettings, console: Console) -> int:
    """A table of all parts; 0 when every one is ready, 3 when nothing runs, 1 otherwise."""
    state = State.read(state_path(settings))
    if state is None or not state.is_supervised():
        console.print("Comptoir does not run: start it by `make up`.")
        return 3
    table = Table(title=f"Comptoir at {state.url}: {state.phase}", title_justify="left")
    for name, justify in (
        ("part", "left"),
        ("ready", "left"),
        ("port", "right"),
        ("pid", "right"),
        ("MB", "right"),
        ("restarts", "right"),
    ):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]  # both are justifications
    total, all_ready = 0, True
    with httpx.Client(timeout=2) as client:
        for part in state.parts:
            ready = _readiness(client, part)
            memory = resident_memory(part.pid) if part.pid else 0
            total += memory
            all_ready &= ready == "yes"
            table.add_row(
                part.name, ready, str(part.port), str(part.pid or "-"), f"{memory / 2**20:.0f}", str(part.restarts)
            )
    table.add_row("total", "", "", "", f"{total / 2**20:.0f}", "", style="bold")
    console.print(table)
    return 0 if all_ready else 1


def _readiness(client: httpx.Client, part: Part) -> str:
    if part.ready_url is None:
        return "yes" if answers(part.port) else "no"
    try:
        response = client.get(part.ready_url)
    except httpx.HTTPError:
        return "no answer"
    if response.status_code == httpx.codes.OK:
        return "yes"
    parts: Mapping[str, str] = (
        response.json().get("parts", {}) if "json" in response.headers.get("content-type", "") else {}
    )
    return (
        "; ".join(f"{name}: {reason}" for name, reason in parts.items() if reason != "ok")
        or f"no ({response.status_code})"
    )


def logs(settings: StackSettings, service: str | None) -> int:
    """Follow the logs of one part, or of all."""
    folder = settings.data_folder
    files = {path.stem: path for path in sorted((folder / "log").glob("*.log"))}
    files |= {"postgres": folder / "postgres" / "log", "kafka": folder / "kafka" / "out"}
    chosen = [path for name, path in files.items() if not service or name.split(".")[0] == service]
    if not chosen:
        raise StackError(f"There is no part {service!r}: choose one of {', '.join(files)}.")
    tail = ["tail", "-q", "-n", "40", "-F", *map(str, chosen)]
    with subprocess.Popen(tail, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as follower:
        for line in follower.stdout or ():
            print(readable(line.rstrip("\n")), flush=True)
        return follower.wait()


def readable(line: str) -> str:
    """A structured log line for a person; any other line as it is."""
    try:
        fields: dict[str, object] = json.loads(line)
    except ValueError:
        return line
    if not isinstance(fields, dict):
        return line
    head = [str(fields.pop(name, ""))[:length] for name, length in (("timestamp", 23), ("level", 7), ("service", 10))]
    event = fields.pop("event", "")
    rest = " ".join(f"{name}={value}" for name, value in fields.items() if value not in (None, ""))
    return f"{head[0]:<23} {head[1]:<7} {head[2]:<10} {event} {rest}".rstrip()


def invariants(settings: StackSettings, console: Console) -> int:
    """Check across all services of the running system; 1 when something does not hold.

    Raises:
        StackError: it does not run.
    """
    state = State.read(state_path(settings))
    if state is None or not state.is_ready:
        raise StackError("Comptoir does not run: start it by `make up`.")
    kafka = next(part.port for part in state.parts if part.name == "kafka")
    services = [spec.name for spec in SERVICES]
    secret = settings.secrets["operator-client-secret"]
    return asyncio.run(prove(state.url, services, kafka=f"{LOCALHOST}:{kafka}", secret=secret, console=console))


def demo(settings: StackSettings, console: Console) -> int:
    """Start everything, play the wholesaler's period on it, and leave it running with the console open on its figures, where
    somebody sits at a desk with a browser; Ctrl-C stops all.
    """
    try:
        up(settings, console)
        state = State.read(state_path(settings))
        password = settings.demo_password.get_secret_value() if settings.demo_password else ""
        environment = {
            "COMPTOIR_INVARIANTS_COMMAND": f"{sys.executable} -m stack invariants",
            **os.environ,
            "COMPTOIR_URL": state.url if state else "",
            "COMPTOIR_PASSWORD": password,
            "COMPANY_CURRENCY": settings.company_currency,
        }
        code = subprocess.call([sys.executable, "-m", "wholesaler"], env=environment)
    except KeyboardInterrupt:
        down(settings, console)
        return 130
    if state:
        figures = f"{state.url}{_FIGURES}"
        console.print(
            f"The console is at {state.url}, its figures at {figures}; the API is described at {state.url}/docs."
        )
        if sys.stdout.isatty() and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            webbrowser.open(figures)
        console.print(
            f"Sign in as buyer, warehouse, sales, pricing, finance, admin or auditor with the password {password!r}."
        )
        console.print("make status · make logs SERVICE=sales · make invariants · make down · make reset")
    return code
