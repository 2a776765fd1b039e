"""Products and partners from files: dry run, duplicates, all or the good lines, and back."""

import csv
import io
import lzma
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from catalog.wiring import MIGRATIONS, build
from kit.exports import xlsx
from kit.testing.services import ServiceUnderTest, service_under_test

from services.catalog.tests import factories as make

SOURCE = Path(__file__).parent / "data" / "uk_giftware_products.csv"
SUPPLIERS = Path(__file__).parents[3] / "demo" / "data" / "wwi_2013" / "suppliers.csv.xz"


@pytest.fixture(scope="session")
async def fresh(new_database: Callable[[str], str]) -> AsyncIterator[ServiceUnderTest]:
    """A catalog of its own: what is there already decides what a file does."""
    async with service_under_test(build, MIGRATIONS, new_database("catalog_imports")) as under_test:
        await make.created(under_test, "/families", {"code": "visserie", "name": "Visserie"})
        yield under_test


async def read(client: Any, kind: str, content: bytes, **query: str) -> dict[str, Any]:
    answer = await client.post(
        f"/{kind}-imports",
        params={"file_name": "file.csv", **query},
        content=content,
        headers={"Content-Type": "application/octet-stream"},
    )
    assert answer.status_code == 201, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def checked(client: Any, kind: str, content: bytes, **body: Any) -> dict[str, Any]:
    run = await read(client, kind, content)
    answer = await client.post(f"/{kind}-imports/{run['id']}/check", json={"mapping": run["mapping"], **body})
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def lines(client: Any, kind: str, run: dict[str, Any], **query: str) -> list[dict[str, Any]]:
    answer = await client.get(f"/{kind}-imports/{run['id']}/lines", params={"sort": "position", "limit": 200, **query})
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def step(client: Any, kind: str, run: dict[str, Any], verb: str, **body: Any) -> Any:
    return await client.post(f"/{kind}-imports/{run['id']}/{verb}", json=body or None)


def table(*rows: str) -> bytes:
    return "\n".join(rows).encode()


async def test_a_workbook_is_mapped_checked_applied_and_taken_back(fresh: ServiceUnderTest) -> None:
    head = ("Référence", "Désignation", "Famille", "Unité", "Code-barres", "Colisage", "Poids")
    content = xlsx(
        head,
        [
            ("IMP-1", " Vis  à bois ", "VISSERIE", "pièce", "3017620422003", 12, "0,25"),
            ("IMP-2", "Vis", "visserie", "kg", "", "", ""),
        ],
    )
    async with fresh.client(*make.ALL) as client:
        run = await read(client, "product", content)
        assert run["mapping"] == {
            "sku": 0,
            "name_fr": 1,
            "family": 2,
            "stock_uom": 3,
            "gtin": 4,
            "pack_quantity": 5,
            "weight_kg": 6,
        }
        answer = await client.post(
            f"/product-imports/{run['id']}/check", json={"mapping": run["mapping"], "save_as": "Magasin"}
        )
        assert (answer.json()["counts"]["new"], answer.json()["status"]) == (2, "checked")
        assert (await client.get("/products", params={"q": "IMP-1"})).json()["items"] == []  # a dry run writes nothing
        applied = (await step(client, "product", run, "apply", mode="all-or-none")).json()
        assert (applied["status"], applied["written"], applied["done"]) == ("applied", 2, 2)
        (one,) = (await client.get("/products", params={"q": "IMP-1"})).json()["items"]
        (two,) = (await client.get("/products", params={"q": "IMP-2"})).json()["items"]
        assert (one["name_fr"], one["stock_uom"], one["weight_kg"]) == ("Vis à bois", "C62", "0.250000")
        assert {(each["code"], each["numerator"], each["gtin"]) for each in one["packagings"]} == {
            ("EACH", 1, "3017620422003"),
            ("BOX12", 12, None),
        }
        assert two["stock_uom"] == "KGM"
        undone = (await step(client, "product", run, "undo")).json()
        again = await step(client, "product", run, "undo")
        after = (await client.get(f"/products/{one['id']}")).json()
        shape = (await client.get("/product-imports/shape")).json()
    assert (undone["status"], after["status"], again.status_code) == ("undone", "discontinued", 409)
    assert "Magasin" in shape["mappings"]


async def test_what_is_there_changes_is_the_same_or_is_probably_it(fresh: ServiceUnderTest) -> None:
    each = {"code": "EACH", "uom": "C62", "numerator": 1, "gtin": "4006381333931"}
    known = await make.created(
        fresh, "/products", make.product(sku="DUP-1", name_fr="Marteau de charpentier", packagings=[each])
    )
    content = table(
        "sku;name_fr;famille;ean",
        "DUP-1;Marteau de charpentier;visserie;",
        "DUP-9;Autre marteau;visserie;4006381333931",
        "DUP-8;marteau de CHARPENTIER;visserie;",
        "DUP-7;Neuf;visserie;",
        "DUP-7;Encore;visserie;",
        "DUP-6;Sans famille;inconnue;123",
    )
    async with fresh.client(*make.ALL) as client:
        run = await checked(client, "product", content)
        found = {line["position"]: line for line in await lines(client, "product", run)}
        assert [found[i]["verdict"] for i in range(2, 8)] == [
            "same",
            "duplicate",
            "duplicate",
            "new",
            "refused",
            "refused",
        ]
        assert found[3]["candidates"][0]["reasons"] == ["gtin"]
        assert found[4]["candidates"][0] == {
            "record_id": known["id"],
            "code": "DUP-1",
            "name": "Marteau de charpentier",
            "reasons": ["name"],
        }
        assert "Line 5" in found[6]["faults"][0]["detail"]
        assert {fault["field"] for fault in found[7]["faults"]} >= {"family_code"}
        refused = await step(client, "product", run, "apply", mode="all-or-none")
        assert (refused.status_code, make.slug(refused), refused.json()["undecided"]) == (409, "import-incomplete", 2)
        await step(client, "product", run, "decide", decision="merge", positions=[3])
        applied = (await step(client, "product", run, "apply", mode="good-lines")).json()
        merged = (await client.get(f"/products/{known['id']}")).json()
        assert (applied["written"], merged["name_fr"], merged["sku"]) == (2, "Autre marteau", "DUP-1")
        await step(client, "product", run, "undo")
        back = (await client.get(f"/products/{known['id']}")).json()
    assert (back["name_fr"], back["version"]) == ("Marteau de charpentier", 3)


async def test_an_import_is_not_taken_back_over_what_somebody_did_since(fresh: ServiceUnderTest) -> None:
    async with fresh.client(*make.ALL) as client:
        run = await checked(
            client, "product", table("sku;name_fr;famille", "UND-1;Clou;visserie", "UND-2;Clou long;visserie")
        )
        await step(client, "product", run, "apply", mode="all-or-none")
        (one,) = (await client.get("/products", params={"q": "UND-1"})).json()["items"]
        await client.patch(f"/products/{one['id']}", json={"name_en": "Nail"}, headers={"If-Match": "1"})
        refused = await step(client, "product", run, "undo")
        (two,) = (await client.get("/products", params={"q": "UND-2"})).json()["items"]
        later = (await client.get(f"/product-imports/{run['id']}")).json()
    assert (refused.status_code, make.slug(refused), two["status"]) == (409, "not-undone", "active")
    assert (later["status"], later["done"], later["undone_by"]) == ("applied", 2, None)
    assert [fault["code"] for fault in later["faults"]] == ["not-undone"]


async def test_one_takes_an_import_back_at_a_time_and_another_only_where_the_first_has_died(
    fresh: ServiceUnderTest,
) -> None:
    async with fresh.client(*make.ALL) as client:
        run = await checked(client, "product", table("sku;name_fr;famille", "DIE-1;Rivet pop;visserie"))
        await step(client, "product", run, "apply", mode="all-or-none")
        since = "UPDATE import_run SET status = 'undoing', touched_at = now() - $2::interval WHERE id = $1"
        for silent, is_stalled in ((timedelta(seconds=5), False), (timedelta(minutes=6), True)):
            async with fresh.database.transaction() as tx:
                await tx.execute(since, UUID(run["id"]), silent)
            told = (await client.get(f"/product-imports/{run['id']}")).json()
            asked = await step(client, "product", run, "undo")
            assert (told["status"], told["is_stalled"]) == ("undoing", is_stalled)
            assert asked.status_code == (200 if is_stalled else 409)
        undone = (await client.get(f"/product-imports/{run['id']}")).json()
    assert (undone["status"], undone["done"]) == ("undone", 1)


async def test_who_may_not_write_products_imports_none(fresh: ServiceUnderTest) -> None:
    async with fresh.client("catalog.products.read") as client:
        answer = await client.post("/product-imports", params={"file_name": "f"}, content=b"sku\nA\n")
    assert answer.status_code == 403


async def test_a_mapping_that_lacks_what_is_needed_is_refused_by_name(fresh: ServiceUnderTest) -> None:
    async with fresh.client(*make.ALL) as client:
        run = await read(client, "product", table("truc;machin", "A;B"))
        answer = await client.post(f"/product-imports/{run['id']}/check", json={"mapping": {"name_fr": 7, "what": 0}})
    assert [each["field"] for each in answer.json()["errors"]] == ["mapping.what", "mapping.name_fr", "mapping.sku"]


async def test_a_wholesalers_raw_catalogue_is_taken_by_its_good_lines(fresh: ServiceUnderTest) -> None:
    with SOURCE.open(encoding="utf-8", newline="") as source:
        rows = [(row["StockCode"], row["Description"]) for row in csv.DictReader(source)]
    out = io.StringIO()
    csv.writer(out).writerows(
        [("StockCode", "Description", "Family"), *((f"G{code}", name, "Visserie") for code, name in rows)]
    )
    async with fresh.client(*make.ALL) as client:
        run = await checked(client, "product", out.getvalue().encode())
        counts = run["counts"]
        assert (run["total"], sum(counts.values())) == (2946, 2946)
        assert counts["new"] > 2400
        assert counts["refused"] > 100
        applied = (await step(client, "product", run, "apply", mode="good-lines")).json()
        again = await checked(client, "product", out.getvalue().encode())
    assert (applied["written"], again["counts"]["new"]) == (counts["new"], 0)
    assert again["counts"]["same"] == counts["new"]


async def test_suppliers_of_a_wholesaler_load_and_are_recognised_again(fresh: ServiceUnderTest) -> None:
    with lzma.open(SUPPLIERS, "rt", encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    head = ("code", "raison sociale", "délai de paiement", "adresse", "code postal", "ville", "pays")
    body = [
        (
            f"S{row['SupplierID']}",
            row["SupplierName"],
            row["PaymentDays"],
            row["AddressLine2"],
            row["PostalCode"],
            row["City"],
            "US",
        )
        for row in rows
    ]
    other = [(f"X{code}", *rest) for code, *rest in body]
    async with fresh.client(*make.ALL) as client:
        run = await checked(client, "partner", xlsx(head, body), options={"side": "supplier"})
        assert run["counts"]["new"] == len(rows), await lines(client, "partner", run, verdict="refused")
        await step(client, "partner", run, "apply", mode="all-or-none")
        twins = await checked(client, "partner", xlsx(head, other), options={"side": "supplier"})
        (first, *_) = await lines(client, "partner", twins)
        partner = (await client.get(f"/partners/{first['candidates'][0]['record_id']}")).json()
        changed = await checked(client, "partner", table("code;client;devise", "S1;oui;USD"))
        (line,) = await lines(client, "partner", changed)
        await step(client, "partner", changed, "apply", mode="all-or-none")
        await step(client, "partner", changed, "undo")
        back = (await client.get(f"/partners/{partner['id']}")).json()
    assert twins["counts"]["duplicate"] == len(rows)
    assert (partner["code"], partner["is_supplier"], partner["is_customer"]) == ("S1", True, False)
    assert line["changes"] == {"is_customer": ["False", "True"], "currency": ["EUR", "USD"]}
    assert (back["is_customer"], back["currency"]) == (False, "EUR")


async def test_a_refusal_of_all_leaves_nothing_and_tells_everybody_why(fresh: ServiceUnderTest) -> None:
    async with fresh.client(*make.ALL) as client:
        run = await checked(
            client, "partner", table("code;nom", "REF-1;Premier", "REF-2;Second"), options={"side": "customer"}
        )
        await make.created(fresh, "/partners", make.partner(code="REF-2", name="Tiers"))
        refused = await step(client, "partner", run, "apply", mode="all-or-none")
        later = (await client.get(f"/partner-imports/{run['id']}")).json()
        written = (await client.get("/partners", params={"q": "REF-1"})).json()["items"]
        again = await checked(client, "partner", table("code;nom", "REF-1;Premier"), options={"side": "customer"})
    assert (refused.status_code, make.slug(refused), written) == (409, "already-taken", [])
    (fault,) = later["faults"]
    assert (later["status"], later["written"], fault["code"]) == ("checked", 0, "taken")
    assert fault["values"] == {"value": "REF-2", "owner": "REF-2"}
    assert again["faults"] == []


async def test_two_lines_that_merge_with_one_partner_are_refused_by_name(fresh: ServiceUnderTest) -> None:
    known = await make.created(fresh, "/partners", make.partner(code="MRG-1", name="Fusion et fils", siren="303265045"))
    content = table("code;nom;siren", "MRG-8;Fusion;303265045", "MRG-9;Fusion;303 265 045")
    async with fresh.client(*make.ALL) as client:
        run = await checked(client, "partner", content, options={"side": "customer"})
        (_, second) = await lines(client, "partner", run)
        one = await checked(
            client, "partner", table("code;nom;siren", "MRG-7;Fusion;303265045"), options={"side": "both"}
        )
        await step(client, "partner", one, "decide", decision="merge", positions=None)
        applied = (await step(client, "partner", one, "apply", mode="all-or-none")).json()
        merged = (await client.get(f"/partners/{known['id']}")).json()
    assert (second["verdict"], second["faults"][0]["code"]) == ("refused", "twin-in-file")
    assert (applied["written"], merged["name"], merged["code"]) == (1, "Fusion", "MRG-1")


async def test_faults_have_codes_and_accounts_are_hidden_from_others(fresh: ServiceUnderTest) -> None:
    iban, wrong = "FR7630006000011234567890189", "FR7630006000011234567890188"
    content = table(
        "code;nom;iban;bic;tva;jours",
        f"IBN-1;Bonne;{iban};AGRIFRPP;;30",
        f"IBN-2;Fausse;{wrong};;FR45732829320;30",
        "IBN-3;Sans;;AGRIFRPP;;30",
        "IBN-4;Longue;;;;trente",
        "IBN-5;Tard;;;;366",
    )
    async with fresh.client(*make.ALL) as client, fresh.client(*make.ALL, sub="user-2") as other:
        run = await checked(client, "partner", content, options={"side": "supplier"})
        mine, theirs = await lines(client, "partner", run), await lines(other, "partner", run)
        await step(client, "partner", run, "apply", mode="good-lines")
        (good,) = (await client.get("/partners", params={"q": "IBN-1"})).json()["items"]
        partner = (await client.get(f"/partners/{good['id']}")).json()
    codes = [[fault["code"] for fault in line["faults"]] for line in mine]
    assert codes == [[], ["wrong-identifier", "wrong-identifier"], ["iban-missing"], ["no-number"], ["less-than-equal"]]
    assert mine[1]["faults"][1]["values"] == {"value": "FR…0188"}
    assert (mine[0]["cells"][2], theirs[0]["cells"][2], theirs[0]["values"]["iban"]) == (iban, "FR…0189", "FR…0189")
    assert partner["bank_accounts"][0]["holder"] == "Bonne"
