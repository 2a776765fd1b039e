"""What the services read from their environment, to hold deployments to it."""

import importlib
import importlib.util
from pathlib import Path

from kit.settings import ServiceSettings

ROOT = Path(__file__).parents[2]
SERVICES = sorted(path.parent.name for path in (ROOT / "services").glob("*/pyproject.toml"))

WIRED = [name for name in SERVICES if (ROOT / "services" / name / "src" / name / "wiring.py").exists()]


def settings_of(service: str) -> type[ServiceSettings]:
    """The settings of a service: its own class where it has one, else kit's."""
    if importlib.util.find_spec(f"{service}.config") is None:
        return ServiceSettings
    settings: type[ServiceSettings] = importlib.import_module(f"{service}.config").Settings
    return settings


def variables_of(service: str) -> set[str]:
    """The names of the environment variables that it reads."""
    return {name.upper() for name in settings_of(service).model_fields}


def required_by(service: str) -> set[str]:
    """Those without which it does not start."""
    return {name.upper() for name, field in settings_of(service).model_fields.items() if field.is_required()}
