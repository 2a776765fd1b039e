"""Files of another program, in French: mapped, checked, mended from what was refused, written, and taken back."""

from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from kit.exports import xlsx
from kit.ids import new_id
from playwright.async_api import Download, FilePayload, Locator, expect
from wholesaler.client import Role

from tests.e2e.desk import Desk, Hire
from tests.integration.house import House

pytestmark = [pytest.mark.integration, pytest.mark.slow]

# Sentences of the services, that a reader of French never sees.
ENGLISH = (" is no ", "formula", "Check it", "needed", "There is", "keep one", "does not know", "decimals of its unit")
VAT, WRONG_VAT = "FR44732829320", "FR45732829320"
IBAN, WRONG_IBAN = "FR7630006000011234567890189", "FR7630006000011234567890188"


async def test_partners_of_an_old_program_are_mended_from_the_refused_lines(
    house: House, hire: Hire, tmp_path: Path
) -> None:
    tag = new_id().hex[-6:].upper()
    rows = [
        "Code client;Raison sociale;N° TVA;IBAN;Délai de paiement;Adresse;Code postal;Ville;Pays;Encours autorisé",
        f"{tag}-1;Établissements Crémieux {tag};;;30;3 quai de l'Île;69007;Lyon;France;5 000,50",
        f"{tag}-2;Vis et Œillets {tag};{WRONG_VAT};;45;1 rue Haute;38000;Grenoble;France;",
        f"{tag}-3;Boulonnerie {tag};;{WRONG_IBAN};30;2 rue Basse;42000;Saint-Étienne;France;1000",
        f"{tag}-1;Encore lui {tag};;;30;;;;France;",
        f"{tag}-4;=A1&B2;;;30;;;;France;",
        f"{tag}-5;Clouterie {tag};;;trente;5 rue du Clou;01000;Bourg;France;",
    ]
    admin = await hire("admin", "fr")
    main = admin.page.get_by_role("main")
    await admin.go("/imports")
    await admin.picture("imports")
    assert await admin.barriers() == []

    await _give(admin, "Clients et fournisseurs", f"clients {tag}.csv", "\r\n".join(rows).encode("cp1252"))
    await expect(main.get_by_role("combobox", name="Code", exact=True)).to_have_value("A · Code client")
    await expect(main).to_contain_text(f"Établissements Crémieux {tag}")  # Windows-1252, as it was meant
    await main.get_by_role("combobox", name="Ce sont des").click()
    await admin.page.get_by_role("option", name="Clients", exact=True).click()
    await admin.picture("imports-mapping")
    assert await admin.barriers() == []
    await admin.button("Vérifier").click()

    report = main.get_by_role("table", name="Ligne par ligne")
    await _says(
        report,
        f"« {WRONG_VAT} » n'est pas valable",
        "« FR…0188 » n'est pas valable",
        "Même valeur qu'à la ligne 2",
        "« =A1&B2 » est une formule",
        "« trente » n'est pas un nombre",
    )
    await admin.picture("imports-report")
    assert await admin.barriers() == []
    refused = await _download(admin, "Lignes refusées en CSV", tmp_path)
    assert all(english not in refused for english in ENGLISH)
    assert refused.splitlines()[0].startswith("\ufeffLigne;Détail;Code client;Raison sociale")
    assert _typeset("« trente » n'est pas un nombre") in refused.replace("\N{NO-BREAK SPACE}", " ")

    await admin.button("Prendre les bonnes lignes").click()
    await expect(main).to_contain_text("1 ligne écrite sur 6")
    await admin.page.reload()
    await expect(main).to_contain_text("1 ligne écrite sur 6")

    mended = (
        refused.replace(f";{WRONG_VAT};", f";{VAT};")
        .replace(f";{WRONG_IBAN};", f";{IBAN};")
        .replace(f"{tag}-1;Encore", f"{tag}-6;Encore")
        .replace("'=A1&B2", f"Ferronnerie {tag}")
        .replace(";trente;", ";30;")
    )
    await admin.go("/imports")
    await _give(admin, "Clients et fournisseurs", f"clients corrigés {tag}.csv", mended.encode())
    await main.get_by_role("combobox", name="Ce sont des").click()
    await admin.page.get_by_role("option", name="Clients", exact=True).click()
    await admin.button("Vérifier").click()
    await expect(report).to_be_visible()
    await admin.button("Tout prendre, ou rien").click()
    await expect(main).to_contain_text("5 lignes écrites sur 5")
    await admin.picture("imports-done")
    (boulonnerie,) = await house.listed(Role.ADMIN, "catalog/partners", q=f"Boulonnerie {tag}")
    assert [each["iban"][-4:] for each in boulonnerie["bank_accounts"]] == ["0189"]

    await admin.button(_typeset("Annuler l'import")).click()
    await admin.page.get_by_role("dialog").get_by_role("button", name=_typeset("Annuler l'import")).click()
    await expect(main).to_contain_text("Annulé")
    (boulonnerie,) = await house.listed(Role.ADMIN, "catalog/partners", q=f"Boulonnerie {tag}")
    assert boulonnerie["is_active"] is False


async def test_opening_stock_of_a_workbook_is_loaded_and_taken_back(house: House, hire: Hire, tmp_path: Path) -> None:
    product = await house.product()
    sku = (await house.get(Role.ADMIN, f"catalog/products/{product}"))["sku"]
    await house.quiet()
    head = ("Dépôt", "Article", "Quantité", "PMP", "Casier", "Péremption")
    site = house.warehouse
    wrong = [
        (site, sku, "1 200", "3,45", "", Decimal(46752)),
        (site, f"{sku}-X", Decimal(10), "1", "", ""),
        (site, sku, "12,5", "3,45", "NULLE-PART", ""),
        (site, sku, "=B2*2", "3,45", "", "31/02/2027"),
    ]
    admin = await hire("admin", "fr", dark=True)
    main = admin.page.get_by_role("main")
    await admin.go("/imports")
    template = await _download(admin, "Modèle CSV : Stock de départ", tmp_path)
    assert template.splitlines()[0].startswith("\ufeffRéférence (obligatoire, texte);Quantité (obligatoire, nombre)")
    await _give(admin, "Stock de départ", "inventaire.xlsx", xlsx(head, wrong))
    await admin.button("Vérifier").click()
    report = main.get_by_role("table", name="Ligne par ligne")
    await _says(
        report,
        f"L'article {sku}-X n'existe pas",
        "n'a pas d'emplacement NULLE-PART",
        "plus de 0 décimales",
        "« =B2*2 » est une formule",
        "« 31/02/2027 » n'est pas une date",
    )
    await expect(report).to_contain_text("2027-12-31")  # the spreadsheet's count of days
    await admin.picture("imports-stock-dark")
    assert await admin.barriers() == []

    await admin.go("/imports")
    await _give(admin, "Stock de départ", "inventaire corrigé.xlsx", xlsx(head, [(*wrong[0][:-1], "")]))
    await admin.button("Vérifier").click()
    await admin.button("Tout prendre, ou rien").click()
    await expect(main).to_contain_text("1 ligne écrite sur 1")
    assert await _on_hand(house, product) == Decimal(1200)
    await admin.button(_typeset("Annuler l'import")).click()
    await admin.page.get_by_role("dialog").get_by_role("button", name=_typeset("Annuler l'import")).click()
    await expect(main).to_contain_text("Annulé")
    assert await _on_hand(house, product) == 0


async def _give(desk: Desk, kind: str, name: str, content: bytes) -> None:
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    await desk.page.get_by_role("region", name=kind).locator("input[type=file]").set_input_files(file)
    await expect(desk.page.get_by_role("heading", level=1).first).to_contain_text(name)


async def _says(report: Locator, *sentences: str) -> None:
    for sentence in sentences:
        await expect(report).to_contain_text(_typeset(sentence))
    told = await report.inner_text()
    assert not [english for english in ENGLISH if english in told]


def _typeset(words: str) -> str:
    return words.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


async def _download(desk: Desk, button: str, folder: Path) -> str:
    async with desk.page.expect_download() as waiting:
        await desk.button(button).click()
    download: Download = await waiting.value
    path = folder / download.suggested_filename
    await download.save_as(path)
    return path.read_text("utf-8")


async def _on_hand(house: House, product: UUID) -> Decimal:
    rows = await house.listed(Role.ADMIN, "inventory/stock", product_id=str(product))
    return sum((Decimal(row["on_hand"]) for row in rows), Decimal(0))
