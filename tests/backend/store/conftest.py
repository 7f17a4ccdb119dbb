"""A PostgreSQL server of the tests' own, where one is installed, and a database of either kind."""

from __future__ import annotations

import glob
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backend.parts import until


def _postgres_tools() -> Path | None:
    places = [shutil.which("initdb"), *sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), reverse=True)]
    return next((Path(place).parent for place in places if place), None)


def _started_postgres(tools: Path, folder: Path) -> subprocess.Popen[bytes]:
    # PostgreSQL refuses to run as root
    user = {"user": "postgres"} if os.getuid() == 0 else {}
    data = folder / "data"
    make = [tools / "initdb", "-D", data, "-U", "stealth", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL, cwd=folder, **user)  # type: ignore[call-overload]
    run = [tools / "postgres", "-D", data, "-k", folder, "-F", "-c", "listen_addresses="]
    return subprocess.Popen(run, stderr=subprocess.DEVNULL, cwd=folder, **user)  # type: ignore[call-overload, no-any-return]


@pytest.fixture(scope="package")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server of this test's own."""
    pytest.importorskip("psycopg", reason="the PostgreSQL driver (extra postgres) is not installed")
    tools = _postgres_tools()
    if tools is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="stealth-pg-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    server = _started_postgres(tools, folder)
    try:
        url = f"postgresql+psycopg://stealth@/{{}}?host={folder}"
        until(lambda: _answers(url), within=20)
        yield url
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder)


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[str]:
    """The URL of an empty database on it."""
    import psycopg  # noqa: PLC0415 - the driver is an extra

    name = f"test_{secrets.token_hex(4)}"
    with psycopg.connect(_for_driver(postgres_server, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    yield postgres_server.format(name)
    with psycopg.connect(_for_driver(postgres_server, "postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _answers(server: str) -> bool:
    import psycopg  # noqa: PLC0415 - the driver is an extra

    try:
        psycopg.connect(_for_driver(server, "postgres")).close()
    except psycopg.OperationalError:
        return False
    return True


def _for_driver(server: str, name: str) -> str:
    return server.format(name).replace("postgresql+psycopg", "postgresql")


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "talks.db")
    url: str = request.getfixturevalue("postgres")
    return url
