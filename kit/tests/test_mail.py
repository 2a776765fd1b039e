"""Letters are handed over, and what goes wrong says whether to try again."""

from datetime import UTC, datetime

import pytest
from kit.errors import DomainError
from kit.mail import Enclosure, Mail, MailAway, MailRefused, MailServer, MailUnsure, send
from kit.testing.mailbox import mailbox

MAIL = Mail(
    id="0197",
    written_at=datetime(2026, 3, 2, 8, tzinfo=UTC),
    sender="Comptabilité <compta@example.com>",
    to="client@example.org",
    subject="Première relance",
    text="Bonjour,\n.\nMerci.",
    enclosures=(Enclosure("RL-1.pdf", "application/pdf", b"%PDF-\r\n.\r\n"),),
)


def server(port: int) -> MailServer:
    return MailServer("127.0.0.1", port, "none")


async def test_a_letter_arrives_whole_with_what_is_enclosed() -> None:
    async with mailbox() as box:
        await send(server(box.port), MAIL)
    (letter,) = box.letters
    assert (letter["Subject"], letter["From"], letter["Message-ID"]) == (
        MAIL.subject,
        MAIL.sender,
        "<0197@example.com>",
    )
    body = letter.get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == MAIL.text.splitlines()
    (enclosed,) = letter.iter_attachments()
    assert (enclosed.get_filename(), enclosed.get_content()) == ("RL-1.pdf", b"%PDF-\r\n.\r\n")


@pytest.mark.parametrize(("say", "refusal"), [("450 later", MailAway), ("550 no such mailbox", MailRefused)])
async def test_the_servers_answer_says_whether_to_come_back(say: str, refusal: type[DomainError]) -> None:
    async with mailbox() as box:
        box.say = say
        with pytest.raises(refusal, match=say[:3]):
            await send(server(box.port), MAIL)
    assert box.letters == []


async def test_a_server_that_vanishes_with_the_letter_leaves_us_unsure() -> None:
    async with mailbox() as box:
        box.vanishes = True
        with pytest.raises(MailUnsure):
            await send(server(box.port), MAIL)
    with pytest.raises(MailAway):
        await send(server(box.port), MAIL)
