"""What happens to an invoice between seller, buyer and platforms: the French life cycle (XP Z12-014, annex A)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from kit.errors import Invalid

from accounting.domain.errors import StatusNotPossible


class Code(StrEnum):
    """MDT-105."""

    DEPOSITED = "200"
    ISSUED = "201"
    ARRIVED = "202"
    MADE_AVAILABLE = "203"
    TAKEN_IN_HAND = "204"
    APPROVED = "205"
    APPROVED_IN_PART = "206"
    DISPUTED = "207"
    SUSPENDED = "208"
    COMPLETED = "209"
    REFUSED = "210"
    PAYMENT_SENT = "211"
    CASHED = "212"
    REJECTED = "213"
    CANCELLED = "220"
    MISROUTED = "221"
    INADMISSIBLE = "501"


LABELS = {
    Code.DEPOSITED: "Déposée",
    Code.ISSUED: "Émise",
    Code.ARRIVED: "Reçue",
    Code.MADE_AVAILABLE: "Mise à disposition",
    Code.TAKEN_IN_HAND: "Prise en charge",
    Code.APPROVED: "Approuvée",
    Code.APPROVED_IN_PART: "Approuvée partiellement",
    Code.DISPUTED: "En litige",
    Code.SUSPENDED: "Suspendue",
    Code.COMPLETED: "Complétée",
    Code.REFUSED: "Refusée",
    Code.PAYMENT_SENT: "Paiement transmis",
    Code.CASHED: "Encaissée",
    Code.REJECTED: "Rejetée",
    Code.CANCELLED: "Annulée",
    Code.MISROUTED: "Erreur de routage",
    Code.INADMISSIBLE: "Irrecevable",
}
OURS_AS_BUYER = frozenset(
    (
        Code.TAKEN_IN_HAND,
        Code.APPROVED,
        Code.APPROVED_IN_PART,
        Code.DISPUTED,
        Code.SUSPENDED,
        Code.REFUSED,
        Code.PAYMENT_SENT,
    )
)
OURS_AS_SELLER = frozenset((Code.COMPLETED, Code.CASHED))
DEAD = frozenset((Code.REFUSED, Code.REJECTED, Code.INADMISSIBLE))  # the number is spent; cancel, and issue another

_ORDER = ("CMD_ERR", "SIRET_ERR", "CODE_ROUTAGE_ERR", "REF_CT_ABSENT", "REF_ERR")
_LINES = ("PU_ERR", "REM_ERR", "QTE_ERR", "ART_ERR", "MODPAI_ERR", "QUALITE_ERR", "LIVR_INCOMP")
_CONTENT = (
    "TX_TVA_ERR", "MONTANTTOTAL_ERR", "CALCUL_ERR", "NON_CONFORME", "DOUBLON", "DEST_ERR", "TRANSAC_INC", "EMMET_INC",
    "CONTRAT_TERM", "DOUBLE_FACT", "ADR_ERR",
)  # fmt: skip
# The reasons that we may give (BR-FR-CDV-CL-09); one of them is compulsory.
REASONS: dict[Code, frozenset[str]] = {
    Code.REFUSED: frozenset((*_CONTENT, "CMD_ERR", "REF_CT_ABSENT")),
    Code.DISPUTED: frozenset(("AUTRE", "COORD_BANC_ERR", "DEST_INC", *_CONTENT, *_ORDER, *_LINES)),
    Code.SUSPENDED: frozenset(("JUSTIF_ABS", "COORD_BANC_ERR", *_ORDER)),
    Code.APPROVED_IN_PART: frozenset(("AUTRE", *_ORDER, *_LINES)),
}


@dataclass(frozen=True, slots=True)
class CashedAmount:
    """What came in of one rate of VAT, tax included."""

    rate: Decimal
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class LifeStatus:
    """One step in an invoice's life."""

    code: Code
    at: datetime
    reason_code: str = ""
    reason: str = ""
    comment: str = ""
    amounts: tuple[CashedAmount, ...] = ()


@dataclass(frozen=True, slots=True)
class LifeMessage:
    """A step as it travels (CDAR): of which invoice, from whom to whom."""

    status: LifeStatus
    invoice_number: str
    invoice_type: str
    issued_on: datetime
    received_at: datetime
    seller_siren: str
    sender_name: str
    sender_siren: str
    sender_role: str  # SE or BY
    recipient_name: str
    recipient_siren: str
    recipient_role: str
    recipient_address: str  # of scheme 0225


def check_step(past: Collection[Code], status: LifeStatus, allowed: Collection[Code]) -> None:
    """Nothing while we may say so now.

    Raises:
        StatusNotPossible: it is not ours to say, or the invoice's life is over.
        Invalid: it needs a reason.
    """
    if status.code not in allowed:
        raise StatusNotPossible(f"{status.code} ({LABELS[status.code]}) is not ours to say of this invoice.")
    if over := DEAD & set(past):
        code = min(over)
        raise StatusNotPossible(f"The invoice is {code} ({LABELS[code]}): nothing more happens to it.", code=str(code))
    reasons = REASONS.get(status.code)
    if reasons and status.reason_code not in reasons:
        text = f"{status.code} ({LABELS[status.code]}) needs a reason code: {', '.join(sorted(reasons))}."
        raise Invalid(text, field="reason_code")
