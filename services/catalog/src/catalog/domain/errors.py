"""What catalog refuses.

AlreadyTaken   an id, SKU, code or GTIN that another record has
FamilyTaken    a family's code that another one has
TermsTaken     a code of payment terms that others have
TermsUnlawful  terms that give more time than the law
CodesTaken     a customer's code that stands for another product
PartnerProbablyKnown   a partner that seems to be there already
NotConvertible         quantities that have no exact counterpart
MergeTargetGone        what an import's line was to be merged with is gone
MergedTwice            two lines of an import are for one record
NeedsAnotherPerson     an import's line changes what one person may not change alone
VersionsBehind         records that changed since they were read

Records that make no sense are kit's InvalidRecords.
"""

from collections.abc import Sequence
from uuid import UUID

from kit.errors import Conflict, Fault, Invalid, Stale, listed, sentence_of

from catalog.domain.likeness import Candidate


class AlreadyTaken(Conflict):
    """Another record has this id, SKU, code or GTIN; none was written."""

    def __init__(self, faults: Sequence[Fault], existing: Sequence[UUID]) -> None:
        super().__init__(
            sentence_of(faults), field=faults[0].field, errors=listed(faults), existing=[str(id_) for id_ in existing]
        )


class MergeTargetGone(Conflict):
    """What a line was to be merged with is no longer there."""


class MergedTwice(Conflict):
    """Two lines are to be merged with one record."""


class NeedsAnotherPerson(Conflict):
    """A line changes what its importer may not change alone."""


class FamilyTaken(Conflict):
    """A family with this code exists."""


class TermsUnlawful(Invalid):
    """The law gives a buyer less time to pay."""


class TermsTaken(Conflict):
    """Payment terms with this code exist. They do not change: give new ones a new code."""


class CodesTaken(Conflict):
    """A customer's code stands for another product; none was written."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(sentence_of(faults), field=faults[0].field, errors=listed(faults))


class PartnerProbablyKnown(Conflict):
    """A new partner looks like one that is there; none was written."""

    def __init__(self, candidates: Sequence[Candidate], places: Sequence[str]) -> None:
        first = candidates[0]
        super().__init__(
            f"This is probably {first.name} ({first.code}), by {' and '.join(first.reasons)}: use that partner, or send"
            " `accept_duplicate` to create another. Nothing was written.",
            field=f"{places[0]}name",
            candidates=[
                {
                    "field": f"{place}name",
                    "partner_id": str(each.partner_id),
                    "code": each.code,
                    "name": each.name,
                    "score": str(each.score),
                    "reasons": list(each.reasons),
                }
                for each, place in zip(candidates, places, strict=True)
            ],
        )


class NotConvertible(Invalid):
    """Quantities have no exact counterpart in the packaging or unit asked for; `nearest` says what would have."""

    def __init__(self, faults: Sequence[Fault], nearest: Sequence[dict[str, str]]) -> None:
        super().__init__(
            sentence_of(faults).removesuffix(" Nothing was written."),
            field=faults[0].field,
            errors=listed(faults),
            nearest=list(nearest),
        )


class VersionsBehind(Stale):
    """Records changed since they were read; none was written."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(sentence_of(faults), field=faults[0].field, errors=listed(faults))
