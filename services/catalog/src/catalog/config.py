"""What catalog reads from its environment."""

from pathlib import Path

from kit.settings import ServiceSettings


class Settings(ServiceSettings):
    console_folder: Path | None = None  # where the build of the console is, which catalog serves for the gateway
