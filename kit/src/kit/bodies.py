"""Types that bodies of every service share. Decimals travel as strings."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]*$")]
Quantity = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=6, examples=["12"])]
UnitPrice = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6, examples=["3.75"])]
Rate = Annotated[Decimal, Field(ge=0, le=1, max_digits=7, decimal_places=6, examples=["0.25"])]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["EUR"])]
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2099, 12, 31))]


class Strict(BaseModel):
    """A body whose members are all known: a misspelt one is a fault, not silence."""

    model_config = ConfigDict(extra="forbid")
