"""Lines priced and judged over gRPC by one process, with a million prices in the table and rules in force."""

import asyncio
import random
from collections.abc import Awaitable, Callable
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

# What a house has in force: offers by family, terms by segment, contracts of every tenth customer, what suppliers ask now.
_RULES: Final = f"""
INSERT INTO price_rule (id, code, kind, name_fr, name_en, value, effective_from, stage, stacking, family_code, segment,
currency, min_quantity, counts, min_amount, below_amount, version)
SELECT gen_random_uuid(), 'BENCH-' || code, kind, code, code, value, '2026-01-01', stage, 'together', family, segment, currency,
least, counts, over, below, 1 FROM (
SELECT 'offer-' || n AS code, 'line-discount' AS kind, 0.02 AS value, 10 AS stage, 'bench-' || n AS family, NULL AS segment,
NULL AS currency, 0 AS least, 'line' AS counts, NULL::numeric AS over, NULL::numeric AS below FROM generate_series(0, 199) AS n
UNION ALL SELECT 'mixed', 'line-discount', 0.01, 20, 'bench', NULL, NULL, 1000, 'order', NULL, NULL
UNION ALL SELECT 'order', 'order-discount', 0.02, 10, NULL, NULL, 'EUR', 0, 'line', 500, NULL
UNION ALL SELECT 'freight', 'freight', 9.90, 0, NULL, NULL, 'EUR', 0, 'line', NULL, 300
UNION ALL SELECT 'rebate-' || n, 'volume-rebate', 0.01, 0, NULL, 'bench-' || n, NULL, 0, 'line', NULL, NULL
FROM generate_series(0, 9) AS n) AS rule ON CONFLICT DO NOTHING;
INSERT INTO contract SELECT ('bbbbbbb3-0000-7000-8000-' || lpad(to_hex(c), 12, '0'))::uuid, 'BENCH-' || c,
('bbbbbbb2-0000-7000-8000-' || lpad(to_hex(c), 12, '0'))::uuid, 'Bench', 'EUR', '2026-01-01', NULL, false, 1
FROM generate_series(0, {_CUSTOMERS - 1}, 10) AS c ON CONFLICT DO NOTHING;
INSERT INTO contract_line (id, contract_id, product_id, min_quantity, unit_price) SELECT gen_random_uuid(), c.id, p.id, 0, 8.9
FROM contract c, product p WHERE c.code LIKE 'BENCH-%' AND p.sku LIKE 'BENCH-%' AND substr(p.sku, 7)::int % 100 = 0
ON CONFLICT DO NOTHING;
INSERT INTO supplier_price (product_id, supplier_id, packaging_code, from_quantity, effective_from, unit_price, told_at)
SELECT id, 'bbbbbbb4-0000-7000-8000-000000000000', 'EACH', 0, '2026-01-01', 5.2, now() FROM product WHERE sku LIKE 'BENCH-%'
ON CONFLICT DO NOTHING;
UPDATE product SET packagings = '{{"EACH": [1, 1]}}' WHERE sku LIKE 'BENCH-%';
UPDATE margin_rule_set SET version = version + 1;
"""


async def seed(postgres: Postgres) -> None:
    """Put the prices there, once."""

    def run(sql: str) -> str:
        return postgres.execute(sql, database="pricing")

    if int(await asyncio.to_thread(run, "SELECT count(*) FROM price WHERE set_by = 'benchmark'")) < PRICES:
        await asyncio.to_thread(run, _SEED)
        await asyncio.to_thread(run, _RULES)
        tables = "price, product, partner, cost, contract, contract_line, supplier_price"
        await asyncio.to_thread(run, f"VACUUM (ANALYZE) {tables}")


async def measure(stage: Stage) -> Result:
    """Requests are made beforehand and answers left unread: the client's own time would count on two cores."""
    platform = stage.platform
    await seed(platform.postgres)
    numbers = random.Random(1)
    requests = [_basket(numbers) for _ in range(500)]
    metadata = (
        (
            "authorization",
            f"Bearer {ServiceTokens('benchmark', platform.settings.secrets['internal-token-key']).issue(None)}",
        ),
    )
    async with grpc.aio.insecure_channel(platform.grpc_target("pricing")) as channel:
        call: Callable[..., Awaitable[bytes]] = channel.unary_unary(
            _METHOD, request_serializer=None, response_deserializer=None
        )

        async def quote(_client: int, number: int) -> None:
            await call(requests[number % len(requests)], metadata=metadata, timeout=10)

        await load.for_seconds(2, _CLIENTS, quote)
        cpu = stage.cpu()
        seen = await load.for_seconds(_SECONDS, _CLIENTS, quote)
        cost = stage.cpu().per(len(seen.latencies_s) * _BASKET, since=cpu)
    return Result(
        name="price lines",
        value=seen.rate * _BASKET,
        unit="lines/s",
        goal=Goal(at_least=10_000, p99_ms=20),
        latency=seen.latency,
        limit="batched_rows",
        notes=f"priced and judged over gRPC by one process, baskets of {_BASKET}, {_CLIENTS} clients, {PRICES:,} prices,"
        " 213 price rules and contracts in force",
        cost=cost,
    )


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
