"""The newcomer's day, step by step: goods in, a thin sale, its delivery, its invoice, its money, the month.

Each step is somebody at the console who has only the screens, in his language. The tests play them on a house of their own and
look at what the services then say; `tests.e2e.guide` plays them on the demo, in French, and takes the pictures of the guide.
"""

from datetime import UTC, datetime

from playwright.async_api import FilePayload, expect

from services.accounting.tests.bank_files import OURS, Transfer, camt
from tests.e2e.desk import Desk


async def receive(clerk: Desk, order_id: str, *, sku: str, good: str, damaged: str) -> None:
    """A part of a delivery with a damaged piece."""
    await clerk.go(f"/expected/{order_id}")
    assert await clerk.barriers() == []
    row = clerk.page.get_by_role("group", name=sku)
    await row.get_by_label(clerk.say("receive.good")).fill(good)
    await row.get_by_label(clerk.say("receive.damaged")).fill(damaged)
    await clerk.picture("reception-saisie")
    await clerk.button(clerk.say("receive.post")).click()
    await expect(clerk.page.get_by_role("heading", level=1)).to_contain_text("RE-")
    assert await clerk.barriers() == []
    await clerk.picture("reception-bon")


async def sell_below(
    seller: Desk, *, customer: tuple[str, str], warehouse: str, sku: str, quantity: str, price: str
) -> str:
    """A price by hand that the margin does not bear, up to the question; the order's number. `customer`: words, and the id."""
    await begin_order(seller, customer=customer, warehouse=warehouse)
    await add_line(seller, 1, sku=sku, quantity=quantity)
    await seller.page.get_by_role("main").get_by_label(seller.say("entry.priceOf", number=1)).fill(seller.figure(price))
    return await ask(seller)


async def begin_order(seller: Desk, *, customer: tuple[str, str], warehouse: str) -> None:
    """Who wants something, and from where he gets it. `customer`: words, and the id."""
    words, customer_id = customer
    main = seller.page.get_by_role("main")
    await seller.go("/orders/new")
    await main.get_by_role("textbox", name=seller.say("common.customer"), exact=True).fill(words)
    await seller.page.locator(f'[role=option][value="{customer_id}"]').click()
    await main.get_by_label(seller.say("common.site"), exact=True).first.click()
    await seller.page.locator(f'[role=option][value="{warehouse}"]').click()


async def add_line(seller: Desk, number: int, *, sku: str, quantity: str) -> None:
    """One more line of an order, which is its `number`th."""
    main = seller.page.get_by_role("main")
    await main.get_by_label(seller.say("entry.code")).fill(sku)
    await seller.page.keyboard.press("Enter")
    await main.get_by_label(seller.say("entry.quantityOf", number=number)).fill(quantity)


async def ask(seller: Desk) -> str:
    """The order that is written is asked for; its number."""
    main = seller.page.get_by_role("main")
    ask = seller.button(seller.say("entry.ask"))
    await expect(ask).to_be_enabled()
    await seller.is_settled()
    await seller.picture("vente-saisie")
    await ask.click()
    await expect(main).to_contain_text(seller.say("orders.awaiting"))
    assert await seller.barriers() == []
    await seller.picture("vente-attente")
    return await seller.page.get_by_role("heading", level=1).inner_text()


async def approve(manager: Desk, number: str) -> None:
    """From the one inbox."""
    await manager.go("/approvals")
    request = manager.page.get_by_role("listitem", name=number)
    await expect(request).to_be_visible()
    await manager.picture("approbations")
    await request.get_by_role("button", name=manager.say("approvals.approve")).click()
    await expect(request).to_have_count(0)
    await manager.is_settled()  # what was clicked leaves the list before it is written


async def ship_short(clerk: Desk, order_id: str, number: str, *, asked: str, found: str) -> None:
    """Picked with a gap, packed, shipped; the rest stays on order."""
    await clerk.go("/shipping")
    await expect(clerk.page.get_by_role("link", name=number)).to_be_visible()
    assert await clerk.barriers() == []
    await clerk.picture("expedier-liste")
    await clerk.go(f"/shipping/{order_id}")
    assert await clerk.barriers() == []
    await clerk.button(clerk.say("shipping.pick")).click()
    await expect(clerk.page.get_by_role("heading", level=1)).to_contain_text("WV-")
    await clerk.page.get_by_label(clerk.say("shipping.foundOf", quantity=asked)).fill(found)
    await expect(clerk.page.get_by_text(clerk.say("shipping.short", count=1))).to_be_visible()
    assert await clerk.barriers() == []
    await clerk.picture("expedier-prelevement")
    await clerk.button(clerk.say("shipping.confirmPicks")).click()
    await expect(clerk.page.get_by_text(f"{found} / {asked}")).to_be_visible()


async def pack_and_ship(clerk: Desk, order_id: str, number: str, *, weight: str) -> None:
    """One parcel with what was picked."""
    await clerk.go(f"/shipping/{order_id}")
    await clerk.page.get_by_label(clerk.say("shipping.weight")).fill(clerk.figure(weight))
    await clerk.button(clerk.say("shipping.pack")).click()
    await expect(clerk.page.get_by_text(f"{clerk.figure(weight)} kg")).to_be_visible()
    assert await clerk.barriers() == []
    await clerk.picture("expedier-colis")
    await clerk.button(clerk.say("shipping.ship", count=1)).click()
    await expect(clerk.page.get_by_role("heading", level=1)).to_contain_text(f"{clerk.say('shipping.slip')} SH-")
    await expect(clerk.page.get_by_text(clerk.say("shipping.rest", number=number))).to_be_visible()
    assert await clerk.barriers() == []
    await clerk.picture("expedier-bon")


async def invoice(clerk: Desk) -> None:
    """What left is invoiced before its month is over."""
    await clerk.go("/invoices")
    await clerk.button(clerk.say("invoices.run")).click()
    dialog = clerk.page.get_by_role("dialog")
    await dialog.get_by_label(clerk.say("invoices.runEverything")).check()
    assert await clerk.barriers() == []
    await clerk.picture("facturer")
    await dialog.get_by_role("button", name=clerk.say("invoices.runNow")).click()
    await expect(dialog).to_have_count(0)


async def open_account(clerk: Desk, *, ledger_account: str) -> None:
    """Where the money comes in."""
    await clerk.go("/bank")
    await clerk.button(clerk.say("bank.addAccount")).click()
    dialog = clerk.page.get_by_role("dialog")
    await dialog.get_by_label(clerk.say("bank.accountName")).fill("Compte courant")
    await dialog.get_by_label(clerk.say("bank.iban")).fill(OURS)
    await dialog.get_by_label(clerk.say("bank.ledgerAccountOf")).fill(ledger_account)
    assert await clerk.barriers() == []
    await dialog.get_by_role("button", name=clerk.say("common.save")).click()
    await expect(dialog).to_have_count(0)


async def match(clerk: Desk, text: str, amount: str, *, payer: str, statement: str) -> None:
    """The bank's statement has the money: it finds its invoice by itself, and Enter agrees."""
    await clerk.go("/bank")
    content = camt(Transfer(amount, text, name=payer, day=f"{datetime.now(UTC):%Y-%m-%d}"), number=statement)
    file: FilePayload = {"name": "releve.xml", "mimeType": "text/xml", "buffer": content}
    await clerk.page.locator("input[type=file]").set_input_files(file)
    await expect(clerk.page.get_by_role("heading", level=1)).to_have_text(statement)
    await expect(clerk.page.get_by_role("main")).to_contain_text(clerk.say("words.bankSign.document-number"))
    assert await clerk.barriers() == []
    await clerk.picture("banque-releve")
    await clerk.page.keyboard.press("j")
    await clerk.page.keyboard.press("Enter")
    await expect(clerk.page.get_by_role("main")).to_contain_text(clerk.say("bank.allDone"))


async def close_month(clerk: Desk) -> None:
    """The last month that is over, whatever still waits in it: with the reason for that."""
    await clerk.go("/closing")
    await clerk.picture("cloture")
    await clerk.button(clerk.say("closing.close")).click()
    dialog = clerk.page.get_by_role("dialog")
    await dialog.get_by_label(clerk.say("common.reason")).fill("Premier mois, repris du logiciel de la maison")
    await dialog.get_by_role("button", name=clerk.say("closing.close")).click()
    await expect(dialog).to_have_count(0)
    await expect(clerk.page.get_by_role("main")).to_contain_text(clerk.say("words.periodStatus.closed"))
    await expect(clerk.button(clerk.say("closing.seal"))).to_be_visible()
    assert await clerk.barriers() == []
    await clerk.picture("cloture-close")
