"""Settings of accounting."""

from decimal import Decimal

from kit.settings import MailSettings
from pydantic import Field, SecretStr

from accounting.domain.schemes import SchemeName


class Settings(MailSettings):
    """Beside kit's."""

    posting_scheme: SchemeName = SchemeName.CONTINENTAL  # which accounts a fact of stock moves
    bill_tax_tolerance: Decimal = Field(default=Decimal("0.01"), ge=0)  # company currency, per line of the bill
    entry_approval_above: Decimal = Field(default=Decimal(10000), ge=0)  # company currency, debits of an entry by hand
    credit_note_approval_above: Decimal = Field(default=Decimal(500), ge=0)  # company currency, before tax, by hand
    einvoice_workers: int = Field(default=2, ge=1, le=16)  # processes that write, check and read electronic invoices

    platform_url: str = ""  # of the approved platform's standard services (XP Z12-013); empty: nothing is sent
    platform_token_url: str = ""  # where it gives tokens for client credentials
    platform_client_id: str = ""
    platform_client_secret: SecretStr = SecretStr("")
    platform_name: str = ""  # as reports to the tax office name it
    platform_registration: str = Field(default="", max_length=4)  # its "matricule"; empty: nothing is reported
    platform_tells_statuses: bool = True  # 205, 211 and 212 are said by themselves; else by POST .../statuses
    platform_sends_invoices: bool = True  # invoices go out by themselves; else by POST /invoices/{id}/send
    sepa_creditor_id: str = ""  # the company's SEPA creditor identifier (ICS), for direct debits
    bank_drop: str = ""  # a folder that the bank's software picks payment files up from; empty: people carry them
