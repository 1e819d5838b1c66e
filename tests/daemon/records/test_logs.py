"""The log: how much goes where, in which form, and what strangers cannot do to it."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from virtreach.daemon.drivers.base import ClientInfo
from virtreach.daemon.records import logs as module
from virtreach.daemon.records.logs import AUDIT_LOGGER, Logs, default_outputs, parse_filters, stamp
from virtreach.errors import ConfigError
from virtreach.protocol import remote as P

SOURCE = logging.getLogger("records.daemon")
OTHER = logging.getLogger("records.other")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Logs]]:
    """Make logs of what is below the logger "records", by default into a file."""
    made = []

    def make(level: int = 3, filters: str = "", outputs: str = "", **settings: object) -> Logs:
        outputs = outputs or f"1:file:{tmp_path}/log"
        logs = Logs(level, filters, outputs, logger=logging.getLogger("records"), **settings)  # type: ignore[arg-type]
        made.append(logs)
        return logs

    yield make
    for logs in made:
        logs.close()


def lines(tmp_path: Path, name: str = "log") -> list[str]:
    """What a log says, without the time."""
    return [line.partition(" ")[2] for line in (tmp_path / name).read_text().splitlines()]


def test_levels_filters_and_outputs(tmp_path: Path, start: Callable[..., Logs]) -> None:
    logs = start(3, "1:daemon 4:o?her", f"1:file:{tmp_path}/all 4:file:{tmp_path}/bad")
    assert (logs.priority, logs.filters) == (3, "1:*daemon* 4:*o?her*")
    SOURCE.debug("a")
    SOURCE.error("b")
    OTHER.warning("c")
    OTHER.error("d")
    logging.getLogger("records.third").info("e")
    logging.getLogger("records.third").warning("f")
    assert lines(tmp_path, "all") == [
        "debug records.daemon: a",
        "error records.daemon: b",
        "error records.other: d",
        "warning records.third: f",
    ]
    assert lines(tmp_path, "bad") == ["error records.daemon: b", "error records.other: d"]


def test_a_filter_may_name_a_module(tmp_path: Path, start: Callable[..., Logs]) -> None:
    start(4, "2:test_logs")
    SOURCE.info("here")
    assert lines(tmp_path) == ["info records.daemon: here"]


@pytest.mark.parametrize(
    ("word", "told"),
    [("hypervisor", True), ("migration.peer", True), ("daemon.hypervisor", True), ("gateway", False)],
)
def test_a_filter_may_name_a_folder(
    tmp_path: Path, start: Callable[..., Logs], word: str, *, told: bool
) -> None:
    start(4, f"2:{word}")
    for place in ("hypervisor/migration/peer.py", "listeners.py"):
        path = f"/opt/virtreach/daemon/{place}"
        SOURCE.handle(SOURCE.makeRecord(SOURCE.name, logging.INFO, path, 1, place, (), None))
    shown = ["info records.daemon: hypervisor/migration/peer.py"] if told else []
    assert (lines(tmp_path) if (tmp_path / "log").exists() else []) == shown


def test_everything_changes_while_it_runs_or_nothing(tmp_path: Path, start: Callable[..., Logs]) -> None:
    logs = start()
    logs.configure(level=2, filters="4:other", outputs=f"2:file:{tmp_path}/new", form="json", rate=5)
    assert (logs.priority, logs.filters, logs.outputs, logs.form) == (
        2,
        "4:*other*",
        f"2:file:{tmp_path}/new",
        "json",
    )
    for bad in (
        {"level": 1, "filters": "nonsense"},
        {"level": 1, "outputs": f"1:file:{tmp_path}/good 1:file:{tmp_path}/none/x"},
        {"level": 1, "form": "xml"},
    ):
        with pytest.raises(ConfigError):
            logs.configure(**bad)  # type: ignore[arg-type]
        assert (logs.priority, logs.filters, logs.outputs) == (2, "4:*other*", f"2:file:{tmp_path}/new")
    SOURCE.info("still")
    assert json.loads((tmp_path / "new").read_text())["message"] == "still"
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        logs.configure(outputs=f"2:file:{tmp_path}/new")
    assert len(os.listdir("/proc/self/fd")) == before


def test_no_outputs_are_the_default_ones(tmp_path: Path, start: Callable[..., Logs]) -> None:
    logs = start(default=lambda: f"4:file:{tmp_path}/default")
    logs.configure(outputs="")
    assert logs.outputs == f"4:file:{tmp_path}/default"


def test_a_file_that_was_renamed_is_made_anew(tmp_path: Path, start: Callable[..., Logs]) -> None:
    logs = start()
    SOURCE.warning("one")
    (tmp_path / "log").rename(tmp_path / "log.1")
    SOURCE.warning("two")
    logs.reopen()
    SOURCE.warning("three")
    assert lines(tmp_path, "log.1") == ["warning records.daemon: one", "warning records.daemon: two"]
    assert lines(tmp_path) == ["warning records.daemon: three"]
    # What is in its place may not be followed; the old one stays in use.
    (tmp_path / "log").unlink()
    (tmp_path / "log").symlink_to(tmp_path / "elsewhere")
    logs.reopen()
    SOURCE.warning("four")
    assert not (tmp_path / "elsewhere").exists()


def test_text_of_strangers_stays_on_its_line(tmp_path: Path, start: Callable[..., Logs]) -> None:
    start()
    client = ClientInfo(7, "tls", "192.0.2.7:4")
    client.user = "x\nerror forged: \x1b[2J\u202e"
    SOURCE.warning("%r: gone", client)
    try:
        raise ValueError("one\ntwo\x1b")
    except ValueError:
        SOURCE.exception("failed")
    text = (tmp_path / "log").read_text()
    assert "\x1b" not in text
    assert "\u202e" not in text
    found = text.splitlines()
    assert "user x\\nerror forged: \\x1b[2J\\u202e, tls" in found[0]
    assert all(line.startswith("    ") for line in found[2:])
    assert found[-1] == "    two\\x1b"


def test_fields_of_json(tmp_path: Path, start: Callable[..., Logs]) -> None:
    start(2, form="json")
    client = ClientInfo(7, "tls", "192.0.2.7:4")
    client.user = "alice"
    client.authenticated = "sasl PLAIN"
    SOURCE.info("%s of %r", P.DOMAIN_REBOOT, client)
    found = json.loads((tmp_path / "log").read_text())
    assert found.pop("time")[-1] == "Z"
    assert found.pop("message").endswith("<client 7: user alice, tls, 192.0.2.7:4>")
    assert found == {
        "level": "info",
        "logger": "records.daemon",
        "module": "test_logs",
        "client": 7,
        "identity": "user alice",
        "authenticated": "sasl PLAIN",
        "transport": "tls",
        "address": "192.0.2.7:4",
        "procedure": "domain_reboot",
    }


def test_a_flood_is_cut_short(
    tmp_path: Path, start: Callable[..., Logs], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    start(rate=3)
    for number in range(10):
        SOURCE.warning("flood %d", number)
    for _ in range(5):
        SOURCE.error("each one counts")
    SOURCE.warning("another kind")
    now[0] += 1
    SOURCE.warning("flood %d", 99)
    assert lines(tmp_path) == [
        *[f"warning records.daemon: flood {number}" for number in range(3)],
        *["error records.daemon: each one counts"] * 5,
        "warning records.daemon: another kind",
        "warning records.daemon: flood 99 (and 7 more like this before, which were left out)",
    ]


def test_the_audit_goes_everywhere_whatever_the_levels_are(tmp_path: Path) -> None:
    logs = Logs(4, "4:audit", f"4:file:{tmp_path}/log", rate=1, logger=logging.getLogger("virtreach"))
    try:
        for number in range(3):
            logging.getLogger(AUDIT_LOGGER).info("record %d", number)
    finally:
        logs.close()
    assert len(lines(tmp_path)) == 3


def test_closing_leaves_the_logger_as_it_was(tmp_path: Path) -> None:
    logger = logging.getLogger("records.closing")
    logs = Logs(1, "", f"1:file:{tmp_path}/log", logger=logger)
    assert logger.level == logging.DEBUG
    logs.close()
    assert logger.level == logging.NOTSET
    assert logger.handlers == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("tls", "Malformed format for filter 'tls'"),
        ("1:", "Malformed format for filter '1:'"),
        ("0:tls", "Invalid priority '0' for filter '0:tls'"),
    ],
)
def test_filters_that_make_no_sense(text: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        parse_filters(text)


def test_where_the_background_logs(tmp_path: Path) -> None:
    surroundings = {"XDG_STATE_HOME": str(tmp_path / "state")}
    root = str(tmp_path / "root")

    def found() -> str:
        return default_outputs(background=True, environment=surroundings, root=root)

    assert default_outputs(background=False) == "1:stderr"
    directory = f"{root}/var/log" if os.geteuid() == 0 else f"{tmp_path}/state"
    assert found() == f"1:file:{directory}/virtreach/virtreachd.log"
    assert Path(f"{directory}/virtreach").stat().st_mode & 0o777 == 0o700
    (tmp_path / "root/dev").mkdir(parents=True)
    (tmp_path / "root/dev/log").touch()
    assert found() == "1:syslog:virtreachd"
    (tmp_path / "root/run/systemd/journal").mkdir(parents=True)
    (tmp_path / "root/run/systemd/journal/socket").touch()
    assert found() == "1:journald"


def test_a_moment() -> None:
    assert stamp(0.1239) == "1970-01-01T00:00:00.123Z"
