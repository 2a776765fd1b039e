"""Settings of sales."""

from kit.settings import LinkSettings
from pydantic import Field


class Settings(LinkSettings):
    """Beside kit's."""

    pricing_target: str = "127.0.0.1:9003"  # host:port of pricing's gRPC
    inventory_target: str = "127.0.0.1:9001"  # of inventory's
    accounting_target: str = "127.0.0.1:9005"  # of accounting's
    peer_timeout_s: float = Field(default=3, gt=0)  # each call
    hold_seconds: int = Field(default=120, ge=1, le=86400)  # how long stock and credit wait for the order to be firm
    release_days: int = Field(default=7, ge=1, le=92)  # how long a release despite the customer's credit holds
    credit_check_s: int = Field(
        default=600, ge=1, le=86400
    )  # how often all orders under way are judged anew: days pass
