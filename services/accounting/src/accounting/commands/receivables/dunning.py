"""Remind customers of what is late: proposed, written, and sent once each."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.ids import new_id

from accounting.commands.receivables.charge_late import post_charge
from accounting.config import Settings
from accounting.domain.receivables.dunning import Charge, Letter, Level, Reminders, charge_of, check_ladder, reminders
from accounting.domain.receivables.errors import NoLadder, NothingToRemind
from accounting.domain.receivables.late_charge import chargeable
from accounting.domain.receivables.late_interest import LateRate, statutory_rate
from accounting.storage import documents
from accounting.storage.receivables import dunning, dunning_rules
from accounting.storage.receivables.dunning import Run, Written
from accounting.storage.receivables.letterhead import addressees
from kit import audit, effects

LETTER = "dunning-letter"  # the kind of the effect


async def propose(tx: ReadTransaction, on: date, minimum: Decimal) -> Reminders:
    """The letters that a run would write on a day, and what it would leave alone and why.

    Raises:
        NoLadder: nobody has said how reminders are written.
        LateRateMissing: interest is to be claimed for days without a rate.
    """
    ladder = await dunning_rules.ladder(tx)
    if not ladder:
        raise NoLadder("There are no levels of reminders: enter them first.")
    return reminders(
        await dunning.late(tx, on),
        ladder,
        on=on,
        rates=await dunning_rules.rates(tx),
        unused=await dunning.unused_credits(tx),
        held=await dunning_rules.held(tx, on),
        minimum=minimum,
    )


async def make_run(
    tx: Transaction, run_id: UUID, on: date, minimum: Decimal, *, settings: Settings, by: str, now: datetime
) -> Run:
    """Write the letters that are proposed; those with an e-mail address leave after this transaction, each once.

    Raises:
        NothingToRemind, NothingToCharge: there are none, or somebody was faster.
        PeriodClosed: a level posts what it claims, and that day is in a closed period.
        As `propose`.
    """
    found = await propose(tx, on, minimum)
    if not found.letters:
        raise NothingToRemind("Nobody is to be reminded on that day: the proposal says who is left alone, and why.")
    ladder = await dunning_rules.ladder(tx)
    to = await addressees(tx, [letter.partner_id for letter in found.letters])
    (number,) = await documents.take_numbers(tx, "RR", now.year, 1)
    run = Run(run_id, number, on, len(found.letters), by, now)
    written = []
    numbers = await documents.take_numbers(tx, "RL", now.year, len(found.letters))
    for letter_number, letter in zip(numbers, found.letters, strict=True):
        addressee = to[letter.partner_id]
        email = addressee.email if settings.smtp_host else ""
        words = ladder[letter.level - 1].words[addressee.language]
        written.append(Written(new_id(), letter_number, run.id, on, addressee.language, words, email, letter))
    await dunning.add_run(tx, run, written)
    for each in written:
        if each.email:
            await effects.want(tx, LETTER, f"{LETTER}:{each.id}", {"letter_id": str(each.id)}, now)
        if posted := await _posted(tx, each.letter, ladder, on):
            await post_charge(tx, new_id(), posted, on, settings.company_currency, letter_id=each.id, by=by)
    await audit.record(tx, AuditEntry("dunning_run", str(run.id), "made", {"letters": [None, str(run.letters)]}, by))
    return run


async def _posted(tx: ReadTransaction, letter: Letter, ladder: Sequence[Level], on: date) -> tuple[Charge, ...]:
    """What of a letter its levels turn into a debit note."""
    documents = [each.document for each in letter.claims if each.level and ladder[each.level - 1].posts]
    rates = await dunning_rules.rates(tx) if documents else []
    return chargeable([charge_of(each, on, rates) for each in documents])


async def decide_letter(tx: Transaction, letter_id: UUID, *, again: bool, by: str, now: datetime) -> None:
    """Send a letter that was refused, or of which nobody knows whether it left; or let it be.

    Raises:
        NotFound: there is no such letter that leaves by e-mail.
        EffectNotParked: it waits for nobody.
    """
    effect_id = await tx.fetchval("SELECT id FROM effect WHERE key = $1", f"{LETTER}:{letter_id}")
    if effect_id is None:
        raise unknown("reminder by e-mail", letter_id)
    await effects.decide(tx, effect_id, again=again, now=now)
    action = "sent-again" if again else "given-up"
    await audit.record(tx, AuditEntry("dunning_letter", str(letter_id), action, {}, by))


async def set_ladder(tx: Transaction, levels: Sequence[Level], *, by: str) -> None:
    """How customers are reminded from now on.

    Raises:
        LadderWrong: a level does not come later than the one before it.
    """
    check_ladder(levels)
    before = len(await dunning_rules.ladder(tx))
    await dunning_rules.set_ladder(tx, levels)
    changes: dict[str, list[str | None]] = {"levels": [str(before), str(len(levels))]}
    await audit.record(tx, AuditEntry("dunning_level", "ladder", "set", changes, by))


async def set_rate(
    tx: Transaction, effective_from: date, *, ecb_rate: Decimal, legal_rate: Decimal, by: str
) -> LateRate:
    """The rate of late interest from a day on, as the law computes it."""
    rate = LateRate(effective_from, statutory_rate(ecb_rate=ecb_rate, legal_rate=legal_rate))
    await dunning_rules.set_rate(tx, rate, ecb_rate, legal_rate)
    changes: dict[str, list[str | None]] = {"rate": [None, str(rate.rate)]}
    await audit.record(tx, AuditEntry("late_interest_rate", str(effective_from), "set", changes, by))
    return rate


async def hold(tx: Transaction, partner_id: UUID, until: date | None, reason: str, *, by: str) -> None:
    """Leave a customer in peace.

    Raises:
        NotFound: accounting does not know the partner.
    """
    if await documents.payment_days(tx, partner_id) is None:
        raise unknown("partner", partner_id)
    await dunning_rules.hold(tx, partner_id, until, reason, by)
    await audit.record(tx, AuditEntry("partner", str(partner_id), "reminders-held", {"reason": [None, reason]}, by))


async def let_go(tx: Transaction, partner_id: UUID, *, by: str) -> None:
    """Remind a customer again.

    Raises:
        NotFound: he was not held.
    """
    if not await dunning_rules.let_go(tx, partner_id):
        raise unknown("customer who is held", partner_id)
    await audit.record(tx, AuditEntry("partner", str(partner_id), "reminders-released", {}, by))
