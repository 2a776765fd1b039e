"""What a run reads from its environment."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

_DEMO = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """Each variable is the name in upper case after `COMPTOIR_`, but for those that say otherwise."""

    model_config = SettingsConfigDict(env_prefix="COMPTOIR_", extra="ignore")

    url: str = "http://127.0.0.1:8080"  # the gateway
    password: SecretStr = SecretStr("comptoir-demo")  # of the demo's users
    data: Path = _DEMO / "data" / "wwi_2013"
    period: str = Field(default="2013-01", validation_alias="PERIOD")
    # Of the books. The source counts in dollars; its figures are booked one for one, for a company has one currency.
    currency: str = Field(default="EUR", validation_alias="COMPANY_CURRENCY", pattern="^[A-Z]{3}$")
    in_flight: int = Field(default=16, ge=1, le=200)  # requests at a time
    attempts: int = Field(default=6, ge=1)  # to get an answer from a part that is away
    patience_s: float = Field(default=60, gt=0)  # for a fact to reach the service that is asked
    invariants_command: str = ""  # run at the end; its exit code is one of the controls
