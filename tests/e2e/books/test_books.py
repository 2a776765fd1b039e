"""What the books ask of an accountant, on screens alone: reminders, late interest, slow stock, a dead invoice, the year's end."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from accounting.domain.einvoice.lifecycle import Code, LifeMessage, LifeStatus
from accounting.formats.einvoice.cdar import write_status
from kit.ids import new_id
from playwright.async_api import FilePayload, expect
from stack.approved_platform import ApprovedPlatform, build
from stack.platform import Platform
from stack.ports import free_port
from wholesaler.client import Role

from services.accounting.tests.bank_files import OURS, Transfer, camt
from services.accounting.tests.company import COMPANY
from tests.e2e.day import approve
from tests.e2e.desk import Desk, Hire
from tests.integration.house import Answer, House, opened
from tests.integration.platforms import running

pytestmark = [pytest.mark.integration, pytest.mark.slow]

TODAY = datetime.now(UTC).date()


@pytest.fixture(scope="module")
def standin() -> Iterator[tuple[ApprovedPlatform, str]]:
    """A stand-in for the approved platform on a port of its own."""
    platform, port = ApprovedPlatform(), free_port()
    server = uvicorn.Server(uvicorn.Config(build(platform), port=port, log_level="warning", lifespan="off"))
    serving = Thread(target=server.run)
    serving.start()
    yield platform, f"http://127.0.0.1:{port}"
    server.should_exit = True
    serving.join()


@pytest.fixture(scope="module")
def platform(standin: tuple[ApprovedPlatform, str], prepared: Path) -> Iterator[Platform]:
    """Everything, with the way to the approved platform; these stories close a year, which others must not meet."""
    _, url = standin
    reached = {
        "PLATFORM_URL": url, "PLATFORM_TOKEN_URL": f"{url}/token", "PLATFORM_CLIENT_ID": "comptoir",
        "PLATFORM_CLIENT_SECRET": "secret",
    }  # fmt: skip
    with running(prepared, {}, {"accounting": reached}) as platform:
        yield platform


@pytest.fixture
async def house(platform: Platform) -> AsyncIterator[House]:
    async with opened(platform.url) as house:
        yield house


async def owes(house: House, number: str, amount: str, *, days_late: int) -> None:
    """An invoice that another system left open."""
    due = TODAY - timedelta(days=days_late)
    item = {
        "partner_id": str(house.customer), "is_receivable": True, "number": number, "amount": amount,
        "issued_on": str(due - timedelta(days=30)), "due_on": str(due),
    }  # fmt: skip
    lines = [{"account": "101", "credit": amount}]
    opening = {"posted_on": str(due - timedelta(days=1)), "lines": lines, "items": [item]}
    await house.post(Role.FINANCE, "accounting/opening-balances", opening)


async def give(clerk: Desk, reason: str, action: str) -> None:
    """The reason that a dialog asks for."""
    dialog = clerk.page.get_by_role("dialog")
    await dialog.get_by_label("Motif").fill(reason)
    await dialog.get_by_role("button", name=action).click()
    await expect(dialog).to_have_count(0)


async def test_who_is_late_is_reminded_and_charged_also_for_what_he_paid_late(house: House, hire: Hire) -> None:
    await owes(house, "F-OPEN", "1200", days_late=40)
    await owes(house, "F-PAID", "730", days_late=60)
    items = await house.listed(Role.FINANCE, "accounting/open-items", partner_id=str(house.customer))
    (late,) = [each for each in items if each["number"] == "F-PAID"]
    payment = {
        "partner_id": str(house.customer), "direction": "received", "amount": "730",
        "paid_on": str(TODAY - timedelta(days=50)), "matches": [{"document_id": late["document_id"], "amount": "730"}],
    }  # fmt: skip
    await house.post(Role.FINANCE, "accounting/payments", payment)

    clerk = await hire("finance", "fr")
    page, main = clerk.page, clerk.page.get_by_role("main")
    dialog = page.get_by_role("dialog")
    await clerk.go("/dunning/levels")
    assert await clerk.barriers() == []
    await clerk.button("Ajouter un niveau").click()
    await dialog.get_by_label("Titre en français").fill("Rappel")
    await dialog.get_by_label("Lettre en français").fill("Merci de régler ce qui suit.")
    await dialog.get_by_label("Titre en anglais").fill("Reminder")
    await dialog.get_by_label("Lettre en anglais").fill("Please pay what follows.")
    assert await clerk.barriers() == []
    await dialog.get_by_role("button", name="Enregistrer").click()
    await expect(main).to_contain_text("1. Rappel")
    await clerk.picture("relances-niveaux")

    await clerk.go("/dunning")
    await expect(main).to_contain_text("The customer")
    await clerk.button("Écrire 1 lettre").click()
    await dialog.get_by_role("button", name="Écrire 1 lettre").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Lettres écrites")
    assert await clerk.barriers() == []
    await main.get_by_role("link", name="RL-").click()
    await expect(main).to_contain_text("F-OPEN")
    assert await clerk.barriers() == []

    await clerk.go("/late-charges")
    await clerk.button("Taux de retard").click()
    await dialog.get_by_label("À partir du").fill("2024-01-01")
    await dialog.get_by_label("Taux de la BCE (%)").fill("2,15")
    await dialog.get_by_label("Taux de l’intérêt légal (%)").fill("2,62")  # noqa: RUF001  # as the screen writes it
    await dialog.get_by_role("button", name="Enregistrer").click()
    await expect(dialog).to_have_count(0)
    await clerk.button("Facturer les pénalités").click()
    await dialog.get_by_label("Client").fill(f"C{house.customer.hex[-8:]}")
    await page.locator(f'[role=option][value="{house.customer}"]').last.click()  # of the dialog: the list has one too
    await expect(dialog).to_contain_text("10 jours à 12,2 %")  # F-PAID
    await expect(dialog).to_contain_text("payée le")
    assert await clerk.barriers() == []
    await clerk.picture("penalites-calcul")
    await dialog.get_by_role("button", name="Comptabiliser").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("ND-")
    await expect(main).to_contain_text("80,00 €")  # twice 40
    assert await clerk.barriers() == []
    (note,) = await house.listed(Role.FINANCE, "accounting/late-charges", partner_id=str(house.customer))
    # 1200 for 40 days and 730 for 10, at 12.15 %
    assert (note["interest"], note["indemnity"]) == ("18.41", "80.00")


async def test_slow_stock_is_written_down_by_rule_and_approved_by_somebody_else(house: House, hire: Hire) -> None:
    article = await house.product()
    line = {"product_id": str(article), "quantity": "10", "unit_cost": "4"}
    old = datetime.now(UTC) - timedelta(days=200)
    stock = {"warehouse": house.warehouse, "occurred_at": old.isoformat(), "lines": [line]}
    await house.post(Role.ADMIN, "inventory/opening-stock", stock)
    await house.quiet()

    clerk = await hire("finance", "fr")
    main = clerk.page.get_by_role("main")
    await clerk.go("/write-downs/rules")
    await clerk.button("Ajouter une règle").click()
    await main.get_by_label("Dès (jours)").fill("180")
    await main.get_by_label("Perte (%)").fill("50")
    await expect(main).to_contain_text("20,00 €")
    assert await clerk.barriers() == []
    await clerk.picture("depreciation-regles")
    await clerk.button("Enregistrer").click()
    await expect(clerk.button("Enregistrer")).to_be_disabled()

    await clerk.go("/write-downs")
    await clerk.button("Proposer une dépréciation").click()
    await give(clerk, "Fin de mois", "Proposer une dépréciation")
    await expect(main).to_contain_text("VP-")
    assert await clerk.barriers() == []
    (proposal,) = await house.listed(Role.FINANCE, "accounting/write-downs")

    await approve(await hire("admin", "fr"), proposal["number"])
    await clerk.go("/write-downs")
    await expect(main).to_contain_text("Approuvée")
    await main.get_by_role("link", name=proposal["number"]).click()
    await expect(main.get_by_role("link", name="Article")).to_be_visible()
    assert await clerk.barriers() == []
    balance = await house.get(Role.FINANCE, "accounting/trial-balance")
    written = {row["account"]: row["balance"] for row in balance["accounts"]}
    assert (written["397"], written["68173"]) == ("-20.00", "20.00")


async def test_what_a_customer_paid_too_much_leaves_by_a_file_that_a_second_person_signs(
    house: House, hire: Hire
) -> None:
    house.customer = new_id()
    customer = {
        "id": str(house.customer), "code": f"C{house.customer.hex[-8:]}", "name": "Quincaillerie du Port", "is_customer": True,
        "currency": "EUR", "payment_days": 30, "bank_accounts": [{"iban": "FR1420041010050500013M02606"}],
    }  # fmt: skip
    await house.post(Role.ADMIN, "catalog/partners", customer)
    await house.quiet()
    await owes(house, "F-OVER", "120", days_late=3)
    payment = {"partner_id": str(house.customer), "direction": "received", "amount": "170", "paid_on": str(TODAY)}
    paid = await house.post(Role.FINANCE, "accounting/payments", {**payment, "match": "oldest"})
    account = {"name": "Compte courant", "account": OURS, "ledger_account": "5129"}
    await house.post(Role.FINANCE, "accounting/bank-accounts", account)

    clerk = await hire("finance", "fr")
    page, main, dialog = clerk.page, clerk.page.get_by_role("main"), clerk.page.get_by_role("dialog")
    await clerk.go(f"/payments/{paid['id']}")
    await main.get_by_role("link", name="Rembourser par virement").click()
    await expect(main).to_contain_text("Quincaillerie du Port")
    await clerk.is_settled()
    assert await clerk.barriers() == []
    await clerk.picture("remboursement-lot")
    await clerk.button("Préparer 1 paiement").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("PR-")
    number = await page.get_by_role("heading", level=1).inner_text()
    ask = "Demander l’approbation"  # noqa: RUF001  # as the screen writes it
    await clerk.button(ask).click()
    await dialog.get_by_role("button", name=ask).click()
    await expect(main).to_contain_text("Ce lot attend une seconde personne")
    assert await clerk.barriers() == []
    await approve(await hire("admin", "fr"), number)
    await page.reload()
    await expect(main).to_contain_text("Fichier prêt")
    async with page.expect_download() as download:
        await clerk.button("Fichier pour la banque").click()
    assert (await download.value).suggested_filename == f"{number}.xml"
    await clerk.button("La banque a le fichier").click()
    await dialog.get_by_role("button", name="La banque a le fichier").click()
    await expect(main).to_contain_text("À la banque")
    (run,) = await house.listed(Role.FINANCE, "accounting/payment-runs")
    shown = await house.get(Role.FINANCE, f"accounting/payment-runs/{run['id']}")
    sent = Transfer("-50.00", "virement", end_to_end_id=shown["orders"][0]["end_to_end_id"], day=str(TODAY))
    statement: FilePayload = {
        "name": "releve.xml",
        "mimeType": "text/xml",
        "buffer": camt(sent, number="RELEVE-9"),
    }
    await clerk.go("/bank")
    await page.locator("input[type=file]").set_input_files(statement)
    await expect(main).to_contain_text(f"Remboursement de {paid['number']}")
    assert await clerk.barriers() == []
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await expect(main).to_contain_text("Tout est traité")
    left = await house.get(Role.FINANCE, f"accounting/payments/{paid['id']}")
    assert left["unmatched_amount"] == "0.00"


async def test_a_year_is_closed_and_the_next_one_opens_with_its_balances(house: House, hire: Hire) -> None:
    def lines(debit: str, credit: str, amount: str) -> list[dict[str, str]]:
        return [{"account": debit, "debit": amount}, {"account": credit, "credit": amount}]

    for label, posted in (("capital", lines("512", "101", "5000")), ("bank fee", lines("627", "512", "80"))):
        entry = {"posted_on": "2024-03-01", "label": label, "lines": posted}
        await house.post(Role.FINANCE, "accounting/entries", entry)
    for month in range(1, 13):
        await house.post(Role.FINANCE, f"accounting/periods/2024-{month:02d}/close", {"reason": "over"})

    clerk = await hire("finance", "fr")
    page, main = clerk.page, clerk.page.get_by_role("main")
    await clerk.go("/periods")
    await main.get_by_role("textbox", name="Exercice").fill("2024")
    await expect(main).to_contain_text("-80,00 €")
    assert await clerk.barriers() == []
    await clerk.picture("exercice-a-clore")
    await clerk.button("Clore l’exercice").click()  # noqa: RUF001  # as the screen writes it
    await give(clerk, "Exercice 2024 revu", "Clore l’exercice")  # noqa: RUF001  # as the screen writes it
    await expect(page.get_by_text("Exercice 2024 clos")).to_be_visible()
    await expect(clerk.button("Clore l’exercice")).to_have_count(0)  # noqa: RUF001  # as the screen writes it
    await clerk.go("/trial-balance?since=2025-01-01&on=2025-01-31")
    await expect(main).to_contain_text("4 920,00 €")
    await expect(main).to_contain_text("129")
    assert await clerk.barriers() == []


async def test_an_invoice_that_its_buyer_refused_is_issued_again(
    house: House, hire: Hire, standin: tuple[ApprovedPlatform, str]
) -> None:
    approved, _ = standin
    await house.put(Role.FINANCE, "accounting/company", COMPANY)
    billing = {
        "kind": "billing",
        "line1": "3 quai de la Marine",
        "postal_code": "13002",
        "city": "Marseille",
        "country": "FR",
    }
    house.customer = new_id()
    buyer = {
        "id": str(house.customer), "code": f"C{house.customer.hex[-8:]}", "name": "Quincaillerie du Port", "is_customer": True,
        "currency": "EUR", "payment_days": 30, "siren": "552100554", "siret": "55210055400013", "vat_id": "FR96552100554",
        "addresses": [billing],
    }  # fmt: skip
    await house.post(Role.ADMIN, "catalog/partners", buyer)
    article = await house.article(price="10.00", stock="10", cost="4.00")
    await house.quiet()
    await house.sell(article, "3")
    (invoice,) = await house.listed(Role.FINANCE, "accounting/invoices", customer_id=str(house.customer))

    async def is_sent() -> bool:
        return any(flow.info["name"].startswith(invoice["number"]) for flow in approved.sent())

    await house.until(is_sent, "the invoice is with the approved platform")
    approved.deliver("210.xml", refused(invoice), syntax="CDAR", kind="CustomerInvoiceLC")

    async def is_dead() -> bool:
        return bool((await house.get(Role.FINANCE, f"accounting/invoices/{invoice['id']}/life"))["is_dead"])

    await house.until(is_dead, "the refusal is heard")
    clerk = await hire("finance", "fr")
    await clerk.go(f"/invoices/{invoice['id']}")
    assert await clerk.barriers() == []
    await clerk.button("Réémettre").click()
    await give(clerk, "Adresse corrigée", "Réémettre")
    await expect(clerk.page.get_by_text("Facture réémise")).to_be_visible()
    await expect(clerk.button("Réémettre")).to_have_count(0)
    life = await house.get(Role.FINANCE, f"accounting/invoices/{invoice['id']}/life")
    assert life["number"] != invoice["number"]
    await expect(clerk.page.get_by_role("main")).to_contain_text(f"Réémise sous{life['number']}")
    assert await clerk.barriers() == []


def refused(invoice: Answer) -> bytes:
    """What the buyer's side says of an invoice that it does not take."""
    at = datetime.now(UTC).replace(microsecond=0)
    status = LifeStatus(Code.REFUSED, at, reason_code="ADR_ERR", reason="Adresse")
    ours, number = str(COMPANY["siren"]), str(invoice["number"])
    return write_status(
        LifeMessage(status, number, "380", at, at, ours, "Client", "552100554", "BY", "Nous", ours, "SE", ours)
    )
