"""E-mail by SMTP. It tells apart what can be tried again, what cannot, and what nobody knows."""

import asyncio
import smtplib
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum
from typing import Literal

from kit.errors import Conflict, Unavailable
from kit.settings import MailSettings

_TIMEOUT_S = 20
_PERMANENT = 500


class MailAway(Unavailable):
    """The mail server cannot be reached, or says to come back later: nothing was sent."""


class NoMailServer(Unavailable):
    """Letters cannot leave: nobody has said by which mail server."""


class MailRefused(Conflict):
    """The mail server does not take this letter, and would not later."""


class MailUnsure(Conflict):
    """The mail server went away while it had the letter: nobody knows whether it sends it."""


class Delivery(StrEnum):
    """Where a letter is."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


def delivery_of(status: str) -> Delivery:
    """Where the letter is that an effect in this state sends."""
    if status == "done":
        return Delivery.SENT
    return Delivery.FAILED if status in ("parked", "given-up") else Delivery.WAITING


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed over."""

    host: str
    port: int
    security: Literal["none", "starttls", "tls"]
    user: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """`id` and `written_at` stay the same whenever it is tried: servers recognise what they had before."""

    id: str
    written_at: datetime
    sender: str
    to: str
    subject: str
    text: str
    enclosures: Sequence[Enclosure] = ()
    reply_to: str = ""  # empty: to the sender

    def message(self) -> EmailMessage:
        """As it travels."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, self.to, self.subject
        if self.reply_to:
            message["Reply-To"] = self.reply_to
        message["Date"] = format_datetime(self.written_at)
        message["Message-ID"] = f"<{self.id}@{self.sender.rpartition('@')[2].rstrip('>')}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.text)
        for each in self.enclosures:
            main, _, sub = each.media_type.partition("/")
            message.add_attachment(each.content, maintype=main, subtype=sub, filename=each.name)
        return message


def server_of(settings: MailSettings) -> MailServer:
    """The mail server that the settings name.

    Raises:
        NoMailServer: they name none.
    """
    if not settings.smtp_host:
        raise NoMailServer("Set SMTP_HOST and MAIL_FROM, so that letters can leave.")
    return MailServer(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_security,
        settings.smtp_user,
        settings.smtp_password.get_secret_value(),
    )


async def send(server: MailServer, mail: Mail) -> None:
    """Hand a letter over.

    Raises:
        MailAway, MailRefused: it was not sent. MailUnsure: nobody knows.
    """
    await asyncio.to_thread(_send, server, mail)


def _send(server: MailServer, mail: Mail) -> None:
    try:
        smtp = _connection(server)
        try:
            _hand_over(smtp, mail.message())
        finally:
            with suppress(smtplib.SMTPException, OSError):
                smtp.quit()
    except smtplib.SMTPAuthenticationError as error:
        raise MailAway(f"The mail server does not let us in: {_text(error.smtp_error)}") from error
    except smtplib.SMTPResponseException as error:
        refusal = MailRefused if error.smtp_code >= _PERMANENT else MailAway
        raise refusal(f"The mail server says {error.smtp_code}: {_text(error.smtp_error)}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailAway(f"The mail server is away: {error}") from error


def _connection(server: MailServer) -> smtplib.SMTP:
    if server.security == "tls":
        context = ssl.create_default_context()
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=_TIMEOUT_S, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT_S)
    if server.security == "starttls":
        smtp.starttls(context=ssl.create_default_context())
    if server.user:
        smtp.login(server.user, server.password)
    return smtp


def _hand_over(smtp: smtplib.SMTP, message: EmailMessage) -> None:
    """One envelope; `smtplib` alone would not say at which step the server went away."""
    smtp.ehlo_or_helo_if_needed()
    _expect(smtp.mail(str(message["From"].addresses[0].addr_spec)))
    _expect(smtp.rcpt(str(message["To"].addresses[0].addr_spec)))
    try:
        answer = smtp.data(message.as_bytes(policy=message.policy.clone(linesep="\r\n")))
    except smtplib.SMTPDataError:
        raise
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        raise MailUnsure(
            "The mail server went away while it had the letter: nobody knows whether it sends it."
        ) from error
    _expect(answer)


def _expect(answer: tuple[int, bytes]) -> None:
    code, text = answer
    if code >= 400:  # of SMTP: 4xx come back later, 5xx never
        raise smtplib.SMTPResponseException(code, _text(text))


def _text(said: bytes | str) -> str:
    return said if isinstance(said, str) else said.decode("utf-8", "replace")
