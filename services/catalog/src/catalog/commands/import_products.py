"""Products from a file: what each line would do, done, and taken back."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from kit.db import Transaction
from kit.errors import Fault, Forbidden, InvalidRecords, faults_of
from kit.import_runs import Candidate, Context, Decision, Done, Finding, Line, NotUndone, Verdict
from kit.importing import same_as
from kit.search import folded

from catalog.commands.change_products import change_products, write
from catalog.commands.create_products import Surroundings, create_products, reference_faults, surroundings
from catalog.commands.govern import check_creation
from catalog.domain.errors import MergedTwice, NeedsAnotherPerson
from catalog.domain.family import Family
from catalog.domain.field_rule import FieldRule
from catalog.domain.product import Product, ProductStatus, completed, faults, transition_faults
from catalog.domain.snapshot import kept, restored
from catalog.storage import families, field_rules, products

# What a line says as a product, alone or on top of one that is there; or what is wrong with it.
NewProduct = Callable[[Mapping[str, str]], Product | list[Fault]]
ChangedProduct = Callable[[Product, Mapping[str, str]], Product | list[Fault]]


@dataclass(frozen=True, slots=True)
class _There:
    """What is there already, as far as lines name it, and the rules for what is new."""

    by_gtin: Mapping[str, tuple[UUID, str]]
    by_sku: Mapping[str, UUID]
    by_name: Mapping[str, Sequence[UUID]]
    known: Mapping[UUID, Product]
    around: Surroundings
    rules: Mapping[str, FieldRule]


async def check(
    tx: Transaction, lines: Sequence[Line], about: Context, *, new: NewProduct, changed: ChangedProduct
) -> list[Finding]:
    """What each line would do. A line whose SKU is there changes that product; one whose GTIN or name is there is probably
    it under another SKU, and somebody decides.
    """
    tree = await families.every(tx)
    named = [with_family(line.values, tree) for line in lines]
    by_gtin, by_sku = await products.by_codes(
        tx, gtins=[each["gtin"].zfill(14) for each in named if each.get("gtin")], skus=[each["sku"] for each in named]
    )
    by_name = await products.by_names(tx, {name.lower() for each in named if (name := _name(each))})
    ids = {
        *by_sku.values(),
        *(id_ for id_, _ in by_gtin.values()),
        *(id_ for found in by_name.values() for id_ in found),
    }
    known = await products.find_many(tx, ids) if ids else {}
    read = await asyncio.to_thread(_read, named, by_sku, known, new, changed)
    around = await surroundings(tx, [each for each in read if isinstance(each, Product)])
    there = _There(by_gtin, by_sku, by_name, known, around, await field_rules.of(tx, "product"))
    # Thousands of lines take seconds, in which the service goes on answering others.
    return await asyncio.to_thread(_findings, [line.position for line in lines], named, read, there, about)


async def apply(
    tx: Transaction, lines: Sequence[Line], about: Context, *, new: NewProduct, changed: ChangedProduct
) -> list[Done]:
    """Write new products, and what lines change about those that are there.

    Raises:
        InvalidRecords, AlreadyTaken, PermissionMissing: something came in between.
        MergedTwice: two lines are for one product.
        NeedsAnotherPerson: a change would wait for approval: that is asked for on the product itself.
    """
    tree = await families.every(tx)
    named = {line.position: with_family(line.values, tree) for line in lines}
    targets = [line.target for line in lines if line.decision is Decision.MERGE and line.target]
    known = await products.find_many(tx, targets, lock=True) if targets else {}
    created, pairs, merged, done = [], [], set[UUID](), dict[int, Done]()
    for line in lines:
        before = known.get(line.target) if line.target and line.decision is Decision.MERGE else None
        product = _taken(changed(before, named[line.position]) if before else _new(new, named[line.position]))
        if before is None:
            created.append(product)
            done[line.position] = Done(product.id, {"created": 1})
        else:
            if before.id in merged:
                raise MergedTwice(f"{before.sku} is merged with by two lines: keep one of them.", code=before.sku)
            merged.add(before.id)
            after = replace(product, sku=before.sku)
            pairs.append((before, after))
            done[line.position] = Done(before.id, {"version": after.version, "before": kept(before)})
    if created:
        await create_products(tx, created, caller=about.caller)
    if pairs:
        _, waiting = await change_products(tx, pairs, caller=about.caller)
        if waiting:
            sku = next(before.sku for before, _ in pairs if before.id == waiting[0].record_id)
            raise NeedsAnotherPerson(
                f"Some of what changes about {sku} needs another person: make that change on the product itself,"
                " or leave the columns out.",
                code=sku,
            )
    return [done[line.position] for line in lines]


async def undo(tx: Transaction, done: Sequence[Done], about: Context) -> None:
    """New products are discontinued, changed ones as they were before.

    Raises:
        NotUndone: somebody changed one of them since.
    """
    known = await products.find_many(tx, [each.record_id for each in done], lock=True)
    pairs = []
    for each in done:
        now = known[each.record_id]
        written = 1 if each.undo.get("created") else int(each.undo["version"])
        if now.version != written:
            raise NotUndone(
                f"{now.sku} was changed since the import: undo that change first, or correct by hand.", code=now.sku
            )
        former = each.undo.get("before")
        if former is None:
            after = replace(now, status=ProductStatus.DISCONTINUED, version=now.version + 1)
        else:
            after = restored(Product, {**former, "id": now.id, "version": now.version + 1})
        pairs.append((now, after))
    await write(tx, pairs, subject=about.caller.subject, action="import-undone")


def with_family(values: Mapping[str, str], tree: Mapping[str, Family]) -> dict[str, str]:
    """The values with the code of their family, which people call by its name."""
    given = values.get("family", "")
    if not given or given in tree:
        return dict(values)
    word = folded(given)
    codes = [code for code, each in tree.items() if word in (folded(code), folded(each.name))]
    return {**values, "family": codes[0] if len(codes) == 1 else given}


def _new(new: NewProduct, values: Mapping[str, str]) -> Product | list[Fault]:
    if not values.get("family"):
        return [Fault("family", "A new product has a family: name one.", "family-missing")]
    product = new(values)
    return product if isinstance(product, list) else completed(product)


def _read(
    named: Sequence[Mapping[str, str]],
    by_sku: Mapping[str, UUID],
    known: Mapping[UUID, Product],
    new: NewProduct,
    changed: ChangedProduct,
) -> list[Product | list[Fault]]:
    return [changed(known[by_sku[each["sku"]]], each) if each["sku"] in by_sku else _new(new, each) for each in named]


def _findings(
    positions: Sequence[int],
    named: Sequence[Mapping[str, str]],
    read: Sequence[Product | list[Fault]],
    there: _There,
    about: Context,
) -> list[Finding]:
    first: dict[tuple[str, str], int] = {}
    found = []
    for position, values, product in zip(positions, named, read, strict=True):
        own = [("sku", values["sku"]), *([("gtin", values["gtin"].zfill(14))] if values.get("gtin") else [])]
        twins = [(name, first[name, value]) for name, value in own if (name, value) in first]
        for key in own:
            first.setdefault(key, position)
        if twins:
            (name, earlier), *_ = twins
            found.append(_refused([same_as(earlier, name)]))
        elif isinstance(product, list):
            found.append(_refused(product))
        elif wrong := [*faults(product), *reference_faults(product, there.around)]:
            found.append(_refused(wrong))
        elif values["sku"] in there.by_sku:
            before = there.known[there.by_sku[values["sku"]]]
            wrong = list(transition_faults(before, product))
            found.append(_refused(wrong) if wrong else _change(before, product))
        else:
            found.append(_creation(values, product, there, about))
    return found


def _creation(values: Mapping[str, str], product: Product, there: _There, about: Context) -> Finding:
    try:
        check_creation("products", [product], there.rules, about.caller)
    except Forbidden as error:
        return _refused(faults_of(error))
    alike = _alike(values, there)
    return Finding(Verdict.DUPLICATE, candidates=alike, target=alike[0].record_id) if alike else Finding(Verdict.NEW)


def _taken(product: Product | list[Fault]) -> Product:
    if isinstance(product, list):
        raise InvalidRecords(product)
    return product


def _change(before: Product, after: Product) -> Finding:
    changes = _differences(before, after)
    if not changes:
        return Finding(Verdict.SAME, target=before.id)
    return Finding(Verdict.CHANGE, changes=changes, target=before.id, decision=Decision.MERGE)


def _differences(before: Product, after: Product) -> dict[str, tuple[str, str]]:
    old, now = kept(before), kept(after)
    return {name: (_told(old[name]), _told(now[name])) for name in now if old[name] != now[name]}


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part)
    if isinstance(value, list | tuple):
        return ", ".join(_told(each) for each in value)
    return "" if value is None else str(value)


def _alike(values: Mapping[str, str], there: _There) -> tuple[Candidate, ...]:
    known = there.known
    reasons: dict[UUID, list[str]] = {}
    if values.get("gtin") and (place := there.by_gtin.get(values["gtin"].zfill(14))):
        reasons.setdefault(place[0], []).append("gtin")
    for id_ in there.by_name.get(_name(values).lower(), ()):
        reasons.setdefault(id_, []).append("name")
    return tuple(
        Candidate(id_, known[id_].sku, known[id_].name_fr or known[id_].name_en, tuple(why))
        for id_, why in sorted(reasons.items(), key=lambda each: (-len(each[1]), each[1][0] != "gtin"))
    )


def _name(values: Mapping[str, str]) -> str:
    return values.get("name_fr") or values.get("name_en") or ""


def _refused(wrong: Sequence[Fault]) -> Finding:
    return Finding(Verdict.REFUSED, tuple(wrong))
