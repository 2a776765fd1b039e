"""A supplier's bill, by keyboard: entered against what came, disputed, settled by his credit note."""

from playwright.async_api import expect

from tests.e2e.desk import Desk


async def enter(
    clerk: Desk, *, supplier: tuple[str, str], number: str, price: str, total: str, order: str = ""
) -> None:
    """What was received at another price, with the total of the paper. `supplier`: words, and the id; `order`: of that one
    alone."""
    words, supplier_id = supplier
    keyboard = clerk.page.keyboard
    main = clerk.page.get_by_role("main")
    await clerk.go("/bills/new")
    await expect(main.get_by_role("textbox", name=clerk.say("common.supplier"), exact=True)).to_be_focused()
    await keyboard.type(words)
    await expect(clerk.page.locator(f'[role=option][value="{supplier_id}"]')).to_be_visible()
    await expect(clerk.page.get_by_role("option")).to_have_count(1)  # what was listed before one typed is gone
    await keyboard.press("Enter")
    await main.get_by_label(clerk.say("bills.supplierNumber")).fill(number)
    await main.get_by_label(clerk.say("billEntry.search")).fill(order)
    await main.get_by_role("button", name=clerk.say("billEntry.billAll")).press("Enter")
    await main.get_by_label(clerk.say("entry.priceOf", number=1)).fill(clerk.figure(price))
    await main.get_by_label(clerk.say("billEntry.paper")).fill(clerk.figure(total))
    await expect(main).to_contain_text(clerk.say("billEntry.beyond", amount=""))
    await expect(main).to_contain_text(clerk.say("billEntry.noGap"))
    await clerk.is_settled()
    assert await clerk.barriers() == []
    await clerk.picture("facture-fournisseur-saisie")
    await keyboard.press("Control+s")
    await expect(clerk.page.get_by_role("heading", level=1)).to_have_text(number)
    await expect(main).to_contain_text(clerk.say("words.billStatus.disputed"))


async def expect_credit(clerk: Desk, note: str) -> None:
    """Paid as billed: a credit note was promised."""
    await clerk.picture("facture-fournisseur-litige")
    assert await clerk.barriers() == []
    await clerk.button(clerk.say("bills.expectCredit")).click()
    dialog = clerk.page.get_by_role("dialog")
    await dialog.get_by_label(clerk.say("common.reason")).fill(note)
    await dialog.get_by_role("button", name=clerk.say("bills.expectCredit")).click()
    await expect(dialog).to_have_count(0)
    await expect(clerk.page.get_by_role("main")).to_contain_text(clerk.say("words.billStatus.posted"))


async def credit(clerk: Desk, number: str) -> None:
    """From the bill: what was too dear is proposed."""
    main = clerk.page.get_by_role("main")
    await main.get_by_role("link", name=clerk.say("screens.newSupplierCredit")).click()
    await main.get_by_label(clerk.say("supplierCredit.number")).fill(number)
    await expect(clerk.button(clerk.say("supplierCredit.post"))).to_be_enabled()
    await clerk.is_settled()
    assert await clerk.barriers() == []
    await clerk.picture("avoir-fournisseur-saisie")
    await clerk.button(clerk.say("supplierCredit.post")).click()
    await expect(main).to_contain_text(clerk.say("words.billPayment.partly"))
    await clerk.is_settled()
    assert await clerk.barriers() == []
    await clerk.picture("facture-fournisseur-avoir")
