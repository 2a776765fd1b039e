"""What is printed of us on documents."""

from dataclasses import dataclass
from typing import Annotated, Literal, Self

from fastapi import Depends, Request

from kit.paper import Party
from kit.settings import ServiceSettings

Language = Literal["fr", "en"]


@dataclass(frozen=True, slots=True)
class Company:
    name: str
    address: tuple[str, ...] = ()
    legal: str = ""

    @classmethod
    def of(cls, settings: ServiceSettings) -> Self:
        """As the environment says it."""
        return cls(settings.company_name, tuple(settings.company_address.split("|")), settings.company_legal)

    @property
    def party(self) -> Party:
        """As sender or receiver of a document."""
        return Party(self.name, self.address)


async def _company(request: Request) -> Company:
    company: Company = request.app.state.company
    return company


OurCompany = Annotated[Company, Depends(_company)]
