"""Who gets the monthly review by mail, and what was sent."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.errors import unknown
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from kit import clock
from reporting.api.review_schemas import ReviewMailOut, SubscriptionIn, SubscriptionOut
from reporting.commands.mail_reviews import REVIEW, decide_mail, subscribe, unsubscribe
from reporting.storage.tables_reviews import effect, review_subscription

router = APIRouter(tags=["kpis"])

Reader = Annotated[Principal, requires("reporting.reviews.read")]
Writer = Annotated[Principal, requires("reporting.reviews.write")]


@router.get("/review-subscriptions", summary="Who gets the monthly review by mail")
async def list_subscriptions(caller: Reader, db: Db, paging: Paging) -> Page[SubscriptionOut]:
    s = review_subscription.c
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(s.id, s.email, s.language, s.day, s.since),
            paging,
            sortable={"email": s.email},
            key=s.id,
            convert=lambda row: SubscriptionOut(**dict(row)),
        )


@router.post("/review-subscriptions", status_code=201, summary="Send the monthly review to an address")
async def post_subscription(caller: Writer, command: Command, body: SubscriptionIn) -> SubscriptionOut:
    subscription = body.to_domain(clock.now().date())
    async with command.transaction() as tx:
        await subscribe(tx, subscription, by=caller.subject)
        return command.answer(SubscriptionOut.of(subscription))


@router.delete("/review-subscriptions/{subscription_id}", status_code=204, summary="Send it there no more")
async def delete_subscription(caller: Writer, command: Command, subscription_id: UUID) -> None:
    async with command.transaction() as tx:
        await unsubscribe(tx, subscription_id, by=caller.subject)


@router.get("/review-mails", summary="Reviews that were sent, or wait to be")
async def list_mails(caller: Reader, db: Db, paging: Paging) -> Page[ReviewMailOut]:
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(effect).where(effect.c.kind == REVIEW),
            paging,
            sortable={"created_at": effect.c.created_at},
            key=effect.c.id,
            convert=_mail_of,
        )


@router.post("/review-mails/{mail_id}/send-again", summary="Send a mail that waits for somebody's decision")
async def post_mail_again(caller: Writer, command: Command, mail_id: UUID) -> ReviewMailOut:
    async with command.transaction() as tx:
        await decide_mail(tx, mail_id, again=True, by=caller.subject, now=clock.now())
        return command.answer(await _mail(tx, mail_id))


@router.post("/review-mails/{mail_id}/give-up", summary="Do not send a mail that waits for a decision")
async def post_mail_given_up(caller: Writer, command: Command, mail_id: UUID) -> ReviewMailOut:
    async with command.transaction() as tx:
        await decide_mail(tx, mail_id, again=False, by=caller.subject, now=clock.now())
        return command.answer(await _mail(tx, mail_id))


async def _mail(tx: ReadTransaction, mail_id: UUID) -> ReviewMailOut:
    rows = await tx.select(select(effect).where(effect.c.id == mail_id, effect.c.kind == REVIEW))
    if not rows:
        raise unknown("review by mail", mail_id)
    return _mail_of(rows[0])


def _mail_of(row: Any) -> ReviewMailOut:
    payload = row["payload"]
    return ReviewMailOut(
        id=row["id"],
        month=date.fromisoformat(payload["month"]),
        email=payload["email"],
        language=payload["language"],
        status=row["status"],
        error=row["error"] or None,
        attempts=row["attempts"],
        created_at=row["created_at"],
    )
