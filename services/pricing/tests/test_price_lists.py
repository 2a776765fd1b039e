"""Price lists: reviewed as a diff, approved by somebody else, published as reviewed."""

import asyncio
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from comptoir.catalog.v1.product_pb2 import Packaging
from hypothesis import given
from hypothesis import strategies as st
from kit.auth import Principal
from kit.errors import Forbidden
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from pricing.commands.price_lists import decide, publish
from pricing.domain.price_list import ChangeKind, Held, changes_of, has_moved

from services.pricing.tests import factories as make

DAY = "2099-01-01"
LISTS = (*make.MANAGER, "pricing.lists.approve")


async def called(
    pricing: ServiceUnderTest, method: str, path: str, body: Any = None, status: int = 200, **changes: Any
) -> dict[str, Any]:
    async with pricing.client(*LISTS) as client:
        answer = await client.request(method, f"/price-lists{path}", json=body, **changes)
    assert answer.status_code == status, answer.text
    result: dict[str, Any] = answer.json()
    return result


def listed(*lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"name": "Tarif 2099", "currency": "EUR", "effective_from": DAY, "lines": list(lines), **changes}


async def segment(pricing: ServiceUnderTest) -> tuple[str, str]:
    """A customer and his segment, whose prices nobody else's test touches."""
    key = f"s-{uuid4().hex[:12]}"
    return await make.customer(pricing, segment=key), key


async def price_of(pricing: ServiceUnderTest, customer: str, product: str, on: str = DAY) -> str | None:
    body = {"customer_id": customer, "priced_on": on, "lines": [{"product_id": product, "quantity": "1"}]}
    async with pricing.client(*make.MANAGER) as client:
        answer = await client.post("/quotes", json=body)
    return answer.json()["lines"][0]["unit_price"] if answer.status_code == 200 else None


async def test_a_list_is_reviewed_as_what_it_changes_and_published_as_reviewed(pricing: ServiceUnderTest) -> None:
    customer, key = await segment(pricing)
    cost = {"cost": "8.00"}
    raised, lowered, same, gone, new = [await make.product(pricing, **cost) for _ in range(5)]
    scope = {"scope": "segment", "scope_key": key}
    await make.prices(pricing, *(make.price(each, "10.00", **scope) for each in (raised, lowered, same, gone)))
    await make.rule(pricing, "0.20", "0.10", segment=key)
    prices = {raised: "11.00", lowered: "9.00", same: "10.00", new: "5.00"}
    lines = [{"product_id": each, "unit_price": price} for each, price in prices.items()]
    reviewed = await called(pricing, "POST", "", listed(*lines, **scope, is_complete=True), 201)
    assert reviewed["counts"] == {"raised": 1, "lowered": 1, "unchanged": 1, "new": 1, "ended": 1}
    assert reviewed["verdicts"] == {"allowed": 2, "needs-approval": 1, "blocked": 1}
    assert (reviewed["mean_margin_before"], reviewed["mean_margin_after"]) == ("0.2000", "0.1946")
    summary = await called(pricing, "GET", f"/{reviewed['id']}/summary")
    assert summary == {name: reviewed[name] for name in summary}
    (line,) = (await called(pricing, "GET", f"/{reviewed['id']}/lines?kind=lowered"))["items"]
    assert (line["price_before"], line["rate"], line["margin_before"], line["margin_after"], line["verdict"]) == (
        "10.00", "-0.1000", "0.2000", "0.1111", "needs-approval",
    )  # fmt: skip
    assert await price_of(pricing, customer, lowered) == "10.00"
    published = await called(pricing, "POST", f"/{reviewed['id']}/publish", {})
    assert published["status"] == "published"
    found = [await price_of(pricing, customer, each) for each in (raised, lowered, same, new, gone)]
    assert found == ["11.00", "9.00", "10.00", "5.00", None]
    before = [await price_of(pricing, customer, each, "2098-12-31") for each in (raised, lowered, same, new, gone)]
    assert before == ["10.00", "10.00", "10.00", None, "10.00"]
    (now, old) = (await make.got(pricing, "/prices", product_id=raised, scope="segment"))["items"][::-1]
    told = [await make.got(pricing, f"/prices/{each['id']}/history") for each in (old, now)]
    assert told[0]["items"][0]["changes"] == {"effective_until": [None, DAY]}
    assert told[1]["items"][0]["changes"]["unit_price"] == [None, "11.00"]


async def test_a_temporary_price_that_the_list_repeats_does_not_end_any_more(pricing: ServiceUnderTest) -> None:
    customer, key = await segment(pricing)
    product = await make.product(pricing)
    scope = {"scope": "segment", "scope_key": key}
    await make.prices(pricing, make.price(product, "10.00", **scope, effective_until="2099-02-01"))
    assert await price_of(pricing, customer, product, "2099-02-01") is None
    lines = listed({"product_id": product, "unit_price": "10"}, **scope)
    reviewed = await called(pricing, "POST", "", lines, 201)
    assert reviewed["counts"] == {"extended": 1}
    await called(pricing, "POST", f"/{reviewed['id']}/publish", {})
    assert await price_of(pricing, customer, product, "2099-02-01") == "10"


async def test_lines_that_cannot_be_taken_are_left_out_knowingly(pricing: ServiceUnderTest) -> None:
    customer, key = await segment(pricing)
    sku = f"SKU-{new_id()}"
    product = await make.product(pricing, sku=sku)
    table = f"unit_price;sku;min_quantity\n7,35;{sku};0\n6,90;{sku};12\n6;{sku};12,0\nabc;{sku};50\n1;NONE;\n"
    async with pricing.client(*LISTS) as client:
        answer = await client.post(
            "/price-lists/csv",
            content=table.encode(),
            params={"name": "T", "currency": "EUR", "effective_from": DAY, "scope": "segment", "scope_key": key},
            headers={"content-type": "text/csv"},
        )
    assert answer.status_code == 201, answer.text
    reviewed = answer.json()
    assert (reviewed["counts"], reviewed["refused"]) == ({"new": 2}, 3)
    faults = (await called(pricing, "GET", f"/{reviewed['id']}/faults"))["items"]
    assert [each["field"] for each in faults] == ["lines.2", "lines.3.unit_price", "lines.4.sku"]
    refused = await called(pricing, "POST", f"/{reviewed['id']}/publish", {}, 409)
    assert (refused["type"].rsplit("/", 1)[1], refused["refused"]) == ("lines-refused", 3)
    assert await price_of(pricing, customer, product) is None
    await called(pricing, "POST", f"/{reviewed['id']}/publish", {"leave_out_refused": True})
    assert await price_of(pricing, customer, product) == "7.35"


async def test_lines_of_a_list_may_be_of_packagings(pricing: ServiceUnderTest) -> None:
    customer, key = await segment(pricing)
    box = Packaging(code="BOX12", numerator=12, denominator=1)
    product = await make.product(pricing, packagings=[box])
    lines = [
        {"product_id": product, "packaging_code": code, "unit_price": price, "min_quantity": least}
        for code, price, least in (("BOX12", "90.00", "0"), ("PALLET", "800.00", "1"))
    ]
    reviewed = await called(pricing, "POST", "", listed(*lines, scope="segment", scope_key=key), 201)
    assert (reviewed["counts"], [each["field"] for each in reviewed["faults"]]) == (
        {"new": 1}, ["lines.1.packaging_code"],
    )  # fmt: skip
    await called(pricing, "POST", f"/{reviewed['id']}/publish", {"leave_out_refused": True})
    assert await price_of(pricing, customer, product) == "7.5"


async def test_what_moved_since_the_review_is_not_published_over(pricing: ServiceUnderTest) -> None:
    customer, key = await segment(pricing)
    product = await make.product(pricing)
    scope = {"scope": "segment", "scope_key": key}
    await make.prices(pricing, make.price(product, "10.00", **scope))
    line = {"product_id": product, "unit_price": "11.00"}
    reviewed = await called(pricing, "POST", "", listed(line, **scope), 201)
    await make.prices(pricing, make.price(product, "12.00", **scope))
    refused = await called(pricing, "POST", f"/{reviewed['id']}/publish", {}, 409)
    assert refused["type"].endswith("/prices-moved")
    assert await price_of(pricing, customer, product) == "12.00"


async def test_of_two_lists_published_at_once_the_second_is_reviewed_again(pricing: ServiceUnderTest) -> None:
    customer, key = await segment(pricing)
    product = await make.product(pricing)
    lists = [
        await called(
            pricing,
            "POST",
            "",
            listed({"product_id": product, "unit_price": price}, scope="segment", scope_key=key),
            201,
        )
        for price in ("1.00", "2.00", "3.00", "4.00")
    ]
    async with pricing.client(*LISTS) as client:
        answers = await asyncio.gather(*(client.post(f"/price-lists/{each['id']}/publish", json={}) for each in lists))
    assert sorted(each.status_code for each in answers) == [200, 409, 409, 409]
    winner = next(i for i, each in enumerate(answers) if each.status_code == 200)
    assert await price_of(pricing, customer, product) == f"{winner + 1}.00"


@pytest.mark.parametrize(
    ("changes", "status", "slug"),
    [
        ({"scope": "segment"}, 422, "invalid-records"),
        ({"scope": "customer", "scope_key": str(new_id())}, 404, "customer-not-known"),
        ({"lines": []}, 422, "invalid-request"),
    ],
)
async def test_a_list_that_makes_no_sense_is_refused(
    pricing: ServiceUnderTest, changes: dict[str, Any], status: int, slug: str
) -> None:
    body = {**listed({"product_id": await make.product(pricing), "unit_price": "1"}), **changes}
    assert (await called(pricing, "POST", "", body, status))["type"].endswith(f"/{slug}")


async def test_a_list_of_the_past_or_one_closed_is_not_published(pricing: ServiceUnderTest) -> None:
    _, key = await segment(pricing)
    line = {"product_id": await make.product(pricing), "unit_price": "1"}
    scope = {"scope": "segment", "scope_key": key}
    past = await called(pricing, "POST", "", listed(line, **scope, effective_from="2026-01-01"), 201)
    refused = await called(pricing, "POST", f"/{past['id']}/publish", {}, 409)
    assert refused["type"].endswith("/list-too-late")
    assert (await called(pricing, "POST", f"/{past['id']}/withdraw"))["status"] == "withdrawn"
    for path, body in (("publish", {}), ("withdraw", None), ("decide", {"decision": "approve"})):
        refused = await called(pricing, "POST", f"/{past['id']}/{path}", body, 409)
        assert refused["type"].rsplit("/", 1)[1] in ("list-closed", "not-waiting")
    history = (await called(pricing, "GET", f"/{past['id']}/history"))["items"]
    assert [each["action"] for each in history] == ["withdrawn"]
    async with pricing.client(*LISTS) as client:
        assert (await client.get(f"/price-lists/{new_id()}")).status_code == 404


# --- four eyes ---


def person(subject: str, *permissions: str) -> Principal:
    return Principal(subject=subject, permissions=frozenset(permissions))


async def submitted(pricing: ServiceUnderTest, product: str, key: str) -> UUID:
    line = {"product_id": product, "unit_price": "9.00"}
    reviewed = await called(pricing, "POST", "", listed(line, scope="segment", scope_key=key), 201)
    list_id = UUID(reviewed["id"])
    async with pricing.database.transaction() as tx:
        waiting = await publish(tx, list_id, leave_out_refused=False, needs_approval=True, by="anne")
    assert waiting.status == "awaiting-approval"
    return list_id


async def test_where_it_is_configured_somebody_else_approves_a_list(pricing: ServiceUnderTest) -> None:
    customer, key = await segment(pricing)
    product = await make.product(pricing)
    list_id = await submitted(pricing, product, key)
    approver = "pricing.lists.approve"
    for who in (person("anne", approver), person("bob")):
        with pytest.raises(Forbidden):
            async with pricing.database.transaction() as tx:
                await decide(tx, list_id, who, is_approved=True, comment="")
    assert await price_of(pricing, customer, product) is None
    async with pricing.database.transaction() as tx:
        rejected = await decide(tx, list_id, person("bob", approver), is_approved=False, comment="too low")
    assert rejected.status == "reviewed"
    async with pricing.database.transaction() as tx:
        await publish(tx, list_id, leave_out_refused=False, needs_approval=True, by="anne")
    approved = await called(pricing, "POST", f"/{list_id}/decide", {"decision": "approve"})
    assert approved["status"] == "published"
    assert await price_of(pricing, customer, product) == "9.00"


async def test_an_approval_does_not_publish_over_prices_that_moved(pricing: ServiceUnderTest) -> None:
    customer, key = await segment(pricing)
    product = await make.product(pricing)
    list_id = await submitted(pricing, product, key)
    await make.prices(pricing, make.price(product, "12.00", scope="segment", scope_key=key))
    refused = await called(pricing, "POST", f"/{list_id}/decide", {"decision": "approve"}, 409)
    assert refused["type"].endswith("/prices-moved")
    kept = await called(pricing, "GET", f"/{list_id}")
    assert (kept["status"], await price_of(pricing, customer, product)) == ("awaiting-approval", "12.00")


# --- size ---


async def test_a_list_of_many_thousand_lines_is_put_in_force_in_parts(pricing: ServiceUnderTest) -> None:
    _, key = await segment(pricing)
    async with pricing.database.transaction() as tx:
        await tx.execute(
            "INSERT INTO product (id, version, sku, name, family_path) SELECT gen_random_uuid(), 1, $1 || n, 'Vis',"
            " ARRAY['bulk', 'bulk-' || n % 50] FROM generate_series(1, 7000) AS n",
            key,
        )
        await tx.execute("INSERT INTO cost SELECT id, 5, now() FROM product WHERE sku LIKE $1 || '%'", key)

    def rows() -> Iterator[str]:
        for n in range(1, 7_001):
            yield f"{key}{n};0;{5 + n % 9}"
            yield f"{key}{n};12;{4 + n % 9}"

    table = "\n".join(["sku;min_quantity;unit_price", *rows()]).encode()
    params = {"name": "T", "currency": "EUR", "effective_from": DAY, "scope": "segment", "scope_key": key}
    async with pricing.client(*LISTS) as client:
        answer = await client.post(
            "/price-lists/csv", content=table, params=params, headers={"content-type": "text/csv"}
        )
        assert answer.json()["counts"] == {"new": 14_000}, answer.text
        published = await client.post(f"/price-lists/{answer.json()['id']}/publish", json={})
    assert published.status_code == 200
    rows_now = await pricing.database.fetch("SELECT count(*) AS n FROM price WHERE scope_key = $1", key)
    assert rows_now[0]["n"] == 14_000


# --- the diff ---

PLACES = st.tuples(st.sampled_from([UUID(int=n) for n in range(4)]), st.sampled_from([Decimal(0), Decimal(12)]))
PRICES = st.decimals(0, 20, places=1)


@given(st.dictionaries(PLACES, PRICES), st.dictionaries(PLACES, st.builds(Held, PRICES, st.booleans())), st.booleans())
def test_a_diff_applied_gives_the_list(new: dict[Any, Decimal], held: dict[Any, Held], is_complete: bool) -> None:
    changes = changes_of(new, held, is_complete=is_complete)
    after = {place: each.unit_price for place, each in held.items()}
    for change in changes:
        place = (change.product_id, change.min_quantity)
        if change.kind is ChangeKind.ENDED:
            del after[place]
        else:
            after[place] = change.unit_price
    rest = {} if is_complete else {place: each.unit_price for place, each in held.items() if place not in new}
    assert after == {**rest, **new}
    now_held = {place: Held(price) for place, price in after.items()}
    again = changes_of(new, now_held, is_complete=is_complete)
    assert {each.kind for each in again} <= {ChangeKind.UNCHANGED}
    assert not has_moved(changes, changes_of(new, held, is_complete=is_complete))
