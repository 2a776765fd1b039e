"""Identity's facts as protobuf."""

from datetime import datetime
from uuid import UUID

from comptoir.identity.v1.user_pb2 import UserChanged
from kit.events import OutgoingEvent
from kit.wire import time_out

from identity.domain.user import Client, User

USERS = "identity.users.v1"


def user_changed(user: User, at: datetime) -> OutgoingEvent:
    """The user as it now stands."""
    return _changed(user.subject, user.username, user.display_name, user, at)


def client_changed(client: Client, at: datetime) -> OutgoingEvent:
    """The client as it now stands."""
    return _changed(client.id, client.id, client.name, client, at)


def _changed(subject: str, username: str, display_name: str, who: User | Client, at: datetime) -> OutgoingEvent:
    message = UserChanged(
        subject=subject,
        username=username,
        display_name=display_name,
        roles=[role.value for role in who.roles],
        is_active=who.is_active,
        customer_id=_text(who.customer_id),
        occurred_at=time_out(at),
    )
    return OutgoingEvent(USERS, subject, message)


def _text(id_: UUID | None) -> str:
    return str(id_) if id_ else ""
