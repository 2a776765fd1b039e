"""The console's files below `/console`, from memory and packed as the browser can take them.

The gateway puts `/console` before the path, so that no path of a browser reaches anything else of the service. Addresses of
screens are not files: they all get the page, whose script reads the address.
"""

import hashlib
import mimetypes
import secrets
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request, Response

from kit.errors import unknown

_PACKED = {"br": ".br", "gzip": ".gz"}  # made by the build, the smaller first
_FOREVER = "public, max-age=31536000, immutable"  # files in assets/ have the hash of their content in their names
_OWN_TYPES = {".webmanifest": "application/manifest+json"}  # unknown to some systems
_PAGE = "index.html"
_NONCE = "@nonce@"  # in the page, where the styles that its script adds learn how to prove themselves
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline';"
    " img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'"
)


@dataclass(frozen=True, slots=True)
class _File:
    """One file of the build, in all its packings."""

    media_type: str
    tag: str
    bodies: dict[str, bytes]  # by encoding; "" is the plain one
    is_for_ever: bool

    def answer(self, request: Request) -> Response:
        headers = {"ETag": self.tag, "Vary": "Accept-Encoding", "Cache-Control": "no-cache"}
        if self.is_for_ever:
            headers["Cache-Control"] = _FOREVER
        if request.headers.get("if-none-match") == self.tag:
            return Response(status_code=304, headers=headers)
        accepted = {part.partition(";")[0].strip() for part in request.headers.get("accept-encoding", "").split(",")}
        encoding = next((name for name in _PACKED if name in accepted and name in self.bodies), "")
        if encoding:
            headers["Content-Encoding"] = encoding
        return Response(self.bodies[encoding], media_type=self.media_type, headers=headers)


def router(folder: Path | None) -> APIRouter:
    """Public routes for the build in this folder; without a folder or a build, every address says how to make one."""
    routes = APIRouter(include_in_schema=False)
    build = _Build(folder)

    @routes.get("/console/{path:path}")
    async def file(path: str, request: Request) -> Response:
        files = build.files()
        if path in files and path != _PAGE:
            return files[path].answer(request)
        page = files.get(_PAGE)
        if page is None:
            raise unknown("page, for the console was not built (make web):", path)
        if "." in path.rpartition("/")[2]:
            raise unknown("file", path)
        return _page(page)

    return routes


class _Build:
    """The files of a folder, read again when its page was written anew: a build while this runs is seen at once."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._written_at = 0
        self._files: dict[str, _File] = {}

    def files(self) -> dict[str, _File]:
        written_at = self._page_written_at()
        if self._folder and written_at != self._written_at:
            self._files = _read(self._folder) if written_at else {}
            self._written_at = written_at
        return self._files

    def _page_written_at(self) -> int:
        try:
            return (self._folder / _PAGE).stat().st_mtime_ns if self._folder else 0
        except OSError:
            return 0


def _page(page: _File) -> Response:
    nonce = secrets.token_urlsafe(16)
    headers = {"Content-Security-Policy": _POLICY.format(nonce=nonce), "Cache-Control": "no-store"}
    return Response(page.bodies[""].replace(_NONCE.encode(), nonce.encode()), media_type="text/html", headers=headers)


def _read(folder: Path) -> dict[str, _File]:
    packings = set(_PACKED.values())
    plain = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix not in packings]
    return {path.relative_to(folder).as_posix(): _file(path, folder) for path in plain}


def _file(path: Path, folder: Path) -> _File:
    body = path.read_bytes()
    packed = {name: path.with_name(path.name + suffix) for name, suffix in _PACKED.items()}
    return _File(
        media_type=_OWN_TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        tag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        bodies={"": body} | {name: each.read_bytes() for name, each in packed.items() if each.exists()},
        is_for_ever=path.relative_to(folder).parts[0] == "assets",
    )
