"""What the console's files ask of the services, and who gets to see them: read from its sources."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "web" / "src"
_CALL = re.compile(
    r"(?:api\.(?P<verb>GET|POST|PUT|PATCH|DELETE)\(|hooks\.useQuery\(\s*'(?P<hook>get|post)',)\s*'(?P<path>/api/[^']+)'"
)
_IMPORT = re.compile(r"(?:from|import)\s*\(?\s*'((?:\./|\.\./|~/)[^']+)'")
_PERMISSION = re.compile(r"'([a-z]+\.[a-z-]+(?:\.[a-z-]+)+)'")
_PLACE = re.compile(
    r"path: '(?P<path>[^']*)'.*?(?:permissions: \[(?P<any>[^\]]*)\].*?|needs: (?P<needs>'[^']*'),\s*)?"
    r"load: \(\) => import\('(?P<file>[^']+)'\)",
    re.DOTALL,
)
_REGISTRIES = ("registry.ts", "pages.ts")  # they lead to other places


@dataclass(frozen=True, slots=True)
class Place:
    """A screen of the console or a page of the shop; `permissions`: any of these opens it, none: everybody."""

    path: str
    permissions: frozenset[str]
    file: Path

    def is_open_to(self, held: frozenset[str]) -> bool:
        return not self.permissions or bool(self.permissions & held)


@dataclass(frozen=True, slots=True)
class Source:
    """A file: what it asks (method, path), which permissions it knows of, and what it is made of."""

    calls: frozenset[tuple[str, str]]
    permissions: frozenset[str]
    parts: tuple[Path, ...]


@cache
def source(file: Path) -> Source:
    text = file.read_text()
    calls = {((found["verb"] or found["hook"]).lower(), found["path"]) for found in _CALL.finditer(text)}
    parts = (_resolved(file, name) for name in _IMPORT.findall(text))
    return Source(
        frozenset(calls),
        frozenset(_PERMISSION.findall(text)),
        tuple(part for part in parts if part is not None and part.name not in _REGISTRIES),
    )


def calls() -> set[tuple[str, str]]:
    """All that the console asks, by method and path."""
    return {
        call
        for file in SOURCES.rglob("*.ts*")
        if "generated" not in file.parts and ".test." not in file.name
        for call in source(file).calls
    }


def places(registry: Path) -> Iterator[Place]:
    """What a registry (`screens.ts` of an area, `pages.ts` of the shop) leads to."""
    for found in _PLACE.finditer(registry.read_text()):
        permissions = frozenset(re.findall(r"'([^']+)'", found["any"] or found["needs"] or ""))
        file = _resolved(registry, found["file"])
        assert file is not None, f"{registry}: {found['file']}"
        yield Place(found["path"], permissions, file)


def unguarded(
    place: Place,
    needed: Mapping[tuple[str, str], frozenset[str]],
    held: frozenset[str],
    others: Collection[frozenset[str]],
) -> dict[tuple[str, str], str]:
    """What who holds these permissions may be offered there and be refused: each call, and the way of files to it.

    A file that names the missing permission, or one that nobody has without it (of `others`, what each role holds), is
    taken to ask for it before it offers the call, or the parts that make it.
    """
    found: dict[tuple[str, str], str] = {}
    seen: set[tuple[Path, frozenset[str]]] = set()
    ways: list[tuple[tuple[Path, ...], frozenset[str]]] = [((place.file,), source(place.file).permissions - held)]
    while ways:
        way, asked = ways.pop()
        if (way[-1], asked) in seen:
            continue
        seen.add((way[-1], asked))
        here = source(way[-1])
        controls = asked.union(
            *(source(part).permissions - held for part in here.parts)
        )  # what makes the call: a part, maybe
        for call in here.calls:
            missing = needed[call] - held
            if missing and not any(_implies(each, missing, others) for each in controls):
                found[call] = f"{' > '.join(each.stem for each in way)}, without {', '.join(sorted(missing))}"
        ways += [((*way, part), asked | (source(part).permissions - held)) for part in here.parts]
    return found


def _implies(permission: str, others: frozenset[str], roles: Collection[frozenset[str]]) -> bool:
    """Whether some have the one, and all of these have one of the others too."""
    holders = [held for held in roles if permission in held]
    return permission in others or (bool(holders) and all(others & held for held in holders))


def _resolved(file: Path, name: str) -> Path | None:
    base = SOURCES / name[2:] if name.startswith("~/") else (file.parent / name)
    base = base.resolve()
    for candidate in (base.with_name(f"{base.name}.tsx"), base.with_name(f"{base.name}.ts")):
        if candidate.exists():
            return candidate
    return None
