"""`python -m stack`, as who runs all of it on one machine knows it."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from stack.settings import StackSettings
from stack.state import State
from stack.supervisor import state_path
from wholesaler.answers import Coded
from wholesaler.client import Role

from tests.integration.house import gateway

pytestmark = pytest.mark.integration

LIMIT_S = 150


class Machine:
    """A data folder and the commands on it."""

    def __init__(self, folder: Path) -> None:
        self.settings = StackSettings(data_folder=folder)
        self._environment = {
            **os.environ,
            "COMPTOIR_DATA_FOLDER": str(folder),
            "COMPTOIR_FREE_PORTS": "true",
            "COMPTOIR_DURABLE": "false",
            "COLUMNS": "140",
        }

    async def stack(self, command: str, **environment: str) -> tuple[int, str]:
        """Exit code and output of `python -m stack …`."""
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "stack", command],
            env={**self._environment, **environment},
            check=False,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
        )
        return done.returncode, done.stdout + done.stderr

    def state(self) -> State:
        state = State.read(state_path(self.settings))
        assert state is not None
        return state

    def processes(self) -> list[psutil.Process]:
        """The supervisor and all parts of the run, as they are now."""
        state = self.state()
        return [psutil.Process(pid) for pid in (state.supervisor, *(part.pid for part in state.parts))]

    async def families(self, *new: str) -> set[str]:
        """The families in the catalogue, after these were added."""
        async with gateway(self.state().url, []) as people:
            for code in new:
                body = {"code": code, "name": code}
                await people.post(Role.ADMIN, "/api/catalog/v1/families", body, Coded, key=code)
            listed = people.pages(Role.ADMIN, "/api/catalog/v1/families", Coded)
            return {family.code async for family in listed}

    async def until_status(self, pattern: str) -> None:
        """Come back when all is ready and the table of `status` has such a row."""
        async with asyncio.timeout(LIMIT_S):
            while True:
                code, table = await self.stack("status")
                if code == 0 and re.search(pattern, table):
                    return


@pytest.fixture
def machine() -> Iterator[Machine]:
    with tempfile.TemporaryDirectory(prefix="comptoir-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o711)
        machine = Machine(folder)
        try:
            yield machine
        finally:
            asyncio.run(machine.stack("down"))


async def test_a_run_is_watched_survives_its_deaths_and_keeps_its_data(machine: Machine) -> None:
    code, said = await machine.stack("up")
    assert (code, "Comptoir runs at" in said) == (0, True), said
    code, said = await machine.stack("up")
    assert (code, "already" in said) == (0, True), said
    assert "SURVIVOR" in await machine.families("SURVIVOR")

    # A service dies: it is started again, and the table says so.
    (sales,) = [part for part in machine.state().parts if part.name == "sales"]
    os.kill(sales.pid, signal.SIGKILL)
    await machine.until_status(r"sales +│ yes +│ +\d+ +│ +\d+ +│ +\d+ +│ +1 ")

    # The supervisor dies: `down` ends what it left behind.
    before = machine.processes()
    os.kill(machine.state().supervisor, signal.SIGKILL)
    code, said = await machine.stack("down")
    assert (code, "Comptoir is stopped" in said) == (0, True), said
    assert [process for process in before if process.is_running()] == []

    # Up again, with all that was there; and down, as one should.
    code, said = await machine.stack("up")
    assert code == 0, said
    assert "SURVIVOR" in await machine.families()
    before = machine.processes()
    code, said = await machine.stack("down")
    assert code == 0, said
    assert [process for process in before if process.is_running()] == []
    assert await machine.stack("status") == (3, "Comptoir does not run: start it by `make up`.\n")


async def test_a_port_in_use_is_named_with_its_setting_and_nothing_is_left_running(machine: Machine) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        taken = {"COMPTOIR_FREE_PORTS": "false", "COMPTOIR_GATEWAY_PORT": str(port)}
        code, said = await machine.stack("up", **taken)
    assert code == 1
    assert f"Port {port}, meant for gateway, is in use" in said
    assert "COMPTOIR_GATEWAY_PORT" in said
    assert machine.state().parts == []
