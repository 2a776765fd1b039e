"""kill -9 of the real process again and again: no payment file and no letter is lost, and none leaves twice."""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from accounting.commands.bank.deliver_files import PAYMENT_FILE
from accounting.commands.receivables.dunning import LETTER
from accounting.wiring import MIGRATIONS, build
from kit.testing.mailbox import Mailbox, mailbox
from kit.testing.services import ServiceUnderTest, service_under_test
from stack.ports import free_port

from services.accounting.tests.test_clearing import call, invoiced
from services.accounting.tests.test_dunning import LADDER, introduce
from services.accounting.tests.test_dunning import WHO as REMINDER
from services.accounting.tests.test_dunning import run as remind
from services.accounting.tests.test_payment_runs import WHO as PAYER
from services.accounting.tests.test_payment_runs import approved, bill, make, supplier

_EACH = 2
_ROUNDS = 3 * _EACH  # each brings something out, or nothing is left


@dataclass
class Outside:
    """The bank, which takes away what lies in its folder, and a mail server."""

    drop: Path
    mailbox: Mailbox
    taken: Counter[str] = field(default_factory=Counter)

    def take(self) -> None:
        """What the bank's own software does."""
        for file in self.drop.glob("*.xml"):
            self.taken[file.name] += 1
            file.unlink()

    def arrived(self, kind: str) -> int:
        """How many left, repeated ones too."""
        return self.taken.total() if kind == PAYMENT_FILE else len(self.mailbox.letters)


@pytest.fixture
async def outside(
    new_database: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[ServiceUnderTest, Outside]]:
    async with AsyncExitStack() as stack:
        box = await stack.enter_async_context(mailbox())
        settings = {
            "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(box.port), "SMTP_SECURITY": "none", "MAIL_FROM": "C <c@example.com>",
            "BANK_DROP": str(tmp_path),
        }  # fmt: skip
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        service = await stack.enter_async_context(
            service_under_test(build, MIGRATIONS, new_database("accounting_killed"), **settings)
        )
        yield service, Outside(tmp_path, box)


async def _want(accounting: ServiceUnderTest) -> None:
    """As many approved payment files as reminders."""
    await call(accounting, "PUT", "/dunning-levels", {"levels": LADDER}, **REMINDER)
    for n in range(_EACH):
        house, _ = await invoiced(accounting, "100")
        await introduce(accounting, house, f"house-{n}@example.com")
        await remind(accounting, house, "2026-04-08")
        paid = await supplier(accounting)
        await approved(accounting, await make(accounting, (await bill(accounting, paid))["id"]))


async def _statuses(accounting: ServiceUnderTest) -> Counter[tuple[str, str]]:
    rows = await accounting.database.fetch("SELECT kind, status FROM effect")
    return Counter((row["kind"], row["status"]) for row in rows)


def _consumer(accounting: ServiceUnderTest) -> subprocess.Popen[bytes]:
    """The process that a cluster runs; without a broker it does its errands all the same."""
    settings = {
        "DATABASE_URL": accounting.database.dsn,
        "KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{free_port()}",
        "HTTP_PORT": str(free_port()),
    }
    return subprocess.Popen(  # ours, and to be killed
        [sys.executable, "-m", "accounting", "consume"],
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


async def _killed_at_the_next(kind: str, accounting: ServiceUnderTest, outside: Outside) -> None:
    """One life of the process: it ends when one more of the kind has left, or none is left."""
    process = _consumer(accounting)
    before = outside.arrived(kind)
    try:
        async with asyncio.timeout(120):
            while outside.arrived(kind) == before:
                assert process.poll() is None, "it ended by itself"
                if not await _open(accounting, kind):
                    break
                outside.take()
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    outside.take()
    async with accounting.database.transaction() as tx:  # as if the claims of the dead had run out
        await tx.execute("UPDATE effect SET next_at = now() WHERE status IN ('waiting', 'trying')")


async def _open(accounting: ServiceUnderTest, *kinds: str) -> int:
    statuses = await _statuses(accounting)
    return sum(statuses[kind, status] for kind in kinds for status in ("waiting", "trying"))


@pytest.mark.slow
async def test_a_killed_process_loses_and_doubles_no_payment_file_and_no_letter(
    outside: tuple[ServiceUnderTest, Outside],
) -> None:
    accounting, world = outside
    await _want(accounting)
    for n in range(_ROUNDS):
        await _killed_at_the_next((PAYMENT_FILE, LETTER)[n % 2], accounting, world)
        if not await _open(accounting, PAYMENT_FILE, LETTER):
            break
    statuses = await _statuses(accounting)
    letters = Counter(letter["Message-ID"] for letter in world.mailbox.letters)
    assert statuses[PAYMENT_FILE, "done"] == len(world.taken) == _EACH
    assert set(world.taken.values()) == {1}
    assert statuses[LETTER, "done"] + statuses[LETTER, "parked"] == _EACH
    assert statuses[LETTER, "done"] <= len(letters) <= _EACH
    assert set(letters.values()) <= {1}
    page = await call(accounting, "GET", "/payment-runs", **PAYER)
    assert {run["status"] for run in page["items"]} == {"sent"}
