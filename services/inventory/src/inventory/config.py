"""Settings of inventory."""

from kit.settings import ServiceSettings
from pydantic import Field

HOLD_AHEAD_DAYS = 7


class Settings(ServiceSettings):
    """Beside kit's."""

    gs1_company_prefix: str = Field(
        default="2000000", pattern=r"^[0-9]{4,12}$"
    )  # begins the numbers (SSCC) of packages
    hold_ahead_days: int = Field(
        default=HOLD_AHEAD_DAYS, ge=0, le=365
    )  # so many days before goods are wanted they are held for good, by date until then
