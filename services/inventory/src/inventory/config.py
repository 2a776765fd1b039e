"""Settings of inventory."""

from kit.settings import ServiceSettings
from pydantic import Field


class Settings(ServiceSettings):
    """Beside kit's."""

    gs1_company_prefix: str = Field(
        default="2000000", pattern=r"^[0-9]{4,12}$"
    )  # begins the numbers (SSCC) of packages
