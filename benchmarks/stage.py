"""What benchmarks trade in: articles with plenty of stock, customers, a supplier, prices. Set up through the public API."""

from dataclasses import dataclass
from typing import Any, Final, Self

import httpx
from stack.platform import Platform
from wholesaler.answers import CostOfProduct, Nothing, Token
from wholesaler.client import Gateway, Role, not_known_yet
from wholesaler.desk import ACCOUNTING, CATALOG, INVENTORY, PRICING, PURCHASING
from wholesaler.identity import command_key, document_id

from benchmarks.cpu import CpuTimes
from benchmarks.http import Connection, Failed
from benchmarks.watch import PATIENCE_S, Watch

WAREHOUSE: Final = "BENCH"
PRODUCTS: Final = 1000
CUSTOMERS: Final = 200
_FIRST_DAY: Final = "2026-01-01"


@dataclass(frozen=True, slots=True)
class Stage:
    """The platform, set up."""

    platform: Platform
    watch: Watch
    password: str  # of the demo's users
    products: list[str]
    customers: list[str]
    supplier: str

    @classmethod
    async def set_up(cls, platform: Platform) -> Self:
        """Safe to repeat: what is there stays.

        Raises:
            Failed: the platform runs without the demo's users.
        """
        secret = platform.settings.demo_password
        if secret is None:
            raise Failed("The benchmarks act as the demo's users: start the platform with a demo password.")
        password = secret.get_secret_value()
        async with httpx.AsyncClient(base_url=platform.url, timeout=60) as http:
            gateway = Gateway(http, password=password, in_flight=4, patience_s=PATIENCE_S)
            stage = cls(
                platform,
                Watch(platform),
                password,
                [str(document_id("benchmark-product", n)) for n in range(PRODUCTS)],
                [str(document_id("benchmark-customer", n)) for n in range(CUSTOMERS)],
                str(document_id("benchmark-supplier", 0)),
            )
            await stage._load(gateway)
        return stage

    async def connections(self, role: Role, clients: int) -> list[Connection]:
        """One for each client, with a token that has its whole life before it."""
        async with httpx.AsyncClient(base_url=self.platform.url, timeout=60) as http:
            token = await _token(http, role, self.password)
        return [await Connection.open(self.platform.url, token) for _ in range(clients)]

    def cpu(self) -> CpuTimes:
        """What each part has used up to now."""
        return CpuTimes.of(self.platform.pids())

    async def _load(self, gateway: Gateway) -> None:
        async def post(role: Role, path: str, body: dict[str, Any]) -> None:
            key = command_key(f"benchmark:{path}", *body.values())
            await gateway.post(role, path, body, Nothing, key=key, waits_for=not_known_yet)

        await post(Role.ADMIN, f"{CATALOG}/families", {"code": "bench", "name": "Benchmark"})
        await post(Role.WAREHOUSE, f"{INVENTORY}/warehouses", {"code": WAREHOUSE, "name": "Benchmark"})
        await post(Role.ADMIN, f"{CATALOG}/partners/bulk", {"partners": self._partners()})
        await post(
            Role.ADMIN, f"{CATALOG}/products/bulk", {"products": [_product(*p) for p in enumerate(self.products)]}
        )
        tax = {"tax_class": "bench", "rate": "0.2", "effective_from": _FIRST_DAY}
        await gateway.put(Role.FINANCE, f"{ACCOUNTING}/tax-rates", tax, key=command_key("benchmark:tax"))
        rules: dict[str, list[object]] = {"items": []}
        await gateway.put(Role.ADMIN, f"{PURCHASING}/approval-rules", rules, key=command_key("benchmark:rule"))
        await post(Role.PRICING, f"{PRICING}/prices/bulk", {"prices": [_price(id_) for id_ in self.products]})
        stock = [{"product_id": id_, "quantity": "1000000", "unit_cost": "5.00"} for id_ in self.products]
        await post(Role.ADMIN, f"{INVENTORY}/opening-stock", {"warehouse": WAREHOUSE, "lines": stock})

        async def has_cost() -> bool:
            ids = {
                str(cost.product_id) async for cost in gateway.pages(Role.PRICING, f"{PRICING}/costs", CostOfProduct)
            }
            return ids.issuperset(self.products)

        await gateway.until(has_cost, "pricing does not know the costs of the benchmark's articles")

    def _partners(self) -> list[dict[str, Any]]:
        customers = [partner(id_, f"BENCH-C{n}", is_customer=True) for n, id_ in enumerate(self.customers)]
        return [*customers, partner(self.supplier, "BENCH-S", is_customer=False)]


async def _token(http: httpx.AsyncClient, role: Role, password: str) -> str:
    form = {"grant_type": "password", "client_id": "comptoir-cli", "username": str(role), "password": password}
    answer = await http.post("/oauth/token", data=form)
    answer.raise_for_status()
    return Token.model_validate_json(answer.content).access_token


def _product(number: int, id_: str) -> dict[str, Any]:
    return {
        "id": id_, "sku": f"BENCH-{number:05}", "name_fr": f"Article {number}", "name_en": f"Article {number}",
        "family_code": "bench", "status": "active", "stock_uom": "C62", "quantity_decimals": 0,
        "packagings": [{"code": "EACH", "uom": "C62", "numerator": 1, "denominator": 1}],
        "tax_class": "bench", "costing_method": "avco" if number % 2 else "fifo", "tracking": "none",
    }  # fmt: skip


def partner(id_: str, code: str, *, is_customer: bool) -> dict[str, Any]:
    address = {
        "kind": "both",
        "name": code,
        "line1": "1 rue du Test",
        "postal_code": "69001",
        "city": "Lyon",
        "country": "FR",
    }
    return {
        "id": id_, "code": code, "name": code, "is_customer": is_customer, "is_supplier": not is_customer,
        "is_active": True, "segment": "bench", "channel": "field", "currency": "EUR", "language": "fr",
        "payment_days": 30, "addresses": [address],
    }  # fmt: skip


def _price(product_id: str) -> dict[str, Any]:
    return {"product_id": product_id, "unit_price": "10.00", "currency": "EUR", "effective_from": _FIRST_DAY}
