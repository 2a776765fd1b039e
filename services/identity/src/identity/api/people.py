"""Names behind the subjects that documents carry: who asked, who decided, who may decide instead."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.http import Db, Paging, requires
from kit.pagination import Page, fetch_page
from kit.search import words
from sqlalchemy import select

from identity.api.schemas import PersonOut
from identity.storage.tables import user_account

router = APIRouter(prefix="/people", tags=["users"])


@router.get("", summary="Colleagues by their subjects or names")
async def list_people(
    caller: Annotated[Principal, requires("identity.people.read")],
    db: Db,
    paging: Paging,
    q: Annotated[str, Query(max_length=100, description="Words of names.")] = "",
    subject: Annotated[list[str] | None, Query(max_length=200, description="These people only.")] = None,
) -> Page[PersonOut]:
    columns = [user_account.c[name] for name in ("id", "username", "display_name", "is_active")]
    # Users of customers are no colleagues.
    statement = select(*columns).where(user_account.c.customer_id.is_(None))
    statement = statement.where(*(user_account.c.search.like(pattern) for pattern in words(q)))
    if subject is not None:
        statement = statement.where(user_account.c.id.in_(_ids(subject)))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"display_name": user_account.c.display_name},
            key=user_account.c.id,
            convert=lambda row: PersonOut(
                subject=str(row["id"]), name=row["display_name"], username=row["username"], is_active=row["is_active"]
            ),
        )


def _ids(subjects: list[str]) -> list[UUID]:
    """The subjects that are users; others are clients and the system itself."""
    found = []
    for subject in subjects:
        try:
            found.append(UUID(subject))
        except ValueError:
            continue
    return found
