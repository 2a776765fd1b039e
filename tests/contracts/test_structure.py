"""The lists that say what the services are name every folder of `services/`."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVICES = sorted(path.name for path in (ROOT / "services").iterdir() if (path / "pyproject.toml").exists())
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS = {contract["id"]: contract for contract in PYPROJECT["tool"]["importlinter"]["contracts"]}


@pytest.mark.parametrize(
    "listed",
    [
        pytest.param(PYPROJECT["tool"]["importlinter"]["root_packages"][1:], id="root_packages"),
        pytest.param(CONTRACTS["layers"]["containers"], id="layers"),
        pytest.param(CONTRACTS["independence"]["modules"], id="independence"),
        pytest.param(CONTRACTS["kit"]["forbidden_modules"], id="kit"),
    ],
)
def test_import_contracts_hold_every_service(listed: list[str]) -> None:
    assert listed == SERVICES
