"""A folder that the bank's own software picks payment files up from: each file is put there once.

The software takes files away, so that one that is not there says nothing. A folder of ours beside them does: a file is written
to `staged`, marked in `delivered`, and moved out of `staged` in one step. Marked and not staged any more is delivered.
"""

import asyncio
import os
from pathlib import Path

from accounting.domain.bank.errors import BankDropAway

_OURS = ".comptoir"


class BankDrop:
    """One such folder; what is ours lies on the same file system, for moving to be one step."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        self._staged = self._folder / _OURS / "staged"
        self._delivered = self._folder / _OURS / "delivered"

    async def deliver(self, name: str, content: bytes) -> None:
        """Put a file there, whole or not at all.

        Raises:
            BankDropAway: the folder cannot be written to, or is not there: ask whether it `has` the file before trying again.
        """
        try:
            await asyncio.to_thread(self._deliver, name, content)
        except OSError as error:
            raise BankDropAway(f"The bank's folder cannot be written to: {error}. Check BANK_DROP.") from error

    async def has(self, name: str) -> bool:
        """Whether the file was put there, be it taken away since.

        Raises:
            BankDropAway: the folder is not there.
        """
        if not await asyncio.to_thread(self._folder.is_dir):
            raise BankDropAway(f"The bank's folder {self._folder} is not there. Check BANK_DROP.")
        return await asyncio.to_thread(self._has, name)

    def _has(self, name: str) -> bool:
        return (self._delivered / name).exists() and not (self._staged / name).exists()

    def _deliver(self, name: str, content: bytes) -> None:
        for folder in (self._staged.parent, self._staged, self._delivered):
            folder.mkdir(exist_ok=True)  # not its parents: a file system that is not mounted is away
        with (self._staged / name).open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _keep(self._staged)
        (self._delivered / name).touch()
        _keep(self._delivered)
        (self._staged / name).rename(self._folder / name)
        _keep(self._folder)


def _keep(folder: Path) -> None:
    """What was changed in a folder outlives a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
