"""Approved payment files go to the bank's folder by themselves, once, and by nobody else."""

from pathlib import Path

import pytest
from accounting.clients.bank_drop import BankDrop
from accounting.commands.bank.deliver_files import PAYMENT_FILE, file_doer
from accounting.domain.bank.errors import BankDropAway
from kit.effects import carry_out
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.test_clearing import call, slug
from services.accounting.tests.test_payment_runs import WHO as PAYER
from services.accounting.tests.test_payment_runs import approved, bill, file_of, make, supplier


async def test_an_approved_file_is_put_there_and_its_run_is_sent(
    accounting: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(accounting.service.settings.__dict__, "bank_drop", str(tmp_path))
    run = await approved(accounting, await make(accounting, (await bill(accounting, await supplier(accounting)))["id"]))
    doers = {PAYMENT_FILE: file_doer(accounting.database, BankDrop(str(tmp_path)))}
    assert await carry_out(accounting.database, doers) == 1
    assert await carry_out(accounting.database, doers) == 0
    assert (tmp_path / f"{run['number']}.xml").read_bytes() == await file_of(accounting, run)
    sent = await call(accounting, "GET", f"/payment-runs/{run['id']}", **PAYER)
    assert (sent["status"], sent["delivery"]) == ("sent", "done")


async def test_a_file_on_its_way_is_neither_carried_nor_cancelled(
    accounting: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(accounting.service.settings.__dict__, "bank_drop", "/bank")  # nobody carries effects out here
    paid = await supplier(accounting)
    first, second = [
        await approved(accounting, await make(accounting, (await bill(accounting, paid))["id"])) for _ in range(2)
    ]
    assert (first["status"], first["delivery"]) == ("approved", "waiting")
    by_hand = await call(accounting, "POST", f"/payment-runs/{first['id']}/sent", None, 409, **PAYER)
    assert slug(by_hand) == "run-status-wrong"
    cancelled = await call(accounting, "POST", f"/payment-runs/{first['id']}/cancel", **PAYER)
    assert (cancelled["status"], cancelled["delivery"]) == ("cancelled", "given-up")
    await accounting.database.fetch(
        "UPDATE effect SET status = 'trying', attempts = 1 WHERE key = $1 RETURNING id", f"payment-file:{second['id']}"
    )
    late = await call(accounting, "POST", f"/payment-runs/{second['id']}/cancel", None, 409, **PAYER)
    assert slug(late) == "run-status-wrong"
    await accounting.database.fetch(
        "UPDATE effect SET status = 'parked' WHERE key = $1 RETURNING id", f"payment-file:{second['id']}"
    )
    again = await call(accounting, "POST", f"/payment-runs/{second['id']}/deliver-again", **PAYER)
    assert again["delivery"] == "waiting"
    await accounting.database.fetch(
        "UPDATE effect SET status = 'parked' WHERE key = $1 RETURNING id", f"payment-file:{second['id']}"
    )
    given_up = await call(accounting, "POST", f"/payment-runs/{second['id']}/give-delivery-up", **PAYER)
    assert given_up["delivery"] == "given-up"
    carried = await call(accounting, "POST", f"/payment-runs/{second['id']}/sent", **PAYER)
    assert carried["status"] == "sent"
    unknown = f"/payment-runs/{new_id()}/deliver-again"
    await call(accounting, "POST", unknown, None, 404, **PAYER)


async def test_a_folder_knows_what_was_put_there_though_it_was_taken_away(tmp_path: Path) -> None:
    drop = BankDrop(str(tmp_path))
    assert not await drop.has("PR-1.xml")
    await drop.deliver("PR-1.xml", b"one")
    assert (tmp_path / "PR-1.xml").read_bytes() == b"one"
    (tmp_path / "PR-1.xml").unlink()
    assert await drop.has("PR-1.xml")
    (tmp_path / ".comptoir" / "staged" / "PR-2.xml").write_bytes(b"ha")  # died while it wrote
    assert not await drop.has("PR-2.xml")
    (tmp_path / ".comptoir" / "delivered" / "PR-2.xml").touch()  # died before it was moved
    assert not await drop.has("PR-2.xml")
    away = BankDrop(str(tmp_path / "not-mounted"))
    for ask in (away.has("PR-3.xml"), away.deliver("PR-3.xml", b"three")):
        with pytest.raises(BankDropAway, match="BANK_DROP"):
            await ask
