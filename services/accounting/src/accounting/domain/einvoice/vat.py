"""Why an invoice line bears no VAT."""

from decimal import Decimal

from accounting.domain.einvoice.model import Party, Vat, VatCategory

EU = frozenset(
    ("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
     "LV", "MC", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI")
)  # fmt: skip

_EXPORT = Vat(VatCategory.EXPORT, reason_code="VATEX-EU-G", reason="Exonération de TVA, article 262, I du CGI")
_WITHIN_EU = Vat(
    VatCategory.INTRA_COMMUNITY, reason_code="VATEX-EU-IC", reason="Exonération de TVA, article 262 ter, I du CGI"
)
_EXEMPT = Vat(VatCategory.EXEMPT, reason_code="VATEX-FR-CGI261-1", reason="Exonération de TVA, article 261 du CGI")


def vat_of(rate: Decimal, *, seller: Party, buyer: Party) -> Vat:
    """How goods at this rate are taxed between the two."""
    if rate > 0:
        return Vat(VatCategory.STANDARD, rate)
    if buyer.address.country not in EU | {""}:
        return _EXPORT
    if buyer.address.country not in ("", seller.address.country) and buyer.vat_id:
        return _WITHIN_EU
    return _EXEMPT
