"""Settings of purchasing."""

from kit.settings import LinkSettings, MailSettings
from pydantic import Field


class Settings(LinkSettings, MailSettings):
    """Beside kit's."""

    console_url: str = ""  # where suppliers open the console, for the links in letters to them; empty: OIDC_ISSUER
    buyers_address: str = (
        ""  # where answers to letters to suppliers go: "Buying <buying@example.com>"; empty: MAIL_FROM
    )
    rfq_reminder_days: int = Field(
        default=2, ge=0, le=30
    )  # so long before the last day suppliers who said nothing are reminded; 0: nobody is
