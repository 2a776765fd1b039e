"""Documents to read or print."""

import asyncio

from fastapi import Response

from kit.paper import Paper


async def pdf_response(paper: Paper, name: str) -> Response:
    """The document as PDF, drawn in another thread."""
    return Response(
        await asyncio.to_thread(_drawn, paper),
        media_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )


def _drawn(paper: Paper) -> bytes:
    from kit.drawing import drawn  # noqa: PLC0415  # 26 MB that most processes never need

    return drawn(paper)
