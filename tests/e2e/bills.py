"""A supplier's bill in French, by keyboard: entered against what came, disputed, settled by his credit note."""

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
    await expect(main.get_by_role("textbox", name="Fournisseur", exact=True)).to_be_focused()
    await keyboard.type(words)
    await expect(clerk.page.locator(f'[role=option][value="{supplier_id}"]')).to_be_visible()
    await expect(clerk.page.get_by_role("option")).to_have_count(1)  # what was listed before one typed is gone
    await keyboard.press("Enter")
    await main.get_by_label("N° de facture").fill(number)
    await main.get_by_label("N° de réception ou de commande").fill(order)
    await main.get_by_role("button", name="Tout facturer").press("Enter")
    await main.get_by_label("Prix imposé, ligne 1").fill(price)
    await main.get_by_label("Total TTC imprimé sur la facture").fill(total)
    await expect(main).to_contain_text("hors tolérance")
    await expect(main).to_contain_text("Égal au papier")
    await clerk.is_settled()
    assert await clerk.barriers() == []
    await clerk.picture("facture-fournisseur-saisie")
    await keyboard.press("Control+s")
    await expect(clerk.page.get_by_role("heading", level=1)).to_have_text(number)
    await expect(main).to_contain_text("En litige")


async def expect_credit(clerk: Desk, note: str) -> None:
    """Paid as billed: a credit note was promised."""
    await clerk.picture("facture-fournisseur-litige")
    assert await clerk.barriers() == []
    await clerk.button("Attendre un avoir").click()
    dialog = clerk.page.get_by_role("dialog")
    await dialog.get_by_label("Motif").fill(note)
    await dialog.get_by_role("button", name="Attendre un avoir").click()
    await expect(dialog).to_have_count(0)
    await expect(clerk.page.get_by_role("main")).to_contain_text("Comptabilisée")


async def credit(clerk: Desk, number: str) -> None:
    """From the bill: what was too dear is proposed."""
    main = clerk.page.get_by_role("main")
    await main.get_by_role("link", name="Avoir fournisseur").click()
    await main.get_by_label("N° d’avoir").fill(number)  # noqa: RUF001  # as the screen writes it
    await expect(clerk.button("Comptabiliser")).to_be_enabled()
    await clerk.is_settled()
    assert await clerk.barriers() == []
    await clerk.picture("avoir-fournisseur-saisie")
    await clerk.button("Comptabiliser").click()
    await expect(main).to_contain_text("Payée en partie")
    await clerk.is_settled()
    assert await clerk.barriers() == []
    await clerk.picture("facture-fournisseur-avoir")
