"""Which files are opened as a state, and what is said of the others, which stay as they are."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.daemon.hypervisor.persistence.shelves import Kept, definition, in_memory
from virtreach.conf.document import ConfDocument
from virtreach.daemon.config.settings import Settings
from virtreach.daemon.hypervisor.driver import TestDriver
from virtreach.daemon.hypervisor.persistence import schema
from virtreach.daemon.hypervisor.persistence.state_file import StateFile
from virtreach.errors import ConfigError


def settings(path: Path, more: str = "") -> Settings:
    return Settings(ConfDocument(f'state_file = "{path}"\n{more}', path="conf"))


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        with Kept(tmp_path / "state"):
            modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    finally:
        os.umask(mask)
    assert modes.pop("state") == 0o600
    assert set(modes.values()) <= {0o600}
    assert {path.name for path in tmp_path.iterdir()} == {"state"}


def test_a_second_daemon_cannot_have_it(tmp_path: Path) -> None:
    with Kept(tmp_path / "state") as kept:
        with pytest.raises(ConfigError, match="is in use; is another daemon running with it"):
            TestDriver().keep_state(str(tmp_path / "state"))
        kept.call("domain_define_xml", xml=definition("x"))
        kept.agree()


def sql(*statements: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        connection = sqlite3.connect(path, isolation_level=None)
        for statement in statements:
            connection.execute(statement)
        connection.close()

    return change


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def scramble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:6000] = bytes(range(256)) * 7 + bytes(112)
    path.write_bytes(data)


TEXT = "UPDATE objects SET facts = '{}' WHERE kind = '{}'"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda path: path.write_text("hello, world"), "is no state file of virtreachd"),
        (cut, "is no state file of virtreachd"),
        (lambda path: path.chmod(0o640), "others may read or write it"),
        pytest.param(
            lambda path: os.chown(path, 65534, 65534),
            "belongs to the user 65534",
            marks=pytest.mark.skipif(os.geteuid() != 0, reason="needs root to give a file away"),
        ),
        (sql("PRAGMA user_version = 99"), "written by a newer virtreachd"),
        (sql("PRAGMA user_version = 0"), "has the version 0"),
        (sql("PRAGMA application_id = 7"), "is no state file of virtreachd"),
        (sql("CREATE TABLE mine (x)"), "has other tables"),
        (sql("CREATE TRIGGER t AFTER INSERT ON objects BEGIN DELETE FROM objects; END"), "has other tables"),
        (sql("ALTER TABLE objects ADD COLUMN more TEXT"), "has other tables"),
        (scramble, "is damaged"),
        (sql(TEXT.format("{", "domain")), "is damaged (domain 6695eb01"),
        (sql(TEXT.format("[]", "domain")), "no JSON object"),
        (sql(TEXT.format("[" * 100_000, "domain")), "nested too deeply"),
        (sql(TEXT.format("{}", "domain")), "is damaged (domain"),
        (sql(TEXT.format('{"surprise":1}', "pool")), "a pool has no 'surprise'"),
        (sql(TEXT.format('{"autostart":"yes"}', "pool")), "cannot be a str"),
        (sql(TEXT.format('{"tree":{"tree":["pool",{"type":1},null,null]}}', "pool")), "malformed attribute"),
        (sql(TEXT.format('{"tree":{"tree":["pool"]}}', "pool")), "is damaged"),
        (sql(TEXT.format('{"tree":{"pickle":["pool"]}}', "pool")), "unknown kind 'pickle'"),
        (sql("DELETE FROM objects WHERE kind = 'host'"), "it has no host"),
        (sql("UPDATE objects SET key = 'zz' WHERE kind = 'domain'"), "is damaged (domain zz"),
        (sql("UPDATE objects SET facts = x'00ff' WHERE kind = 'domain'"), "is damaged"),
        (sql("UPDATE objects SET facts = 7 WHERE kind = 'domain'"), "is damaged"),
        (sql("UPDATE blocks SET number = 1000000"), "block 1000000 does not fit"),
        (sql("UPDATE blocks SET data = x'00'"), "does not fit"),
        (sql("UPDATE objects SET owner = '00' WHERE kind = 'volume'"), "is no UUID"),
        (sql("DELETE FROM objects WHERE kind = 'pool'"), "of a pool that is not there"),
    ],
)
def test_what_is_wrong_is_said_and_the_file_stays(
    tmp_path: Path, change: Callable[[Path], None], says: str
) -> None:
    path = tmp_path / "state"
    with Kept(path) as kept:
        pool = kept.call("storage_pool_lookup_by_name", name="default-pool").pool
        text = "<volume><name>v</name><capacity>100000</capacity></volume>"
        vol = kept.call("storage_vol_create_xml", pool=pool, xml=text, flags=0).vol
        stream, _ = kept.client.open("storage_vol_upload", vol=vol, offset=0, length=0, flags=0)
        stream.on_data(b"data")
        stream.on_finish()
        assert stream.finished_well
    change(path)
    before = path.read_bytes()
    driver = TestDriver()
    with pytest.raises(ConfigError) as caught:
        driver.keep_state(str(path))
    assert says in str(caught.value)
    assert str(path) in str(caught.value)
    assert driver.book is None
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda path: path.write_text("hello"), "is no state file"),
        (lambda path: path.mkdir(), "is no regular file"),
        (lambda path: os.mkfifo(path, 0o600), "is no regular file"),
    ],
)
def test_the_configuration_is_checked_without_opening(
    tmp_path: Path, change: Callable[[Path], object], says: str
) -> None:
    path = tmp_path / "state"
    assert TestDriver().configure(settings(path)) is not None
    assert not path.exists()
    change(path)
    if path.is_file():
        path.chmod(0o600)
    with pytest.raises(ConfigError, match=says):
        TestDriver().configure(settings(path))


def test_configurations_that_make_no_sense(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="must be an absolute path"):
        settings(Path("relative"))
    with pytest.raises(ConfigError, match="is not there"):
        TestDriver().configure(settings(tmp_path / "nowhere" / "state"))
    driver = TestDriver()
    put_in_force = driver.configure(settings(tmp_path / "state"))
    assert put_in_force is not None
    put_in_force()
    driver.start()
    # Beside a daemon that runs, and for itself when it reads its configuration again.
    assert TestDriver().configure(settings(tmp_path / "state")) is not None
    assert driver.configure(settings(tmp_path / "state", "test_max_objects = 7\n")) is not None
    with pytest.raises(ConfigError, match="cannot change while the daemon runs"):
        driver.configure(settings(tmp_path / "other"))
    driver.close()


def test_an_older_file_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "state"
    with Kept(path) as kept:
        before = in_memory(kept.driver)
    newer = (*schema.MIGRATIONS, ("CREATE TABLE more (x INTEGER)", "INSERT INTO more VALUES (7)"))
    monkeypatch.setattr(schema, "MIGRATIONS", newer)
    with Kept(path) as kept:
        assert in_memory(kept.driver) == before
        assert kept.file.connection.execute("SELECT x FROM more").fetchall() == [(7,)]
    monkeypatch.undo()
    with pytest.raises(ConfigError, match=r"newer virtreachd \(version 2; this one knows 1\)"):
        TestDriver().keep_state(str(path))


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "state"
    Kept(path).close()
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("CREATE TABLE more (x)", "nonsense")))
    with pytest.raises(ConfigError, match="nonsense"):
        TestDriver().keep_state(str(path))
    monkeypatch.undo()
    Kept(path).close()


def test_damage_anywhere_is_a_configuration_error() -> None:
    """Whatever is done to the bytes, the state loads or is refused with one kind of error."""
    pick = random.Random(5)
    driver = TestDriver()
    driver.hypervisor()
    good = driver.export_state()
    refused = 0
    for _ in range(300):
        data = bytearray(good)
        for _ in range(pick.randrange(1, 30)):
            at = pick.randrange(len(data))
            data[at : at + pick.randrange(1, 9)] = pick.randbytes(pick.randrange(1, 9))
        if pick.random() < 0.2:
            data = data[: pick.randrange(len(data))]
        try:
            driver.import_state(bytes(data))
        except ConfigError:
            refused += 1
    assert refused > 50


def test_memory_begins_empty() -> None:
    file = StateFile(None)
    assert file.hypervisors() == []
    file.close()
    with pytest.raises(ConfigError, match="damaged"):
        StateFile(None, b"")


@pytest.mark.parametrize(
    ("name", "needed", "raises"),
    [("SQLITE_FULL", False, False), ("SQLITE_FULL", True, True), ("SQLITE_IOERR_READ", False, True)],
)
def test_a_full_disk_keeps_nobody_from_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, needed: bool, raises: bool
) -> None:
    """A daemon that is started again there, or has become its successor, serves what it has."""
    path = tmp_path / "state"
    with Kept(path):
        pass
    if needed:
        path.unlink()

    class Full(sqlite3.Connection):
        def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
            if "wal_checkpoint" in sql:
                error = sqlite3.OperationalError("database or disk is full")
                error.sqlite_errorname = name
                raise error
            return super().execute(sql, *values)

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda name, **words: connect(name, **{"factory": Full, **words}))
    if raises:
        with pytest.raises(ConfigError, match="disk is full"):
            StateFile(str(path))
    else:
        file = StateFile(str(path))
        assert file.hypervisors() == ["default"]
        file.close()
