"""The embedded PostgreSQL, wherever its data are."""

from pathlib import Path

from stack.postgres import Postgres


def test_it_runs_and_comes_back_in_a_folder_that_only_we_may_enter(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    server = Postgres(private / "postgres", durable=False)
    try:
        server.start()
        server.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        server.restart()
        assert server.execute("SELECT answer FROM kept") == "42"
    finally:
        server.stop()
    assert not server.is_running()
