"""The families of refusals. A service names its own by subclassing; HTTP and gRPC map the families once.

DomainError
├── Invalid       the request itself makes no sense
│   └── InvalidRecords   with every fault of every record
├── Unauthenticated, Forbidden, NotFound
├── Conflict      well formed, but the state or a rule says no
├── Stale         the version sent is not the current one
├── TooMany       the caller has done this too often
└── Unavailable   a peer, the broker or the database is away: retry later
"""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


class DomainError(Exception):
    """A refusal with a public name, a sentence that says what to do, and the values behind it.

    `slug` is public and does not change; by default it is the class name in kebab case.
    """

    slug: ClassVar[str] = "error"
    title: ClassVar[str] = "Error"

    def __init_subclass__(cls) -> None:
        words = re.findall(r"[A-Z][a-z0-9]*", cls.__name__)
        if "slug" not in cls.__dict__:
            cls.slug = "-".join(word.lower() for word in words)
        if "title" not in cls.__dict__:
            cls.title = " ".join([words[0], *(word.lower() for word in words[1:])])

    def __init__(self, detail: str, *, field: str | None = None, **values: object) -> None:
        """`field` is the path of the member at fault ("lines.2.quantity"); `values` go to the client as they are."""
        super().__init__(detail)
        self.detail = detail
        self.field = field
        self.values: Mapping[str, object] = values


class Invalid(DomainError):
    """The request itself makes no sense."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a record; `field` is the path within the record ("packagings.1.gtin").

    `code` and `values` say the same to who reads another language. Codes are public: they do not change.
    """

    field: str
    detail: str
    code: str = ""
    values: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)

    def within(self, prefix: str) -> "Fault":
        """The same fault, seen from further out."""
        return dataclasses.replace(self, field=f"{prefix}{self.field}")


class InvalidRecords(Invalid):
    """At least one record is wrong; none was written."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(sentence_of(faults), field=faults[0].field, errors=listed(faults))


def listed(faults: Sequence[Fault], *, limit: int = 1000) -> list[dict[str, Any]]:
    """Faults as a refusal's value `errors`, and as they are stored."""
    return [
        {
            "field": fault.field,
            "detail": fault.detail,
            **({"code": fault.code, "values": dict(fault.values)} if fault.code else {}),
        }
        for fault in faults[:limit]
    ]


def faults_of(error: DomainError) -> list[Fault]:
    """What a refusal lists under `errors`, or else the refusal itself by its own name and values."""
    told: Any = error.values.get("errors")
    if told:
        return [Fault(**each) for each in told]
    values = {name: str(value) for name, value in error.values.items() if isinstance(value, str | int)}
    return [Fault(error.field or "", error.detail, error.slug, values)]


def together(refusals: Sequence[DomainError]) -> DomainError:
    """The first of these refusals, which also tells the others as `errors`."""
    first, *others = refusals
    if others:
        faults = [fault for each in refusals for fault in faults_of(each)]
        first.values = {**first.values, "errors": listed(faults)}
    return first


def sentence_of(faults: Sequence[Fault]) -> str:
    """Faults as the detail of a refusal of records."""
    more = f" And {len(faults) - 1} more: see `errors`." if len(faults) > 1 else ""
    return f"{faults[0].field}: {faults[0].detail}{more} Nothing was written."


class Unauthenticated(DomainError):
    """Nobody valid is calling."""


class Forbidden(DomainError):
    """The caller may not do this."""


class NotFound(DomainError):
    """It is not there, or not for this caller."""


class Conflict(DomainError):
    """Well formed, but the state or a rule says no."""


class Stale(DomainError):
    """The version sent is not the current one: read it again, then repeat the change."""


class TooMany(DomainError):
    """The caller has done this too often; `retry_after_s` says when he may again, if he may."""


class Unavailable(DomainError):
    """A peer, the broker or the database is away: retry later."""


def unknown(noun: str, id_: object, *, field: str | None = None) -> NotFound:
    """The usual sentence for an id that leads nowhere."""
    return NotFound(f"There is no {noun} {id_}. Check the id.", field=field, id=str(id_))


def stale(noun: str, *, sent: int, current: int) -> Stale:
    """The usual sentence for a version that is no longer the current one."""
    return Stale(
        f"This {noun} is at version {current}, not {sent}: read it again, then repeat the change.",
        sent=sent,
        current=current,
    )
