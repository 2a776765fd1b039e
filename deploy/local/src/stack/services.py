"""Which services there are, and what each needs beside what all need."""

from collections.abc import Mapping
from dataclasses import dataclass, field

DEMO_PORTAL_CUSTOMER_ID = "013bf368-5800-744f-b62e-247e10a47176"  # the demo's customer 1


@dataclass(frozen=True, slots=True)
class ServiceSpec:
    """One service of the run; `peers` maps a setting of it to the service whose gRPC address it takes, `settings` are its own."""

    name: str
    peers: Mapping[str, str] = field(default_factory=dict)
    consumes: bool = True
    has_grpc: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)


SERVICES = (
    ServiceSpec("identity", consumes=False),
    ServiceSpec("catalog", consumes=False),
    ServiceSpec("purchasing"),
    ServiceSpec("inventory", has_grpc=True),
    ServiceSpec("accounting", has_grpc=True),
    ServiceSpec("pricing", has_grpc=True, settings={"PRICE_LIST_APPROVAL": "true"}),
    ServiceSpec(
        "sales", {"PRICING_TARGET": "pricing", "INVENTORY_TARGET": "inventory", "ACCOUNTING_TARGET": "accounting"}
    ),
    ServiceSpec("reporting"),
)
