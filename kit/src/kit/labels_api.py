"""Labels for printers."""

import asyncio
from collections.abc import Sequence

from fastapi import Response

from kit import zpl
from kit.labels import Label, LabelFormat


async def labels_response(labels: Sequence[Label], wanted: LabelFormat, name: str) -> Response:
    """The labels as PDF, drawn in another thread, or as ZPL to send to a printer."""
    if wanted is LabelFormat.ZPL:
        body, kind = (await asyncio.to_thread(zpl.written, labels)).encode(), "application/zpl"
    else:
        body, kind = await asyncio.to_thread(_drawn, labels), "application/pdf"
    return Response(body, media_type=kind, headers={"Content-Disposition": f'inline; filename="{name}.{wanted}"'})


def _drawn(labels: Sequence[Label]) -> bytes:
    from kit.label_drawing import drawn  # noqa: PLC0415  # 26 MB that most processes never need

    return drawn(labels)
