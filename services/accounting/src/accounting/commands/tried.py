"""Try a command to say what it would do."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from kit.db import Transaction

T = TypeVar("T")


class _Undone(Exception):
    """Takes back what was only tried."""


async def tried(tx: Transaction, act: Callable[[], Awaitable[T]]) -> T:
    """What an act answers; all that it did is taken back, with its numbers and locks.

    Raises:
        What the act raises.
    """
    answers: list[T] = []

    async def act_and_undo() -> None:
        async with tx.savepoint():
            answers.append(await act())
            raise _Undone

    with suppress(_Undone):
        await act_and_undo()
    return answers[0]
