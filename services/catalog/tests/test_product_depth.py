"""What products say of themselves: attributes, substitutes, expiry, status."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from catalog.domain.replacement import leads_back
from comptoir.catalog.v1.product_pb2 import SUBSTITUTE_KIND_REPLACED_BY, ProductChanged
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.catalog.tests import factories as make


async def test_a_product_says_all_of_itself_and_its_event_what_others_need(catalog: ServiceUnderTest) -> None:
    since = await catalog.outbox_position()
    successor = await make.created(catalog, "/products", make.product())
    image = {"url": "https://images.example/vis.jpg", "caption": "Vis"}
    product = await make.created(
        catalog,
        "/products",
        make.product(
            tracking="lot",
            is_expiry_tracked=True,
            shelf_life_days=365,
            volume_m3="0.000150",
            length_mm=40,
            width_mm=10,
            height_mm=10,
            images=[image],
            substitutes=[{"product_id": successor["id"], "kind": "replaced-by"}],
        ),
    )
    assert (product["images"], product["length_mm"], Decimal(product["volume_m3"])) == ([image], 40, Decimal("0.00015"))
    event = (await catalog.published(ProductChanged, since=since))[-1]
    assert (event.is_expiry_tracked, event.shelf_life_days, event.volume_m3.value) == (True, 365, "0.000150")
    assert [(each.product_id, each.kind) for each in event.substitutes] == [
        (successor["id"], SUBSTITUTE_KIND_REPLACED_BY)
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"is_expiry_tracked": True}, "is_expiry_tracked"),
        ({"costing_method": "lot"}, "costing_method"),
        ({"shelf_life_days": 30}, "shelf_life_days"),
        ({"images": [{"url": "http://images.example/a.png"}]}, "images.0.url"),
        ({"images": [{"url": "https://images.example/a.png"}] * 21}, "images"),
        ({"substitutes": [{"product_id": str(UUID(int=1))}]}, "substitutes.0.product_id"),
        ({"attributes": {"colour": "red"}}, "attributes.colour"),
        ({"length_mm": 0}, "length_mm"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_name(
    catalog: ServiceUnderTest, changes: dict[str, Any], field: str
) -> None:
    async with catalog.client(*make.ALL) as client:
        answer = await client.post("/products", json=make.product(**changes))
    assert (answer.status_code, answer.json()["field"]) == (422, field)


async def test_a_family_and_those_above_say_what_products_give(catalog: ServiceUnderTest) -> None:
    thread = {"code": "thread", "name": "filetage", "kind": "choice", "choices": ["M6", "M8"], "is_required": True}
    length = {"code": "length", "name": "longueur", "kind": "number", "uom": "MMT"}
    await make.created(catalog, "/families", {"code": "boulons", "name": "Boulons", "attributes": [thread]})
    child = {"code": "boulons-inox", "name": "Inox", "parent_code": "boulons", "attributes": [length]}
    await make.created(catalog, "/families", child)
    good = make.product(family_code="boulons-inox", attributes={"thread": "M8", "length": "40.5"})
    bad = [
        make.product(family_code="boulons-inox", attributes={"length": "long"}),
        make.product(family_code="boulons", attributes={"thread": "M7", "length": "40"}),
    ]
    async with catalog.client(*make.ALL) as client:
        accepted = await client.post("/products", json=good)
        refused = await client.post("/products/bulk", json={"products": [good, *bad]})
        choices = {"attributes": [{**thread, "choices": []}, {**length, "uom": "ZZZ"}, length]}
        nonsense = await client.put("/families/boulons/attributes", json=choices)
        changed = await client.put("/families/boulons/attributes", json={"attributes": []})
        nowhere = await client.put("/families/nowhere/attributes", json={"attributes": []})
    assert accepted.json()["attributes"] == {"thread": "M8", "length": "40.5"}
    assert [fault["field"] for fault in refused.json()["errors"]] == [
        "products.1.attributes.thread",
        "products.1.attributes.length",
        "products.2.attributes.thread",
        "products.2.attributes.length",
    ]
    assert [fault["field"] for fault in nonsense.json()["errors"]] == [
        "attributes.0.choices", "attributes.1.uom", "attributes.2.code",
    ]  # fmt: skip
    assert (changed.json()["attributes"], nowhere.status_code) == ([], 404)


@pytest.mark.parametrize(
    ("steps", "refused"),
    [
        (["blocked", "active", "discontinued", "blocked", "active"], None),
        (["discontinued", "active"], "active"),
    ],
)
async def test_status_follows_the_rule(catalog: ServiceUnderTest, steps: list[str], refused: str | None) -> None:
    product = await make.created(catalog, "/products", make.product())
    async with catalog.client(*make.ALL) as client:
        for version, status in enumerate(steps, start=1):
            answer = await client.patch(
                f"/products/{product['id']}", json={"status": status}, headers={"If-Match": str(version)}
            )
            if status == refused:
                assert (answer.status_code, answer.json()["field"]) == (422, "status")
            else:
                assert answer.status_code == 200


async def test_replacements_never_run_in_a_circle(catalog: ServiceUnderTest) -> None:
    first, second, third = [await make.created(catalog, "/products", make.product()) for _ in range(3)]

    async def replace(client: Any, old: dict[str, Any], new: dict[str, Any], kind: str = "replaced-by") -> Any:
        body = {"substitutes": [{"product_id": new["id"], "kind": kind}]}
        return await client.patch(f"/products/{old['id']}", json=body, headers={"If-Match": "1"})

    async with catalog.client(*make.ALL) as client:
        itself = await replace(client, first, first)
        chain = [await replace(client, first, second), await replace(client, second, third)]
        circle = await replace(client, third, first)
        offered = await replace(client, third, first, kind="substitute")
    assert (itself.status_code, itself.json()["field"]) == (422, "substitutes.0.product_id")
    assert [answer.status_code for answer in chain] == [200, 200]
    assert (circle.status_code, circle.json()["field"]) == (422, "substitutes")
    assert offered.status_code == 200


async def test_two_who_close_a_circle_together_have_one_winner(catalog: ServiceUnderTest) -> None:
    one, other = [await make.created(catalog, "/products", make.product()) for _ in range(2)]
    async with catalog.client(*make.ALL) as client:
        answers = await asyncio.gather(
            *(
                client.patch(
                    f"/products/{old['id']}",
                    json={"substitutes": [{"product_id": new["id"], "kind": "replaced-by"}]},
                    headers={"If-Match": "1"},
                )
                for old, new in ((one, other), (other, one))
            )
        )
    assert sorted(answer.status_code for answer in answers) == [200, 422]


@given(st.dictionaries(st.integers(0, 6), st.lists(st.integers(0, 6), max_size=3), max_size=7), st.integers(0, 6))
def test_a_circle_is_seen_exactly_when_there_is_one(edges: dict[int, list[int]], start: int) -> None:
    ids = [new_id() for _ in range(7)]
    reached: set[int] = set()
    layer = set(edges.get(start, ()))
    while layer - reached:
        reached |= layer
        layer = {target for node in layer for target in edges.get(node, ())}
    graph = {ids[node]: [ids[target] for target in targets] for node, targets in edges.items()}
    assert leads_back(ids[start], graph) == (start in reached)
