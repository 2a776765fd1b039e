"""docs/dependencies.md names every direct dependency, and only those."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "dependencies.md").read_text()
PYPROJECTS = [path for path in ROOT.glob("**/pyproject.toml") if ".venv" not in path.parts]


def sections() -> dict[str, dict[str, list[str]]]:
    """Title of a section → name in its first column → the other columns."""
    found: dict[str, dict[str, list[str]]] = {}
    for part in PAGE.split("\n## ")[1:]:
        title, _, text = part.partition("\n")
        rows = [
            [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")
        ]
        found[title] = {row[0]: row[1:] for row in rows[2:]}
    return found


def declared() -> Iterator[str]:
    for path in PYPROJECTS:
        project = tomllib.loads(path.read_text())
        groups = project.get("dependency-groups", {}).values()
        for requirement in (*project["project"].get("dependencies", ()), *(one for group in groups for one in group)):
            name = re.match(r"[A-Za-z0-9._-]+", requirement)
            assert name is not None, requirement
            yield name[0]
    console = json.loads((ROOT / "web" / "package.json").read_text())
    yield from (*console["dependencies"], *console["devDependencies"])
    pom = (ROOT / "deploy" / "local" / "kafka" / "pom.xml").read_text()
    dependencies = pom[pom.index("<dependencies>") :]
    yield from (
        f"{group}:{artifact}"
        for group, artifact in re.findall(r"<groupId>(.*?)</groupId>\s*<artifactId>(.*?)</artifactId>", dependencies)
    )


def test_every_direct_dependency_has_its_line_and_no_other_has() -> None:
    listed = [name for title, rows in sections().items() if not title.startswith(("Tools", "Images")) for name in rows]
    assert sorted(listed) == sorted({name for name in declared() if not name.startswith("comptoir-")})


def test_every_image_of_compose_has_its_line() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    images = {service["image"].partition(":")[0] for service in compose["services"].values()}
    images = {image for image in images if not image.startswith("${")}
    named = {
        image.split(" ")[0] for row in sections()["Images that compose and the chart run"] for image in row.split(", ")
    }
    assert images <= named


@pytest.mark.parametrize("title", list(sections()))
def test_every_line_has_a_purpose_and_a_licence(title: str) -> None:
    for name, columns in sections()[title].items():
        assert columns[0], name
        assert columns[-1], name
