"""Print .env.example with fresh secrets: `python deploy/compose/new_env.py > .env`."""

import secrets
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def filled(example: str) -> str:
    """The example with a secret of 32 bytes for each setting that has no value."""
    lines = [f"{line}{secrets.token_hex(32)}" if line.endswith("=") else line for line in example.splitlines()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(filled(EXAMPLE.read_text()))
