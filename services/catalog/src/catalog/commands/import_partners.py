"""Partners from a file: what each line would do, done, and taken back."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from kit.db import Transaction
from kit.errors import Fault, Forbidden, InvalidRecords, faults_of
from kit.iban import masked
from kit.import_runs import Candidate, Context, Decision, Done, Finding, Line, NotUndone, Verdict
from kit.importing import same_as

from catalog.commands.change_partners import change_partners, write
from catalog.commands.create_partners import Surroundings, create_partners, reference_faults, surroundings
from catalog.commands.govern import check_creation
from catalog.domain.errors import MergedTwice, MergeTargetGone, NeedsAnotherPerson
from catalog.domain.field_rule import FieldRule
from catalog.domain.likeness import Candidate as Alike
from catalog.domain.likeness import twins
from catalog.domain.partner import Partner, faults
from catalog.domain.snapshot import kept, restored
from catalog.storage import field_rules, partners

NewPartner = Callable[[Mapping[str, str]], Partner | list[Fault]]
ChangedPartner = Callable[[Partner, Mapping[str, str]], Partner | list[Fault]]


@dataclass(frozen=True, slots=True)
class _There:
    """What is there already, as far as lines name it or are like it, and the rules for what is new."""

    known: Mapping[str, Partner]
    fresh: Sequence[tuple[int, Partner]]
    alike: Mapping[int, Sequence[Alike]]
    around: Surroundings
    rules: Mapping[str, FieldRule]


async def check(
    tx: Transaction, lines: Sequence[Line], about: Context, *, new: NewPartner, changed: ChangedPartner
) -> list[Finding]:
    """What each line would do. A line whose code is there changes that partner; one with its VAT number, SIREN, or name and
    postal code is probably it under another code, and somebody decides.
    """
    lines = [replace(line, values=_with_side(line.values, about)) for line in lines]
    known = await partners.by_codes(tx, {line.values["code"] for line in lines})
    read = await asyncio.to_thread(_read, lines, known, new, changed)
    good = [(i, each) for i, each in enumerate(read) if isinstance(each, Partner)]
    around = await surroundings(tx, [each for _, each in good])
    fresh = [(i, each) for i, each in good if lines[i].values["code"] not in known]
    alike: dict[int, list[Alike]] = {}
    for each in await partners.alike(tx, fresh):
        alike.setdefault(each.index, []).append(each)
    there = _There(known, fresh, alike, around, await field_rules.of(tx, "partner"))
    # Thousands of lines take seconds, in which the service goes on answering others.
    return await asyncio.to_thread(_findings, lines, read, there, about)


def _read(
    lines: Sequence[Line], known: Mapping[str, Partner], new: NewPartner, changed: ChangedPartner
) -> list[Partner | list[Fault]]:
    return [
        changed(known[line.values["code"]], line.values) if line.values["code"] in known else new(line.values)
        for line in lines
    ]


def _findings(
    lines: Sequence[Line], read: Sequence[Partner | list[Fault]], there: _There, about: Context
) -> list[Finding]:
    same_file = {there.fresh[each.index][0]: each for each in twins(partner for _, partner in there.fresh)}
    first: dict[str, int] = {}
    found = []
    for i, (line, partner) in enumerate(zip(lines, read, strict=True)):
        code = line.values["code"]
        earlier = first.setdefault(code, line.position)
        if earlier != line.position:
            found.append(_refused([same_as(earlier, "code")]))
        elif isinstance(partner, list):
            found.append(_refused(partner))
        elif wrong := [*faults(partner), *reference_faults(partner, there.around)]:
            found.append(_refused(wrong))
        elif code in there.known:
            changes = _differences(there.known[code], partner)
            verdict = Verdict.CHANGE if changes else Verdict.SAME
            decision = Decision.MERGE if changes else None
            found.append(Finding(verdict, changes=changes, target=there.known[code].id, decision=decision))
        elif i in same_file:
            twin = same_file[i]
            detail = f"{twin.code} of this file is probably the same: keep one of them."
            found.append(_refused([Fault("name", detail, "twin-in-file", {"code": twin.code})]))
        else:
            found.append(_new(partner, there.rules, about, there.alike.get(i, ())))
    return found


def _new(partner: Partner, rules: Mapping[str, FieldRule], about: Context, alike: Sequence[Alike]) -> Finding:
    try:
        check_creation("partners", [partner], rules, about.caller)
    except Forbidden as error:
        return _refused(faults_of(error))
    if not alike:
        return Finding(Verdict.NEW)
    candidates = tuple(Candidate(each.partner_id, each.code, each.name, each.reasons) for each in alike)
    # The same number is the same company; a name in a place is a guess, and nobody merges by a guess.
    proposal = (
        Decision.MERGE if alike[0].score == Decimal(1) and "name-and-postal-code" not in alike[0].reasons else None
    )
    return Finding(Verdict.DUPLICATE, candidates=candidates, target=candidates[0].record_id, decision=proposal)


async def apply(
    tx: Transaction, lines: Sequence[Line], about: Context, *, new: NewPartner, changed: ChangedPartner
) -> list[Done]:
    """Write new partners, and what lines change about those that are there.

    Raises:
        InvalidRecords, AlreadyTaken, PermissionMissing, MergeTargetGone: something came in between.
        MergedTwice: two lines are for one partner.
        NeedsAnotherPerson: a change would wait for approval: that is asked for on the partner itself.
    """
    lines = [replace(line, values=_with_side(line.values, about)) for line in lines]
    merged = [line for line in lines if line.decision is Decision.MERGE and line.target]
    known = await partners.find_many(tx, [line.target for line in merged if line.target], lock=True)
    created: list[Partner] = []
    pairs: dict[UUID, tuple[Partner, Partner]] = {}
    done = []
    for line in lines:
        if line.decision is not Decision.MERGE or line.target is None:
            partner = _taken(new(line.values))
            created.append(partner)
            done.append(Done(partner.id, {"created": 1}))
        elif (before := known.get(line.target)) is None:
            raise MergeTargetGone("The partner to merge with is gone: check the file again.")
        elif line.target in pairs:
            detail = f"{before.code} is merged with by two lines: keep one of them."
            raise MergedTwice(detail, code=before.code)
        else:
            asked = replace(_taken(changed(before, line.values)), code=before.code)
            same = not _differences(before, asked)
            if not same:
                pairs[before.id] = (before, asked)
            version = before.version if same else asked.version
            done.append(Done(before.id, {"version": version, "before": kept(before)} | ({"same": 1} if same else {})))
    if pairs:
        _, waiting = await change_partners(tx, list(pairs.values()), caller=about.caller)
        if waiting:
            code = pairs[waiting[0].record_id][0].code
            raise NeedsAnotherPerson(
                f"Some of what changes about {code} needs another person: make that change on the partner itself,"
                " or leave the columns out.",
                code=code,
            )
    if created:
        await create_partners(tx, created, caller=about.caller, accepted=[True] * len(created))
    return done


async def undo(tx: Transaction, done: Sequence[Done], about: Context) -> None:
    """New partners are no longer active, changed ones as they were before.

    Raises:
        NotUndone: somebody changed one of them since.
    """
    known = await partners.find_many(tx, [each.record_id for each in done], lock=True)
    pairs = []
    for each in done:
        now = known.get(each.record_id)
        if now is None or now.version != (1 if each.undo.get("created") else int(each.undo["version"])):
            code = now.code if now else str(each.record_id)
            raise NotUndone(
                f"{code} was changed since the import: undo that change first, or correct by hand.", code=code
            )
        if each.undo.get("same"):
            continue
        former = each.undo.get("before")
        version = now.version + 1
        after = (
            replace(now, is_active=False, version=version)
            if former is None
            else restored(Partner, {**former, "id": now.id, "version": version})
        )
        pairs.append((now, after))
    around = await surroundings(tx, [after for _, after in pairs])
    await write(tx, pairs, around.terms, subject=about.caller.subject, action="import-undone")


def _with_side(values: Mapping[str, str], about: Context) -> Mapping[str, str]:
    """What the file says of all its partners, where a line says nothing."""
    side = about.options.get("side")
    if side is None or "is_customer" in values or "is_supplier" in values:
        return values
    sides = ("customer", "supplier") if side == "both" else (side,)
    return {**values, **{f"is_{each}": "true" for each in sides}}


def _taken(partner: Partner | list[Fault]) -> Partner:
    if isinstance(partner, list):
        raise InvalidRecords(partner)
    return partner


def _differences(before: Partner, after: Partner) -> dict[str, tuple[str, str]]:
    old, now = kept(before), kept(after)
    return {name: (_told(name, old[name]), _told(name, now[name])) for name in now if old[name] != now[name]}


def _told(name: str, value: Any) -> str:
    if isinstance(value, dict):
        shown = {key: masked(str(part)) if key == "iban" else part for key, part in value.items() if key != "kind"}
        return " ".join(str(part) for part in shown.values() if part)
    if isinstance(value, list | tuple):
        return ", ".join(_told(name, each) for each in value)
    return "" if value is None else str(value)


def _refused(wrong: Sequence[Fault]) -> Finding:
    return Finding(Verdict.REFUSED, tuple(wrong))
