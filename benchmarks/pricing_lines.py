"""Lines priced and judged over gRPC by one process, with a million prices in the table and everything in force that there is."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Final

import grpc
from comptoir.common.v1.decimal_pb2 import Decimal as DecimalMessage
from comptoir.pricing.v1 import pricing_service_pb2 as pb
from kit.auth import ServiceTokens
from stack.postgres import Postgres

from benchmarks import load
from benchmarks.result import Goal, Result
from benchmarks.stage import Stage

PRODUCTS: Final = 10_000
PRICES: Final = 1_000_000  # 3 of the list, 10 of segments and 87 of customers for each product
_CUSTOMERS: Final = 2_000
_BASKET: Final = 20
_CLIENTS: Final = 4
_SECONDS: Final = 10
_THERE: Final = (
    f"baskets of {_BASKET}, {PRICES:,} prices, 222 price rules of every kind, margin rules, contracts, exceptions and cash"
    " discounts in force"
)
_METHOD: Final = "/comptoir.pricing.v1.PricingService/QuoteLines"

# A million prices through the API would take minutes and measure something else. Ids are told apart by their first group.
_SEED: Final = f"""
INSERT INTO partner SELECT ('bbbbbbb2-0000-7000-8000-' || lpad(to_hex(c), 12, '0'))::uuid, 1, 'BENCH-' || c, 'bench-' || c % 10
FROM generate_series(0, {_CUSTOMERS - 1}) AS c ON CONFLICT DO NOTHING;
INSERT INTO product SELECT ('bbbbbbb1-0000-7000-8000-' || lpad(to_hex(p), 12, '0'))::uuid, 1, 'BENCH-' || p, 'Bench ' || p,
ARRAY['bench', 'bench-' || p % 20, 'bench-' || p % 200] FROM generate_series(0, {PRODUCTS - 1}) AS p ON CONFLICT DO NOTHING;
INSERT INTO cost SELECT id, 5.123456, now() FROM product WHERE sku LIKE 'BENCH-%' ON CONFLICT DO NOTHING;
INSERT INTO price (id, product_id, scope, scope_key, min_quantity, unit_price, currency, effective_from, set_by)
SELECT gen_random_uuid(), id, 'list', '', least, 10 - least / 100.0, 'EUR', '2026-01-01', 'benchmark'
FROM product, unnest(ARRAY[0, 10, 100]) AS least WHERE sku LIKE 'BENCH-%' ON CONFLICT DO NOTHING;
INSERT INTO price (id, product_id, scope, scope_key, min_quantity, unit_price, currency, effective_from, set_by)
SELECT gen_random_uuid(), id, 'segment', 'bench-' || s, 0, 9.5, 'EUR', '2026-01-01', 'benchmark'
FROM product, generate_series(0, 9) AS s WHERE sku LIKE 'BENCH-%' ON CONFLICT DO NOTHING;
INSERT INTO price (id, product_id, scope, scope_key, min_quantity, unit_price, currency, effective_from, set_by)
SELECT gen_random_uuid(), p.id, 'customer', b.id::text, 0, 9.1, 'EUR', '2026-01-01', 'benchmark'
FROM product p, generate_series(0, 86) AS k, partner b WHERE p.sku LIKE 'BENCH-%'
AND b.code = 'BENCH-' || (k * 23 + substr(p.sku, 7)::int) % {_CUSTOMERS} ON CONFLICT DO NOTHING;
"""

# What a house has in force: offers by family and rules of every other kind, terms by segment, margin rules, contracts with
# quantities and price exceptions of every tenth customer, early payment of every third, what suppliers ask now.
_RULES: Final = f"""
INSERT INTO price_rule (id, code, kind, name_fr, name_en, value, effective_from, stage, stacking, family_code, segment,
currency, min_quantity, counts, min_amount, below_amount, buy_quantity, version)
SELECT gen_random_uuid(), 'BENCH-' || code, kind, code, code, value, '2026-01-01', stage, 'together', family, segment, currency,
least, counts, over, below, bought, 1 FROM (
SELECT 'offer-' || n AS code, 'line-discount' AS kind, 0.02 AS value, 10 AS stage, 'bench-' || n AS family, NULL AS segment,
NULL AS currency, 0 AS least, 'line' AS counts, NULL::numeric AS over, NULL::numeric AS below, NULL::numeric AS bought
FROM generate_series(0, 199) AS n
UNION ALL SELECT 'mixed', 'line-discount', 0.01, 20, 'bench', NULL, NULL, 1000, 'order', NULL, NULL, NULL
UNION ALL SELECT 'fixed', 'fixed-price', 8.5, 5, 'bench-7', NULL, 'EUR', 0, 'line', NULL, NULL, NULL
UNION ALL SELECT 'off', 'amount-off', 0.05, 5, 'bench-8', NULL, 'EUR', 12, 'line', NULL, NULL, NULL
UNION ALL SELECT 'free', 'free-goods', 1, 15, 'bench-9', NULL, NULL, 12, 'line', NULL, NULL, 11
UNION ALL SELECT 'small', 'line-surcharge', 0.10, 25, 'bench-10', NULL, 'EUR', 0, 'line', NULL, NULL, NULL
UNION ALL SELECT 'order', 'order-discount', 0.02, 10, NULL, NULL, 'EUR', 0, 'line', 500, NULL, NULL
UNION ALL SELECT 'handling', 'order-surcharge', 2, 0, NULL, NULL, 'EUR', 0, 'line', NULL, NULL, NULL
UNION ALL SELECT 'minimum', 'minimum-order', 15, 0, NULL, NULL, 'EUR', 0, 'line', NULL, 150, NULL
UNION ALL SELECT 'freight', 'freight', 9.90, 0, NULL, NULL, 'EUR', 0, 'line', NULL, 300, NULL
UNION ALL SELECT 'early', 'cash-discount', 0.02, 0, NULL, NULL, NULL, 0, 'line', NULL, NULL, NULL
UNION ALL SELECT 'carried', 'freight-cost-rate', 0.01, 0, NULL, NULL, NULL, 0, 'line', NULL, NULL, NULL
UNION ALL SELECT 'weighed', 'freight-cost-weight', 0.02, 0, NULL, NULL, 'EUR', 0, 'line', NULL, NULL, NULL
UNION ALL SELECT 'rebate-' || n, 'volume-rebate', 0.01, 0, NULL, 'bench-' || n, NULL, 0, 'line', NULL, NULL, NULL
FROM generate_series(0, 9) AS n) AS rule ON CONFLICT DO NOTHING;
INSERT INTO margin_rule (id, approval_rate, floor_rate, family_code, segment, is_for_order, version)
SELECT gen_random_uuid(), 0.30, 0.05, 'bench-' || n, NULL, false, 1 FROM generate_series(0, 19) AS n
UNION ALL SELECT gen_random_uuid(), 0.25, 0.05, NULL, 'bench-' || n, true, 1 FROM generate_series(0, 9) AS n
ON CONFLICT DO NOTHING;
INSERT INTO cash_discount SELECT ('bbbbbbb2-0000-7000-8000-' || lpad(to_hex(c), 12, '0'))::uuid, 0.02, 0.012, now()
FROM generate_series(0, {_CUSTOMERS - 1}, 3) AS c ON CONFLICT DO NOTHING;
INSERT INTO price_exception (id, number, customer_id, product_id, unit_price, quantity_cap, effective_from, effective_until,
reason, requested_by, requester_roles, status, version) SELECT gen_random_uuid(), 'BENCH-' || c || '-' || p,
('bbbbbbb2-0000-7000-8000-' || lpad(to_hex(c), 12, '0'))::uuid,
('bbbbbbb1-0000-7000-8000-' || lpad(to_hex(p), 12, '0'))::uuid, 8.8, 1000000, '2026-01-01', '2099-01-01', 'benchmark',
'benchmark', '{{}}', 'granted', 1 FROM generate_series(0, {_CUSTOMERS - 1}, 10) AS c, generate_series(0, {PRODUCTS - 1}, 500) AS p
ON CONFLICT DO NOTHING;
INSERT INTO contract SELECT ('bbbbbbb3-0000-7000-8000-' || lpad(to_hex(c), 12, '0'))::uuid, 'BENCH-' || c,
('bbbbbbb2-0000-7000-8000-' || lpad(to_hex(c), 12, '0'))::uuid, 'Bench', 'EUR', '2026-01-01', NULL, false, 1
FROM generate_series(0, {_CUSTOMERS - 1}, 10) AS c ON CONFLICT DO NOTHING;
INSERT INTO contract_line (id, contract_id, product_id, min_quantity, unit_price, quantity_cap)
SELECT gen_random_uuid(), c.id, p.id, 0, 8.9, CASE WHEN substr(p.sku, 7)::int % 200 = 0 THEN 1000 END
FROM contract c, product p WHERE c.code LIKE 'BENCH-%' AND p.sku LIKE 'BENCH-%' AND substr(p.sku, 7)::int % 100 = 0
ON CONFLICT DO NOTHING;
INSERT INTO supplier_price (product_id, supplier_id, packaging_code, from_quantity, effective_from, unit_price, told_at)
SELECT id, 'bbbbbbb4-0000-7000-8000-000000000000', 'EACH', 0, '2026-01-01', 5.2, now() FROM product WHERE sku LIKE 'BENCH-%'
ON CONFLICT DO NOTHING;
UPDATE product SET packagings = '{{"EACH": [1, 1]}}', weight_kg = 0.25 WHERE sku LIKE 'BENCH-%';
UPDATE margin_rule_set SET version = version + 1;
"""


async def seed(postgres: Postgres) -> None:
    """Put the prices there, once."""

    def run(sql: str) -> str:
        return postgres.execute(sql, database="pricing")

    if int(await asyncio.to_thread(run, "SELECT count(*) FROM price WHERE set_by = 'benchmark'")) < PRICES:
        await asyncio.to_thread(run, _SEED)
        await asyncio.to_thread(run, _RULES)
        tables = (
            "price, product, partner, cost, contract, contract_line, supplier_price, cash_discount, price_exception"
        )
        await asyncio.to_thread(run, f"VACUUM (ANALYZE) {tables}")


async def lines(stage: Stage) -> Result:
    """As many as one process can: four clients that ask again as soon as they are answered, so a basket waits for three."""
    async with _pricing(stage) as quote:
        await load.for_seconds(2, _CLIENTS, quote)
        cpu = stage.cpu()
        seen = await load.for_seconds(_SECONDS, _CLIENTS, quote)
        cost = stage.cpu().per(len(seen.latencies_s) * _BASKET, since=cpu)
    return Result(
        name="price lines",
        value=seen.rate * _BASKET,
        unit="lines/s",
        goal=Goal(at_least=5_000),
        latency=seen.latency,
        limit="batched_rows",
        notes=f"priced and judged over gRPC by one process that is never idle, {_CLIENTS} clients, {_THERE}",
        cost=cost,
    )


async def baskets(stage: Stage) -> Result:
    """What one basket takes while half as many come in as the process can manage; waiting for a free client counts."""
    async with _pricing(stage) as quote:
        most = await load.for_seconds(5, _CLIENTS, quote)
        seen = await load.at_rate(most.rate / 2, _SECONDS, _CLIENTS, quote)
    return Result(
        name="price baskets",
        value=seen.latency.p99,
        unit="ms, p99",
        goal=Goal(at_most=20),
        latency=seen.latency,
        notes=f"priced and judged over gRPC at {seen.rate:.0f} of {most.rate:.0f} baskets/s, {_THERE}",
    )


@asynccontextmanager
async def _pricing(stage: Stage) -> AsyncIterator[Callable[[int, int], Awaitable[None]]]:
    """Asks for a basket. Requests are made beforehand and answers left unread: the client's own time counts on two cores."""
    platform = stage.platform
    await seed(platform.postgres)
    numbers = random.Random(1)
    requests = [_basket(numbers) for _ in range(500)]
    token = ServiceTokens("benchmark", platform.settings.secrets["internal-token-key"]).issue(None)
    async with grpc.aio.insecure_channel(platform.grpc_target("pricing")) as channel:
        call: Callable[..., Awaitable[bytes]] = channel.unary_unary(
            _METHOD, request_serializer=None, response_deserializer=None
        )

        async def quote(_client: int, number: int) -> None:
            asked = requests[number % len(requests)]
            await call(asked, metadata=(("authorization", f"Bearer {token}"),), timeout=10)

        yield quote


def _basket(numbers: random.Random) -> bytes:
    request = pb.QuoteLinesRequest(
        customer_id=_id(2, numbers.randrange(_CUSTOMERS)), channel="field", priced_on="2026-11-25", currency="EUR"
    )
    for i, product in enumerate(numbers.sample(range(PRODUCTS), _BASKET)):
        quantity = DecimalMessage(value=str(numbers.choice([Decimal("0.5"), 1, 12, 150])))
        request.lines.add(line_id=str(i), product_id=_id(1, product), quantity=quantity)
    return request.SerializeToString()


def _id(kind: int, number: int) -> str:
    return f"bbbbbbb{kind}-0000-7000-8000-{number:012x}"
