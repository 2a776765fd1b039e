"""What every service reads from its environment; a service adds its own by subclassing."""

from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceSettings(BaseSettings):
    """Read once, by wiring. Names are the environment variables in upper case."""

    model_config = SettingsConfigDict(extra="ignore")

    database_url: SecretStr  # postgresql://user:password@host:port/database
    database_pool_max: int = Field(default=12, ge=1, le=100)  # connections
    statement_timeout_s: float = Field(default=15, gt=0)  # a statement that takes longer is given up

    kafka_bootstrap_servers: str = "127.0.0.1:9092"  # host:port, several with commas
    kafka_topic_partitions: int = Field(default=4, ge=1)  # of topics that this service creates
    kafka_replication_factor: int = Field(default=1, ge=1)
    kafka_security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    kafka_sasl_mechanism: str = "SCRAM-SHA-512"  # used with the SASL protocols only, as name and password
    kafka_sasl_username: str | None = None
    kafka_sasl_password: SecretStr | None = None
    consumer_group: str | None = None  # default: the service's name
    consumer_batch_max: int = Field(default=2000, ge=1)  # messages applied in one transaction
    not_yet_limit_s: float = Field(default=120, gt=0)  # how long a message may wait for a fact of another topic

    http_host: str = "127.0.0.1"  # address to listen on
    http_port: int = 8000
    http_body_max_bytes: int = 8 * 1024 * 1024  # a larger request is refused with 413
    forwarded_allow_ips: str = "127.0.0.1"  # proxies (addresses, networks) whose X-Forwarded-For is believed
    grpc_host: str = "127.0.0.1"  # address to listen on
    grpc_port: int = 9000

    oidc_issuer: str = "http://127.0.0.1:8080"  # what `iss` of a token must be
    oidc_jwks_url: str = "http://127.0.0.1:8080/.well-known/jwks.json"  # where the keys are published
    oidc_audience: str = "comptoir"  # what `aud` of a token must hold
    internal_token_key: SecretStr  # shared by the services, at least 32 bytes: signs calls between them

    company_currency: str = Field(default="EUR", pattern="^[A-Z]{3}$")  # of the books, ISO 4217
    company_name: str = ""  # as printed on documents
    company_address: str = ""  # printed under the name; lines are separated by |
    company_legal: str = ""  # printed at the foot of each page: legal form, capital, register, VAT number

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["json", "console"] = "json"
    telemetry: Literal["off", "console", "otlp"] = "off"  # where traces go; metrics are always at /metrics
    otel_exporter_otlp_endpoint: str = "http://127.0.0.1:4317"  # for telemetry=otlp, over gRPC
    shutdown_grace_s: float = Field(default=10, gt=0)  # for requests under way when the service is told to stop


class LinkSettings(ServiceSettings):
    """Of a service that people without an account answer by a link."""

    link_answers_per_hour: int = Field(default=20, ge=1)  # by one link; those that are refused count too
    link_answers_max: int = Field(default=200, ge=1)  # by one link, ever; a new link begins anew
    link_body_max_bytes: int = Field(default=1024 * 1024, ge=1024)  # of one answer; a larger one is refused with 413


class MailSettings(ServiceSettings):
    """Of a service that sends letters by e-mail."""

    smtp_host: str = ""  # the mail server that letters leave by; without it none leaves by e-mail
    smtp_port: int = 587
    smtp_security: Literal["none", "starttls", "tls"] = "starttls"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    mail_from: str = ""  # whom letters come from: "Accounts <accounts@example.com>"; needed with SMTP_HOST
