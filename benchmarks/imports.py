"""Files of 10,000 lines: products, partners, opening stock. Read, checked, written all or none, and taken back."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx
from wholesaler.client import Role
from wholesaler.desk import CATALOG, INVENTORY

from benchmarks.http import Failed
from benchmarks.result import Goal, Result
from benchmarks.stage import WAREHOUSE, Stage

LINES: Final = 10_000
_CHECK_S: Final = 10
_RUN_S: Final = 20
_LOOK_S: Final = 0.1  # between two looks at how far it is
_PATIENCE_S: Final = 600
_KNOWN_IN: Final = 60  # seconds until inventory has heard of new products

Seconds = dict[str, float]


async def measure(stage: Stage) -> Result:
    """The slowest step of the three kinds, as a share of the time that it may take."""
    async with _client(stage) as http:
        products = f"{CATALOG}/product-imports"
        partners = f"{CATALOG}/partner-imports"
        opening = f"{INVENTORY}/opening-stock-imports"
        took: dict[str, Seconds] = {}
        # Stock is of products: they are taken back last.
        run, took["products"] = await _written(http, products, _products(), {})
        stock, took["opening stock"] = await _written(http, opening, _stock(), {"warehouse": WAREHOUSE})
        firm, took["partners"] = await _written(http, partners, _partners(), {"side": "customer"})
        for kind, path, each in (
            ("opening stock", opening, stock),
            ("partners", partners, firm),
            ("products", products, run),
        ):
            started = time.perf_counter()
            await http.post(f"{path}/{each}/undo")
            await _until(http, f"{path}/{each}", "undone")
            took[kind]["undone"] = time.perf_counter() - started
    allowed = {"checked": _CHECK_S, "written": _RUN_S, "undone": _RUN_S}
    shares = [seconds / allowed[step] for steps in took.values() for step, seconds in steps.items() if step in allowed]
    told = (
        f"{kind}: {', '.join(f'{step} in {seconds:.1f} s' for step, seconds in steps.items())}"
        for kind, steps in took.items()
    )
    return Result(
        name=f"imports of {LINES:,} lines",
        value=max(shares),
        unit=f"of {_CHECK_S} s to check, of {_RUN_S} s to write or to undo",
        goal=Goal(at_most=1),
        notes="; ".join(told),
    )


@asynccontextmanager
async def _client(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=stage.platform.url, timeout=_PATIENCE_S) as http:
        form = {
            "grant_type": "password",
            "client_id": "comptoir-cli",
            "username": str(Role.ADMIN),
            "password": stage.password,
        }
        answer = await http.post("/oauth/token", data=form)
        http.headers["Authorization"] = f"Bearer {answer.raise_for_status().json()['access_token']}"
        yield http


async def _written(
    http: httpx.AsyncClient, path: str, rows: Iterable[str], options: dict[str, str]
) -> tuple[str, Seconds]:
    """The import, once all of its lines are written, and how long each step took."""
    content = "\n".join(rows).encode()
    started = time.perf_counter()
    run = await _post(http, f"{path}?file_name=benchmark.csv", content=content)
    read = time.perf_counter()
    body = {"mapping": run["mapping"], "options": options}
    deadline = time.monotonic() + _KNOWN_IN
    while True:
        began = time.perf_counter()
        counts = (await _post(http, f"{path}/{run['id']}/check", json=body))["counts"]
        checked = time.perf_counter()
        if counts["new"] == LINES:
            break
        if time.monotonic() > deadline:
            raise Failed(f"{path}: {counts}")
    await http.post(f"{path}/{run['id']}/apply", json={"mode": "all-or-none"})
    await _until(http, f"{path}/{run['id']}", "applied")
    written = time.perf_counter()
    return run["id"], {"read": read - started, "checked": checked - began, "written": written - checked}


async def _until(http: httpx.AsyncClient, path: str, status: str) -> None:
    """The gateway waits less long than a slow machine takes."""
    for _ in range(int(_PATIENCE_S / _LOOK_S)):
        run = (await http.get(path)).json()
        if run["status"] == status:
            return
        if run["faults"]:
            break
        await asyncio.sleep(_LOOK_S)
    raise Failed(f"{path}: {run['status']} {run['faults'][:1]}")


async def _post(http: httpx.AsyncClient, path: str, **content: Any) -> Any:
    if "content" in content:
        content["headers"] = {"Content-Type": "application/octet-stream"}
    answer = await http.post(path, **content)
    if answer.status_code >= 300:
        raise Failed(f"POST {path}: {answer.status_code} {answer.text[:500]}")
    return answer.json()


def _products() -> Iterable[str]:
    yield "sku;name_fr;family;stock_uom;gtin;pack_quantity;weight_kg"
    for number in range(LINES):
        yield f"IMPORT-{number:05};Article importé {number};bench;pce;{_gtin(number)};12;0,25"


def _stock() -> Iterable[str]:
    yield "sku;quantity;unit_cost"
    for number in range(LINES):
        yield f"IMPORT-{number:05};{1 + number % 500};{1 + number % 90},35"


def _partners() -> Iterable[str]:
    yield "code;name;siren;line1;postal_code;city;email"
    for number in range(LINES):
        city = f"{10_000 + number % 300 * 100}"
        yield (
            f"IMPORT-{number:05};Client {number * 7919 % LINES:05} des imports;{_siren(number)};{number} rue du Test;{city};"
            f"Ville {number % 300};achats@client{number}.example"
        )


def _gtin(number: int) -> str:
    digits = f"{200_000_000_000 + number:012}"  # of the range that shops use for themselves
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def _siren(number: int) -> str:
    digits = f"{20_000_000 + number * 7:08}"
    doubled = (int(digit) * (1 if place % 2 == 0 else 2) for place, digit in enumerate(digits))
    return f"{digits}{-sum(each // 10 + each % 10 for each in doubled) % 10}"
