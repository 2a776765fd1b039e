"""Identifiers grow with the clock, however many are made."""

import time
from uuid import UUID

import pytest
from kit.errors import Invalid
from kit.ids import new_id, parse_id


def test_ids_grow_and_do_not_run_ahead_of_the_clock() -> None:
    ids = [new_id() for _ in range(50_000)]
    assert ids == sorted(set(ids))
    assert {(id_.version, id_.variant) for id_ in ids} == {(7, UUID("0" * 16 + "8" + "0" * 15).variant)}
    assert (ids[-1].int >> 80) <= time.time_ns() // 1_000_000


def test_what_is_no_id_is_refused_with_its_field() -> None:
    assert parse_id(str(UUID(int=7))) == UUID(int=7)
    for text in ("", "7", "{00000000-0000-0000-0000-000000000007}", "z" * 32):
        with pytest.raises(Invalid) as refused:
            parse_id(text, field="movement_id")
        assert refused.value.field == "movement_id"
