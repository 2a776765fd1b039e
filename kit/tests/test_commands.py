"""Commands that a service has of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from kit.testing.services import SETTINGS


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [("greet", 0, "hello"), ("refuse", 1, "Not today."), ("dance", 2, "has no role 'dance'")],
)
def test_a_command_is_done_once_or_says_why_not(command: str, code: int, said: str) -> None:
    environment = {
        **os.environ,
        **SETTINGS,
        "DATABASE_URL": "postgresql://nobody:none@127.0.0.1:1/none",
        "PYTHONPATH": str(Path(__file__).parent),
    }
    arguments = [sys.executable, "-m", "toy", command]
    done = subprocess.run(  # noqa: S603  # a command of this test
        arguments, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, said in done.stdout + done.stderr) == (code, True)
