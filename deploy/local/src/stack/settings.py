"""What the one-machine run reads from its environment: each variable is the name in upper case after `COMPTOIR_`."""

import secrets
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

REPOSITORY = Path(__file__).resolve().parents[4]
CONSOLE = REPOSITORY / "web" / "dist"  # its build, by `make web`
_SECRETS = ("internal-token-key", "identity-key-secret", "operator-client-secret", "database-password")


class StackSettings(BaseSettings):
    """Ports, folders and sizes of everything on this machine."""

    model_config = SettingsConfigDict(env_prefix="COMPTOIR_", extra="ignore")

    data_folder: Path = REPOSITORY / "var"
    gateway_port: int = Field(default=8080, ge=1, le=65535)
    gateway_admin_port: int = Field(default=18098, ge=1, le=65535)
    gateway_stats_port: int = Field(default=18099, ge=1, le=65535)  # its readiness and metrics
    postgres_port: int = Field(default=15432, ge=1, le=65535)
    kafka_port: int = Field(default=19092, ge=1, le=65535)
    kafka_controller_port: int = Field(default=19093, ge=1, le=65535)
    service_port_base: int = Field(default=18100, ge=1, le=65000)  # ten ports for each service, from here on
    free_ports: bool = False  # tests: take any free ports instead of those above

    split: bool = False  # a process each for serving, consuming and relaying, instead of one for all three
    durable: bool = True  # tests only: give up PostgreSQL's crash safety for speed
    kafka_heap_mb: int = Field(default=256, ge=128)
    database_pool_max: int = Field(default=12, ge=1, le=100)  # connections of each process
    statement_timeout_s: float = Field(default=15, gt=0)  # a statement that takes longer is given up
    start_limit_s: float = Field(default=120, gt=0)  # until everything must be ready

    demo_password: SecretStr | None = SecretStr("comptoir-demo")  # of the demo's users; empty: no such users
    company_currency: str = Field(default="EUR", pattern="^[A-Z]{3}$")
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    telemetry: Literal["off", "console", "otlp"] = "off"
    otlp_endpoint: str = "http://127.0.0.1:4317"
    allowed_origins: str = "http://localhost:5173"  # of browsers, separated by commas
    requests_per_s: int = Field(default=5000, ge=1)  # through the gateway, all callers together
    token_requests_per_s: int = Field(default=50, ge=1)  # for tokens

    @cached_property
    def secrets(self) -> dict[str, str]:
        """Keys and passwords of this installation, made once and kept in its data folder."""
        folder = self.data_folder / "secrets"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return {name: _kept(folder / name) for name in _SECRETS}


def _kept(path: Path) -> str:
    if not path.exists():
        unfinished = path.with_suffix(".new")
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_urlsafe(36))
        unfinished.replace(path)
    return path.read_text()
