"""What customers call our products."""

from dataclasses import dataclass
from uuid import UUID

from kit.search import folded


@dataclass(frozen=True, slots=True)
class CustomerCode:
    """A customer's own code for a product in a packaging: one code means one product."""

    code: str
    product_id: UUID
    packaging_code: str


@dataclass(frozen=True, slots=True)
class ProductCodes:
    """Everything that a customer calls one product."""

    customer_id: UUID
    product_id: UUID
    codes: tuple[CustomerCode, ...]


def code_key(code: str) -> str:
    """A code as it is compared: nobody tells "ab 12" from "AB12"."""
    return folded(code).replace(" ", "")
