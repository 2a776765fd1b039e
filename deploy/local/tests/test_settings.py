"""Where everything listens, and what is said when somebody is there already."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from stack.errors import StackError
from stack.ports import LOCALHOST, Ports, refuse_taken
from stack.services import SERVICES
from stack.settings import StackSettings

NAMES = [spec.name for spec in SERVICES]


def test_no_two_parts_share_a_port(tmp_path: Path) -> None:
    for free in (False, True):
        ports = [
            port for port, _ in Ports.of(StackSettings(data_folder=tmp_path, free_ports=free), NAMES).named().values()
        ]
        assert len(set(ports)) == len(ports)


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((LOCALHOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_in_use_is_named_with_the_setting_that_moves_it(tmp_path: Path, taken: int) -> None:
    settings = StackSettings(data_folder=tmp_path, gateway_port=taken)
    with pytest.raises(StackError, match=f"Port {taken}, meant for gateway, is in use.*COMPTOIR_GATEWAY_PORT"):
        refuse_taken(Ports.of(settings, NAMES).named())


def test_secrets_are_made_once_and_kept_from_others(tmp_path: Path) -> None:
    first = StackSettings(data_folder=tmp_path).secrets
    again = StackSettings(data_folder=tmp_path).secrets
    assert first == again
    assert len(set(first.values())) == len(first)
    assert min(map(len, first.values())) >= 32
    modes = {oct(path.stat().st_mode & 0o777) for path in (tmp_path / "secrets").iterdir()}
    assert modes == {"0o600"}
