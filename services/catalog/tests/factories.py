"""Bodies with sensible values; a test states only what it is about."""

from itertools import count
from typing import Any

from kit.testing.services import ServiceUnderTest

WRITER = (
    "catalog.products.read", "catalog.products.write", "catalog.partners.read", "catalog.partners.write",
)  # fmt: skip
SENSITIVE = ("catalog.credit.write", "catalog.valuation.write", "catalog.terms.write", "catalog.bank-accounts.write")
ALL = (*WRITER, *SENSITIVE)
DECIDER = ("catalog.approvals.read", "catalog.changes.approve", *SENSITIVE)

IBAN = "FR7630006000011234567890189"

_next = count(1)


def product(**changes: Any) -> dict[str, Any]:
    return {"sku": f"SKU-{next(_next):06}", "name_fr": "Vis à bois", "family_code": "visserie", **changes}


def partner(**changes: Any) -> dict[str, Any]:
    return {"code": f"P{next(_next):06}", "name": "Quincaillerie du Rhône", "is_customer": True, **changes}


def address(postal_code: str) -> dict[str, Any]:
    return {"line1": "12 rue des Forges", "postal_code": postal_code, "city": "Lyon", "country": "FR"}


async def created(catalog: ServiceUnderTest, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """What the service answers to a good body."""
    async with catalog.client(*ALL) as client:
        answer = await client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    result: dict[str, Any] = answer.json()
    return result


def slug(answer: Any) -> str:
    """The public name of a refusal."""
    return str(answer.json()["type"].rsplit("/", 1)[-1])
