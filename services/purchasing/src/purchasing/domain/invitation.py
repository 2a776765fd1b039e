"""The link by which a supplier answers, and the letters that bring it: what they say, and when they leave."""
# ruff: noqa: RUF001  # apostrophes and spaces as French printers set them

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, Literal
from uuid import UUID

Language = Literal["fr", "en"]

_LINES_SHOWN = 20  # the others are behind the link


class LetterKind(StrEnum):
    """Why a supplier is written to."""

    INVITATION = "rfq-invitation"
    REMINDER = "rfq-reminder"


def secret_of(key: bytes, invitation_id: UUID) -> str:
    """The secret of an invitation's link: made anew whenever it is needed, so that it is stored nowhere."""
    seal = hmac.new(key, b"rfq-invitation." + invitation_id.bytes, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(seal).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A line of a request, as a supplier reads it."""

    quantity: Decimal
    packaging_code: str
    name: str
    sku: str
    needed_on: date | None


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter to a supplier tells."""

    kind: LetterKind
    language: Language
    company: str
    number: str
    note: str
    respond_by: date
    link: str
    lines: Sequence[AskedFor]

    @property
    def subject(self) -> str:
        return _SUBJECTS[self.kind][self.language].format(number=self.number, company=self.company).strip(" –")

    @property
    def text(self) -> str:
        """The whole of it."""
        words = _WORDS[self.language]
        asked = [self._line(line) for line in self.lines[:_LINES_SHOWN]]
        if (more := len(self.lines) - _LINES_SHOWN) > 0:
            asked.append(words["more"].format(count=more))
        parts = (
            words["hello"],
            _OPENINGS[self.kind][self.language].format(number=self.number, until=self._day(self.respond_by)),
            "\n".join(asked),
            self.note,
            f"{words['link']}\n{self.link}",
            words["end"],
            self.company,
        )
        return "\n\n".join(part for part in parts if part) + "\n"

    def _line(self, line: AskedFor) -> str:
        quantity = f"{line.quantity.normalize():f}"
        if self.language == "fr":
            quantity = quantity.replace(".", ",")
        needed = _WORDS[self.language]["needed"].format(day=self._day(line.needed_on)) if line.needed_on else ""
        return f"- {quantity} × {line.packaging_code}  {line.name} ({line.sku}){needed}"

    def _day(self, day: date) -> str:
        return day.strftime("%d/%m/%Y") if self.language == "fr" else f"{day.day} {day:%B %Y}"


_SUBJECTS: Final = {
    LetterKind.INVITATION: {
        "fr": "Demande de prix {number} – {company}",
        "en": "Request for quotation {number} – {company}",
    },
    LetterKind.REMINDER: {
        "fr": "Rappel : demande de prix {number} – {company}",
        "en": "Reminder: request for quotation {number} – {company}",
    },
}
_OPENINGS: Final = {
    LetterKind.INVITATION: {
        "fr": "Merci de nous donner vos prix pour la demande {number}, au plus tard le {until} :",
        "en": "Please give us your prices for our request {number}, by {until} at the latest:",
    },
    LetterKind.REMINDER: {
        "fr": "Nous n’avons pas encore votre réponse à la demande {number}. Vous pouvez répondre jusqu’au {until} :",
        "en": "We do not have your answer to our request {number} yet. You can answer until {until}:",
    },
}
_WORDS: Final = {
    "fr": {
        "hello": "Bonjour,",
        "needed": ", pour le {day}",
        "more": "- et {count} autres lignes",
        "link": "Répondez, ou déclinez, par ce lien, sans compte :",
        "end": "Ce lien n’est que pour vous. Pour toute question, répondez à ce message.",
    },
    "en": {
        "hello": "Hello,",
        "needed": ", for {day}",
        "more": "- and {count} further lines",
        "link": "Answer, or decline, by this link, without an account:",
        "end": "This link is for you only. If you have a question, reply to this message.",
    },
}
