"""The company that the tests invoice for."""

from typing import Any

from kit.testing.services import ServiceUnderTest

COMPANY = {
    "name": "Maison Exemple",
    "siren": "732829320",
    "siret": "73282932000074",
    "vat_id": "FR44732829320",
    "address": {"lines": ["12 rue des Forges"], "postal_code": "69007", "city": "Lyon"},
    "legal_form": "SAS",
    "capital": "100000.00",
    "register_of_companies": "RCS Lyon",
    "iban": "FR7630006000011234567890189",
    "bic": "AGRIFRPP",
}
ALL = (
    "accounting.company.read", "accounting.company.write", "accounting.invoices.read", "accounting.einvoices.read",
    "accounting.einvoices.write",
)  # fmt: skip


async def know_company(accounting: ServiceUnderTest, **changes: Any) -> dict[str, Any]:
    """The company as it is from now on."""
    async with accounting.client(*ALL) as client:
        before = (await client.get("/company")).json()
        headers = {"If-Match": f'"{before["version"]}"'} if before else {}
        answer = await client.put("/company", json={**COMPANY, **changes}, headers=headers)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())
