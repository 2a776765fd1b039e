"""Ask suppliers: each by a link of his own, which a letter brings him once the request is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kit.db import Transaction
from kit.effects import want
from kit.ids import new_id
from kit.link_answers import hash_of

from kit import clock
from purchasing.commands.rfqs import check_in_time, open_rfq
from purchasing.domain.errors import InvitationUnknown, LetterUnderWay, LinkOutdated, NoAddress, NoMail
from purchasing.domain.invitation import LetterKind, secret_of
from purchasing.storage import invitations, masters
from purchasing.storage.invitations import Invitation

_UNDER_WAY = frozenset({"waiting", "trying"})


@dataclass(frozen=True, slots=True)
class Inviting:
    """What links are made from, and whether letters can leave."""

    key: bytes
    has_mail: bool


async def invite(tx: Transaction, rfq_id: UUID, supplier_ids: Sequence[UUID], inviting: Inviting) -> dict[UUID, str]:
    """Ask suppliers, or give one a new link; returns the secrets. Who has an e-mail address gets a letter.

    Raises:
        NotFound, RfqIsClosed: there is no open request.
        SupplierNotKnown, NotASupplier: it is nobody's business.
    """
    await open_rfq(tx, rfq_id)
    for supplier_id in supplier_ids:
        await masters.check_supplier(tx, supplier_id)
    now = clock.now()
    ids = {supplier_id: new_id() for supplier_id in supplier_ids}
    secrets = {supplier_id: secret_of(inviting.key, id_) for supplier_id, id_ in ids.items()}
    asked = [Invitation(rfq_id, each, ids[each], hash_of(secret), now) for each, secret in secrets.items()]
    await invitations.invite(tx, asked)
    if inviting.has_mail:
        addresses = await masters.mail_addresses(tx, supplier_ids)
        for supplier_id, address in addresses.items():
            await _write(tx, rfq_id, supplier_id, ids[supplier_id], address, now)
    return secrets


async def send_again(tx: Transaction, rfq_id: UUID, supplier_id: UUID, inviting: Inviting) -> None:
    """Another letter with the link that the supplier has, to the address that he has now.

    Raises:
        NotFound, RfqIsClosed, OutOfTime: there is nothing to answer.
        InvitationUnknown, LinkOutdated: he has no link that could be told again.
        NoMail, NoAddress: it cannot leave. LetterUnderWay: the one before will.
    """
    check_in_time(await open_rfq(tx, rfq_id))
    invited = await invitations.find(tx, rfq_id, supplier_id)
    if invited is None:
        raise InvitationUnknown("This supplier was not asked: invite him first.")
    if not inviting.has_mail:
        raise NoMail("No mail server is set up: give the supplier his link another way.")
    if invited.invitation_id is None or hash_of(secret_of(inviting.key, invited.invitation_id)) != invited.token_hash:
        raise LinkOutdated("This link was made before and cannot be told again: give the supplier a new one.")
    addresses = await masters.mail_addresses(tx, [supplier_id])
    if supplier_id not in addresses:
        raise NoAddress("This supplier has no e-mail address: add one to his record, or give him his link another way.")
    if invited.letter_key and await invitations.letter_status(tx, invited.letter_key) in _UNDER_WAY:
        raise LetterUnderWay("The letter before has not left yet: it is tried again by itself.")
    await _write(tx, rfq_id, supplier_id, invited.invitation_id, addresses[supplier_id], clock.now())


async def _write(
    tx: Transaction, rfq_id: UUID, supplier_id: UUID, invitation_id: UUID, address: tuple[str, str], now: datetime
) -> None:
    key = f"{LetterKind.INVITATION}:{new_id()}"
    await invitations.set_letter(tx, invitation_id, key)
    await want(tx, LetterKind.INVITATION, key, _payload(rfq_id, supplier_id, invitation_id, address, now), now)


async def remind(tx: Transaction, days: int) -> None:
    """Write to those who were written to at least a day ago, have said nothing, and have no more than so many days."""
    now = clock.now()
    silent = await invitations.silent(
        tx, today=now.date(), until=now.date() + timedelta(days=days), invited_before=now - timedelta(days=1)
    )
    addresses = await masters.mail_addresses(tx, [each.supplier_id for each in silent])
    for each in silent:
        if each.invitation_id is None or each.supplier_id not in addresses:
            continue
        key = f"{LetterKind.REMINDER}:{each.invitation_id}"
        payload = _payload(each.rfq_id, each.supplier_id, each.invitation_id, addresses[each.supplier_id], now)
        await want(tx, LetterKind.REMINDER, key, payload, now)


def _payload(
    rfq_id: UUID, supplier_id: UUID, invitation_id: UUID, address: tuple[str, str], now: datetime
) -> dict[str, str]:
    to, language = address
    return {
        "rfq_id": str(rfq_id),
        "supplier_id": str(supplier_id),
        "invitation_id": str(invitation_id),
        "to": to,
        "language": language,
        "written_at": now.isoformat(),
    }
