"""What an entry is probably for, and the group of documents that makes an amount."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any
from uuid import UUID, uuid4

import pytest
from accounting.domain.bank.clearing import OfPartner, Returned, Suspended, ToAccount
from accounting.domain.bank.names import key_of, keys_in, likeness
from accounting.domain.bank.proposals import Known, Owed, Proposal, Seen, Sign, propose
from accounting.domain.bank.subset import find_group
from hypothesis import given
from hypothesis import strategies as st

ALPHA, BETA = uuid4(), uuid4()
NAMES = {ALPHA: "Boutique Alpha SARL", BETA: "Beta Fournitures"}


def owed(number: str, amount: str, partner_id: UUID = ALPHA, *, due: str = "2026-03-01", **more: Any) -> Owed:
    values = {"other_numbers": (), "due_on": date.fromisoformat(due), **more}
    return Owed(uuid4(), number, partner_id=partner_id, open_amount=Decimal(amount), **values)


def seen(amount: str, text: str = "", name: str = "", **more: str) -> Seen:
    values = {"party_iban": "", "end_to_end_id": "", "code": "PMNT/RCDT/ESCT", **more}
    return Seen(Decimal(amount), "EUR", date(2026, 3, 20), name, text=text, **values)


def known(entry: Seen, **more: Any) -> Known:
    return Known(names=NAMES, likeness=likeness(entry.party_name, NAMES, at_least=90), **more)


def told(proposal: Proposal) -> tuple[list[str], list[str]]:
    """(amounts by money, signs)."""
    assert isinstance(proposal.clearing, OfPartner)
    return [str(part.amount) for part in proposal.clearing.parts], [str(each.sign) for each in proposal.reasons]


TWO = [owed("FA-2026-000001", "100.00", due="2026-02-01"), owed("FA-2026-000002", "50.00")]


@pytest.mark.parametrize(
    ("entry", "amounts", "sign", "at_least"),
    [
        (seen("100.00", "Facture FA-2026-000001"), ["100.00"], Sign.EXACT, "0.97"),
        (seen("100.00", "fa 2026 000001 merci"), ["100.00"], Sign.EXACT, "0.97"),
        (seen("100.00", "VIR/FA2026000001/"), ["100.00"], Sign.EXACT, "0.97"),
        (seen("100.00", end_to_end_id="FA-2026-000001"), ["100.00"], Sign.EXACT, "0.97"),
        (seen("150.00", "FA-2026-000001 FA-2026-000002"), ["100.00", "50.00"], Sign.EXACT, "0.97"),
        (seen("99.60", "FA-2026-000001"), ["99.60"], Sign.SMALL_DIFFERENCE, "0.85"),
        (seen("30.00", "acompte FA-2026-000001"), ["30.00"], Sign.PART, "0.80"),
        (seen("130.00", "FA-2026-000001"), ["100.00"], Sign.BALANCE, "0.75"),
        (seen("100.00", name="BOUTIQUE ALPHA"), ["100.00"], Sign.EXACT, "0.83"),
        (seen("150.00", name="SARL Alpha Boutique"), ["100.00", "50.00"], Sign.GROUP, "0.76"),
        (seen("50.00"), ["50.00"], Sign.EXACT, "0.55"),
        (seen("120.00", name="Boutique Alpha"), ["100.00", "20.00"], Sign.PART, "0.33"),
    ],
)
def test_the_likeliest_reading_comes_first(entry: Seen, amounts: list[str], sign: Sign, at_least: str) -> None:
    best = propose(entry, [*TWO, owed("FA-2026-000009", "75.00", BETA)], known(entry))[0]
    found, signs = told(best)
    assert found == amounts
    assert sign in signs
    assert Decimal(at_least) <= best.confidence <= Decimal("0.99")


def test_a_known_account_makes_it_surer_and_that_of_another_less_so() -> None:
    entry = seen("100.00", "FA-2026-000001", party_iban="FR1420041010050500013M02606")
    sure, plain, doubtful = (
        propose(entry, TWO, known(entry, partner_of_iban=partner_id))[0] for partner_id in (ALPHA, None, BETA)
    )
    assert sure.confidence > plain.confidence > doubtful.confidence
    assert Sign.IBAN in told(sure)[1]
    assert Sign.OTHER_IBAN in {reason.sign for reason in doubtful.reasons} or doubtful.clearing == OfPartner(BETA, ())


def test_a_discount_within_its_time_is_proposed() -> None:
    items = [owed("FA-2026-000001", "100.00", discount=Decimal("2.00")), owed("FA-2026-000002", "50.00")]
    for entry in (seen("98.00", "FA-2026-000001"), seen("148.00", name="Boutique Alpha")):
        best = propose(entry, items, known(entry))[0]
        assert isinstance(best.clearing, OfPartner)
        assert sum(part.discount for part in best.clearing.parts) == Decimal("2.00")
        assert Sign.DISCOUNT in told(best)[1]


def test_the_same_amount_twice_is_not_sure() -> None:
    items = [owed("FA-2026-000001", "100.00", due="2026-01-01"), owed("FA-2026-000002", "100.00")]
    entry = seen("100.00", name="Boutique Alpha")
    best = propose(entry, items, known(entry))[0]
    assert best.confidence < Decimal("0.75")
    assert isinstance(best.clearing, OfPartner)
    assert best.clearing.parts[0].document_id == items[0].document_id
    assert isinstance(propose(seen("100.00"), items, known(seen("100.00")))[0].clearing, Suspended)


def test_what_is_no_partners_is_known_by_its_kind_or_a_rule() -> None:
    fee = seen("-12.50", "Cotisation", code="PMNT/MDOP/FEES")
    assert propose(fee, [], known(fee))[0].clearing == ToAccount("627", "Cotisation")
    rule = ToAccount("661", "Agios")
    assert propose(fee, [], known(fee, rule=rule))[0].clearing == rule
    back = Returned(uuid4(), "AC04")
    assert propose(fee, [], known(fee, returned=back))[0].clearing == back
    nobody = propose(seen("12.50", "?"), [], Known({}, {}, owner="accounting"))[0]
    assert (nobody.clearing, nobody.confidence) == (Suspended("accounting", ""), Decimal(0))


@pytest.mark.parametrize(
    ("number", "text", "is_in"),
    [
        ("FA-2026-000001", "REF FA-2026-000001", True),
        ("FA-2026-000001", "FA 2026 000001", True),
        ("FA-2026-000001", "FA-2026-0000012", False),
        ("F1", "F1", False),  # too short to mean anything
        ("F-7290", "votre facture f7290.", True),
    ],
)
def test_a_number_is_found_however_it_is_written(number: str, text: str, is_in: bool) -> None:
    assert (key_of(number) in keys_in(text)) is is_in


@given(amounts=st.lists(st.integers(1, 60), max_size=9), target=st.integers(1, 200))
def test_a_group_is_found_exactly_when_there_is_one(amounts: list[int], target: int) -> None:
    every = [
        places
        for size in range(1, len(amounts) + 1)
        for places in combinations(range(len(amounts)), size)
        if sum(amounts[place] for place in places) == target
    ]
    found = find_group(amounts, target)
    if found is None:
        assert not every
    else:
        assert found.places in every
        assert found.is_only == (len(every) == 1)


@pytest.mark.parametrize("amounts", [[10] * 5000, [2 * n + 2 for n in range(5000)], list(range(1, 41)) * 10])
def test_the_search_ends_soon_whatever_is_open(amounts: Sequence[int]) -> None:
    found = find_group(amounts, 10**6 + 1)
    assert found is None or sum(amounts[place] for place in found.places) == 10**6 + 1
