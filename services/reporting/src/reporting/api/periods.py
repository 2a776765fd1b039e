"""Periods of questions: half-open."""

from datetime import date
from typing import Annotated

from fastapi import Query
from kit.errors import Invalid

From = Annotated[date | None, Query(alias="from", description="First day that counts.")]
Until = Annotated[date | None, Query(alias="until", description="First day that no longer counts.")]


def check_period(from_: date | None, until: date | None) -> None:
    """Raises:
    Invalid: no day is in it.
    """
    if from_ is not None and until is not None and from_ >= until:
        raise Invalid(
            f"The period from {from_} until {until} is empty: `until` is the first day after it.", field="until"
        )
