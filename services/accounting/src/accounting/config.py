"""Settings of accounting."""

from decimal import Decimal

from kit.settings import ServiceSettings
from pydantic import Field

from accounting.domain.schemes import SchemeName


class Settings(ServiceSettings):
    """Beside kit's."""

    posting_scheme: SchemeName = SchemeName.CONTINENTAL  # which accounts a fact of stock moves
    bill_tax_tolerance: Decimal = Field(default=Decimal("0.01"), ge=0)  # company currency, per line of the bill
    entry_approval_above: Decimal = Field(default=Decimal(10000), ge=0)  # company currency, debits of an entry by hand
    credit_note_approval_above: Decimal = Field(default=Decimal(500), ge=0)  # company currency, before tax, by hand
    company_siren: str = Field(default="000000000", pattern="^[0-9]{9}$")  # names the files for the tax office
