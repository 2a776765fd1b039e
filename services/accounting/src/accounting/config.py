"""Settings of accounting."""

from decimal import Decimal

from kit.settings import ServiceSettings
from pydantic import Field

from accounting.domain.invoice import TaxRounding
from accounting.domain.schemes import SchemeName


class Settings(ServiceSettings):
    """Beside kit's."""

    posting_scheme: SchemeName = SchemeName.CONTINENTAL  # which accounts a fact of stock moves
    tax_rounding: TaxRounding = TaxRounding.DOCUMENT  # once per rate of the document (French law), or line by line
    bill_tax_tolerance: Decimal = Field(default=Decimal("0.01"), ge=0)  # company currency, per line of the bill
