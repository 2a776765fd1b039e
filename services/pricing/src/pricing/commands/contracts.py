"""Write contracts, with their trail."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from kit.audit import AuditEntry, differences
from kit.db import Transaction
from kit.errors import Fault, InvalidRecords, listed, sentence_of, stale, unknown

from kit import audit
from pricing.domain.contract import Contract, ContractLine, faults_of
from pricing.domain.errors import CodeTaken, ContractCalled, CustomerNotKnown, ProductNotKnown
from pricing.queries.sales_facts import customer_fault, product_fault
from pricing.storage import contracts, prices
from pricing.storage.contracts import Stored


async def put_contract(
    tx: Transaction, contract: Contract, *, version: int | None, subject: str
) -> tuple[Contract, int]:
    """Write a contract over its older self, if there is one; a line for the same product, family and quantity keeps its id.

    Returns it as it is now, with its version.

    Raises:
        InvalidRecords: it makes no sense; with every fault.
        ProductNotKnown, CustomerNotKnown: it is about some of which pricing has not heard.
        CodeTaken: another contract has its code.
        ContractCalled: a line is left out of which orders have called, or the customer or currency changes after that.
        Stale: `version` is given and not the current one.
    """
    if faults := list(faults_of(contract)):
        raise InvalidRecords(faults)
    await _check_known(tx, contract)
    stored = await contracts.lock(tx, contract.id)
    current = stored.version if stored else 0
    if version is not None and version != current:
        raise stale("contract", sent=version, current=current)
    if await contracts.id_of_code(tx, contract.code) not in (None, contract.id):
        raise CodeTaken(f"Another contract is called {contract.code}: take another code.", field="code")
    removed = list[UUID]()
    if stored:
        contract = _with_ids(contract, stored.contract.lines)
        removed = _removed(contract, stored)
    written = await contracts.put(tx, contract, removed)
    changes = differences(_shown(stored.contract if stored else None), _shown(contract))
    action = "changed" if stored else "created"
    await audit.record(tx, AuditEntry("contract", str(contract.id), action, changes, subject, written))
    return contract, written


async def end_contract(tx: Transaction, id_: UUID, until: date, *, version: int, subject: str) -> tuple[Contract, int]:
    """It does not hold any more from a day on.

    Raises:
        NotFound, Stale: there is no such contract in this version.
        InvalidRecords: the day is not after its first.
    """
    stored = await contracts.lock(tx, id_)
    if stored is None:
        raise unknown("contract", id_)
    return await put_contract(tx, replace(stored.contract, effective_until=until), version=version, subject=subject)


async def _check_known(tx: Transaction, contract: Contract) -> None:
    if await prices.unknown_customers(tx, [contract.customer_id]):
        fault = customer_fault(contract.customer_id, "customer_id")
        raise CustomerNotKnown(fault.detail, field=fault.field)
    unheard = await prices.unknown_products(tx, {line.product_id for line in contract.lines if line.product_id})
    faults: list[Fault] = [
        product_fault(line.product_id, f"lines.{i}.product_id")
        for i, line in enumerate(contract.lines)
        if line.product_id in unheard
    ]
    if faults:
        raise ProductNotKnown(sentence_of(faults), field=faults[0].field, errors=listed(faults))


def _with_ids(contract: Contract, before: Sequence[ContractLine]) -> Contract:
    ids = {line.place: line.id for line in before}
    return replace(contract, lines=[replace(line, id=ids.get(line.place, line.id)) for line in contract.lines])


def _removed(contract: Contract, stored: Stored) -> list[UUID]:
    """The lines that are left out.

    Raises:
        ContractCalled: orders have called of one, or the contract turns into another one under what they called.
    """
    before = stored.contract
    if stored.called and (contract.customer_id, contract.currency) != (before.customer_id, before.currency):
        raise ContractCalled(
            "Orders have called of this contract: its customer and currency stay.", field="customer_id"
        )
    removed = {line.id for line in before.lines} - {line.id for line in contract.lines}
    if kept := removed & stored.called:
        raise ContractCalled(
            f"Orders have called of {len(kept)} of the lines left out: keep them, or end the contract.",
            field="lines",
            line_ids=sorted(map(str, kept)),
        )
    return sorted(removed)


def _shown(contract: Contract | None) -> dict[str, Any]:
    if contract is None:
        return {}
    names = ("code", "customer_id", "name", "currency", "effective_from", "effective_until", "takes_rules")
    head = {name: str(value) for name in names if (value := getattr(contract, name)) is not None}
    return {**head, **{f"line {_target(line)}": _terms(line) for line in contract.lines}}


def _target(line: ContractLine) -> str:
    target = line.product_id or line.family_code
    return f"{target} from {line.min_quantity}" if line.min_quantity else str(target)


def _terms(line: ContractLine) -> str:
    terms = f"price {line.unit_price}" if line.unit_price is not None else f"discount {line.discount_rate}"
    return terms if line.quantity_cap is None else f"{terms}, quantity {line.quantity_cap}"
