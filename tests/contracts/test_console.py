"""Nobody is offered in the console, or asked for by it in his name, what the services would refuse him."""

from pathlib import Path

import pytest
from identity.domain.roles import BOUND_TO_A_CUSTOMER, PERMISSIONS, SERVICES, Role

from tests.contracts.console import SOURCES, Place, calls, places, unguarded
from tests.contracts.doors import operations

SCREENS = [place for registry in sorted(SOURCES.glob("screens/*/screens.ts")) for place in places(registry)]
PAGES = list(places(SOURCES / "portal" / "pages.ts"))
STAFF = sorted(set(Role) - BOUND_TO_A_CUSTOMER)
# Names of partners: the shop takes lists and articles' names from files that look up partners as well, and asks for none.
NOT_OF_THE_SHOP = ("get", "/api/catalog/v1/partners")
CUSTOMERS = sorted(BOUND_TO_A_CUSTOMER - {Role.PARTNER})  # whose program has no screen


@pytest.fixture(scope="module")
def needed() -> dict[tuple[str, str], frozenset[str]]:
    """What each operation of all services asks for."""
    return {call: asked for name in SERVICES for call, asked in operations(name).items()}


def test_every_call_of_the_console_has_an_operation(needed: dict[tuple[str, str], frozenset[str]]) -> None:
    assert len(SCREENS) > 100
    assert calls() > set()
    assert calls() - needed.keys() == set()


@pytest.mark.parametrize(
    ("role", "colleagues", "all_places", "left_out"),
    [
        *((role, STAFF, SCREENS, None) for role in STAFF),
        *((role, CUSTOMERS, PAGES, NOT_OF_THE_SHOP) for role in CUSTOMERS),
    ],
)
def test_nobody_meets_a_call_that_he_would_be_refused(
    needed: dict[tuple[str, str], frozenset[str]],
    role: Role,
    colleagues: list[Role],
    all_places: list[Place],
    left_out: tuple[str, str] | None,
) -> None:
    held, others = PERMISSIONS[role], [PERMISSIONS[each] for each in colleagues]
    met = {
        f"{place.path}: {' '.join(call)}": way
        for place in all_places
        if place.is_open_to(held)
        for call, way in unguarded(place, needed, held, others).items()
        if call != left_out
    }
    assert met == {}


def test_a_call_is_met_unless_a_file_on_the_way_to_it_asks_first(tmp_path: Path) -> None:
    needed = {("post", "/api/sales/v1/orders"): frozenset({"sales.orders.write"})}
    screen, button = tmp_path / "Screen.tsx", tmp_path / "Button.tsx"
    screen.write_text("import { Button } from './Button';")
    button.write_text("api.POST('/api/sales/v1/orders', {})")
    place = Place("/orders", frozenset(), screen)
    (way,) = unguarded(place, needed, frozenset(), []).values()
    assert way == "Screen > Button, without sales.orders.write"

    guarded = tmp_path / "Guarded.tsx"
    guarded.write_text("import { Button } from './Button'; may('sales.orders.write') ? <Button /> : null")
    assert unguarded(Place("/orders", frozenset(), guarded), needed, frozenset(), []) == {}
