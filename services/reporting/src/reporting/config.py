"""Settings of reporting."""

from decimal import Decimal

from kit.settings import MailSettings
from pydantic import Field


class Settings(MailSettings):
    """Beside kit's."""

    low_margin_rate: Decimal = Field(default=Decimal("0.10"), ge=-1, lt=1)  # until somebody sets the threshold
