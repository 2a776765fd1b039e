"""Documents to read or print."""

import asyncio
from collections.abc import Sequence
from io import BytesIO
from typing import Annotated, Final
from uuid import UUID

from fastapi import Response
from pydantic import Field

from kit.bodies import Strict
from kit.company import Language
from kit.paper import Paper

PRINTED_AT_ONCE: Final = 100  # each takes a tenth of a second or two


class PrintedTogetherIn(Strict):
    """Documents that somebody prints in one go."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=PRINTED_AT_ONCE, description="In the order of printing.")]
    language: Annotated[Language | None, Field(description="Null: each in the language of whom it is for.")] = None


async def pdf_response(paper: Paper, name: str) -> Response:
    """The document as PDF, drawn in another thread."""
    return _answer(await asyncio.to_thread(_drawn, paper), name)


async def together_response(papers: Sequence[Paper], name: str) -> Response:
    """All of them in one PDF to print, each with its own page numbers."""
    return _answer(await asyncio.to_thread(bound, papers), name)


def _answer(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


def _drawn(paper: Paper) -> bytes:
    from kit.drawing import drawn  # noqa: PLC0415  # 26 MB that most processes never need

    return drawn(paper)


def bound(papers: Sequence[Paper]) -> bytes:
    from pypdf import PdfWriter  # noqa: PLC0415  # as above

    whole, content = PdfWriter(), BytesIO()
    for paper in papers:
        whole.append(BytesIO(_drawn(paper)))
    whole.compress_identical_objects()
    whole.write(content)
    return content.getvalue()
