"""The daemon's log: how much of which part goes where, and in which form.

Levels, filters and outputs are libvirtd.conf's, and may be changed while the daemon runs. What becomes a line is made
harmless first: whatever strangers have chosen (names, addresses, subjects of certificates) comes out without control
characters, and on one line. When a kind of message comes so often that it would bury everything else, some are left
out, and counted.
"""

from __future__ import annotations

import logging
import os
import traceback
from fnmatch import fnmatchcase
from time import gmtime, monotonic, strftime

from virtreach.daemon.drivers.base import ClientInfo
from virtreach.daemon.records.outputs import LEVELS, open_outputs, parse_outputs
from virtreach.errors import ConfigError
from virtreach.errors.text import printable
from virtreach.protocol.procedure import Procedure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from typing import Any

    from virtreach.daemon.config.settings import Settings
    from virtreach.daemon.records.outputs import Fields, Output

__all__ = [
    "AUDIT_LOGGER",
    "FORMATS",
    "Logs",
    "client_fields",
    "default_outputs",
    "log_settings",
    "parse_filters",
    "stamp",
]

AUDIT_LOGGER = "virtreach.audit"
"""The logger of audit records; levels and filters do not apply to it."""

FORMATS = ("text", "json")
"""Forms of a line."""

_PYTHON_LEVELS = {1: logging.DEBUG, 2: logging.INFO, 3: logging.WARNING, 4: logging.ERROR}
_KINDS_MAX = 1000


def stamp(seconds: float) -> str:
    """A moment as ISO 8601 in UTC, with milliseconds.

    Args:
        seconds: since 1970.
    """
    whole, thousandths = divmod(round(seconds * 1_000_000) // 1000, 1000)
    return f"{strftime('%Y-%m-%dT%H:%M:%S', gmtime(whole))}.{thousandths:03}Z"


def client_fields(client: ClientInfo) -> Fields:
    """Who a client is, in the fields that logs and audit share."""
    fields: Fields = {
        "client": client.number,
        "identity": client.identity,
        "authenticated": client.authenticated,
        "transport": client.transport,
        "address": client.address,
    }
    if client.host:
        fields["host"] = client.host
    return fields


def _part(record: logging.LogRecord) -> str:
    """Where a message comes from: ``gateway.driver``; of strangers' packages the module alone."""
    place = record.pathname.rpartition("/virtreach/daemon/")[2]
    own = len(place) < len(record.pathname)
    return place.removesuffix(".py").replace("/", ".") if own else record.module


def parse_filters(text: str) -> list[tuple[int, str]]:
    """Read which parts log how much.

    Args:
        text: ``level:match``, parted by blanks; the match is found anywhere in a part's name and may have wildcards.

    Raises:
        ConfigError: it cannot be understood; worded as libvirt does (``src/util/virlog.c``).
    """
    found: dict[str, int] = {}
    for word in text.split():
        digits, colon, match = word.partition(":")
        # Once a plus sign asked for stack traces; libvirt takes it and does nothing.
        match = match.removeprefix("+")
        if not colon or not match or ":" in match:
            raise ConfigError(f"Malformed format for filter '{printable(word)}'")
        if digits not in ("1", "2", "3", "4"):
            raise ConfigError(f"Invalid priority '{printable(digits)}' for filter '{printable(word)}'")
        found[match] = int(digits)
    return [(level, match) for match, level in found.items()]


def default_outputs(
    *, background: bool, environment: Mapping[str, str] | None = None, root: str = "/"
) -> str:
    """Where logs go unless the configuration says it: what nobody looks at is kept by the machine.

    Args:
        background: the daemon has gone there, and its standard error stream is nobody's.
        environment: where ``XDG_STATE_HOME`` is looked up; None for this process's.
        root: the root of the file system, for tests.

    Returns:
        The standard error stream; in the background the journal, syslog, or a file, which is the first that there is.
        All levels: what is logged at all is then up to the level and the filters.

    Raises:
        ConfigError: there is no place for the file.
    """
    if not background:
        return "1:stderr"
    if os.path.exists(os.path.join(root, "run/systemd/journal/socket")):
        return "1:journald"
    if os.path.exists(os.path.join(root, "dev/log")):
        return "1:syslog:virtreachd"
    if os.geteuid() == 0:
        directory = os.path.join(root, "var/log/virtreach")
    else:
        surroundings = os.environ if environment is None else environment
        base = surroundings.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")
        directory = os.path.join(base, "virtreach")
    try:
        os.makedirs(directory, mode=0o700, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"cannot be made, for the log: {error.strerror}", path=directory) from error
    return f"1:file:{directory}/virtreachd.log"


def log_settings(settings: Settings, *, verbose: bool = False) -> dict[str, Any]:
    """What a configuration says to `Logs` and `Logs.configure`.

    Args:
        settings: the configuration.
        verbose: log at level 2 at least.
    """
    return {
        "level": min(settings.log_level, 2) if verbose else settings.log_level,
        "filters": settings.log_filters,
        "outputs": settings.log_outputs,
        "form": settings.log_format,
        "rate": settings.log_rate,
    }


class Logs:
    """Everything that the process logs. Install it once; threads may log.

    Args:
        level: 1 to 4, see `LEVELS`.
        filters, outputs: as texts, see `parse_filters` and `parse_outputs`; no outputs are the default ones.
        form: one of `FORMATS`.
        rate: how many messages of one kind are written in a second; 0 for no limit.
        default: gives the default outputs.
        logger: what is listened to; None for everything.

    Raises:
        ConfigError: an output cannot be had, or a text cannot be understood.
    """

    def __init__(
        self,
        level: int = 3,
        filters: str = "",
        outputs: str = "",
        *,
        form: str = "text",
        rate: int = 0,
        default: Callable[[], str] = lambda: "1:stderr",
        logger: logging.Logger | None = None,
    ) -> None:
        self._handler = _Handler(self)
        self._logger = logger if logger is not None else logging.getLogger()
        self._default = default
        self._priority = level
        self._form = form
        self._rate = rate
        self._filters: list[tuple[int, str]] = []
        self._outputs: list[Output] = []
        self._thresholds: dict[tuple[str, str], int] = {}
        self._seen: dict[object, list[int]] = {}
        self._before = self._logger.level
        self.configure(filters=filters, outputs=outputs)
        self._logger.addHandler(self._handler)
        self._apply()

    # What can be read and changed while it runs.

    @property
    def priority(self) -> int:
        """The level of whatever no filter is about."""
        return self._priority

    @property
    def filters(self) -> str:
        """The filters as libvirt prints them: with the wildcards around them that they are matched with."""
        return " ".join(f"{level}:*{match.strip('*')}*" for level, match in self._filters)

    @property
    def outputs(self) -> str:
        """The outputs as libvirt prints them."""
        return " ".join(str(output) for output in self._outputs)

    @property
    def form(self) -> str:
        """How a line looks, one of `FORMATS`."""
        return self._form

    def configure(
        self,
        *,
        level: int | None = None,
        filters: str | None = None,
        outputs: str | None = None,
        form: str | None = None,
        rate: int | None = None,
    ) -> None:
        """Change some settings, all or none of those that are given; see the class.

        Raises:
            ConfigError: as there; nothing has changed.
        """
        new_filters = None if filters is None else parse_filters(filters)
        new_outputs = None if outputs is None else self._open(outputs)
        if form is not None and form not in FORMATS:
            raise ConfigError(f"the form of logs is one of {', '.join(FORMATS)}")
        with self._lock():
            if new_filters is not None:
                self._filters = new_filters
            if new_outputs is not None:
                old, self._outputs = self._outputs, new_outputs
                for output in old:
                    output.close()
            self._priority = self._priority if level is None else level
            self._form = self._form if form is None else form
            self._rate = self._rate if rate is None else rate
            self._thresholds.clear()
        self._apply()

    def _open(self, text: str) -> list[Output]:
        return open_outputs(parse_outputs(text) or parse_outputs(self._default()))

    def reopen(self) -> None:
        """Open files anew, for whoever has renamed them; one that cannot be had stays as it is, and the log says so."""
        problems = []
        with self._lock():
            for output in self._outputs:
                try:
                    output.open()
                except ConfigError as error:
                    problems.append(error)
        for problem in problems:
            logging.getLogger("virtreach.daemon").error("a log is not opened anew: %s", problem)

    def _lock(self) -> AbstractContextManager[object]:
        assert self._handler.lock is not None
        return self._handler.lock

    def _apply(self) -> None:
        lowest = min([self._priority, *(level for level, _ in self._filters)])
        self._logger.setLevel(_PYTHON_LEVELS[lowest])
        # The audit is no matter of taste.
        logging.getLogger(AUDIT_LOGGER).setLevel(logging.INFO)

    def close(self) -> None:
        """Listen no more, and let go of files."""
        if self._handler in self._logger.handlers:
            self._logger.removeHandler(self._handler)
            self._logger.setLevel(self._before)
        with self._lock():
            outputs, self._outputs = self._outputs, []
        for output in outputs:
            output.close()
        self._handler.close()

    # Writing.

    def write(self, record: logging.LogRecord) -> None:
        """Write a record wherever it belongs. The handler holds the lock."""
        audit = record.name == AUDIT_LOGGER
        level = _level_of(record.levelno)
        if not audit and (level < self._threshold(record) or self._too_often(record)):
            return
        fields = _fields(record, level)
        line = ""
        for output in self._outputs:
            if audit or level >= output.level:
                line = line or self._line(fields)
                output.put(level, line, fields)

    def _threshold(self, record: logging.LogRecord) -> int:
        source = record.name, record.pathname
        found = self._thresholds.get(source)
        if found is None:
            name = f"{record.name}.{_part(record)}"
            levels = (level for level, match in self._filters if fnmatchcase(name, f"*{match}*"))
            if len(self._thresholds) > _KINDS_MAX:
                self._thresholds.clear()
            found = self._thresholds[source] = next(levels, self._priority)
        return found

    def _too_often(self, record: logging.LogRecord) -> bool:
        """Whether a message is to be left out because there were many like it within this second."""
        if not self._rate or record.levelno >= logging.ERROR:
            return False
        now = int(monotonic())
        kind = record.msg
        seen = self._seen.get(kind)
        if seen is None:
            if len(self._seen) > _KINDS_MAX:
                self._seen.clear()
            self._seen[kind] = [now, 1, 0]
            return False
        if seen[0] != now:
            left_out, seen[:] = seen[2], [now, 1, 0]
            if left_out:
                record.msg = f"{record.msg} (and {left_out} more like this before, which were left out)"
            return False
        seen[1] += 1
        if seen[1] <= self._rate:
            return False
        seen[2] += 1
        return True

    def _line(self, fields: Fields) -> str:
        if self._form == "json":
            import json

            return json.dumps({**fields, "time": stamp(fields["time"]), "level": LEVELS[fields["level"]]})
        head = f"{stamp(fields['time'])} {LEVELS[fields['level']]} {fields['logger']}: {fields['message']}"
        trace = fields.get("traceback")
        return f"{head}\n    " + trace.replace("\n", "\n    ") if trace else head


class _Handler(logging.Handler):
    """How `Logs` is told of records."""

    def __init__(self, logs: Logs) -> None:
        super().__init__()
        self._logs = logs

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._logs.write(record)
        except Exception:  # noqa: BLE001 - as the library's own handlers do: a log must not bring anybody down
            self.handleError(record)


def _level_of(number: int) -> int:
    if number >= logging.ERROR:
        return 4
    return 3 if number >= logging.WARNING else 2 if number >= logging.INFO else 1


def _fields(record: logging.LogRecord, level: int) -> Fields:
    """A record in its parts. Clients and procedures among the arguments of the message become fields of their own."""
    fields: Fields = {
        "time": record.created,
        "level": level,
        "logger": record.name,
        "module": record.module,
        "message": printable(record.getMessage()),
    }
    for argument in record.args if isinstance(record.args, tuple) else ():
        if isinstance(argument, ClientInfo):
            fields.update(client_fields(argument))
        elif isinstance(argument, Procedure):
            fields["procedure"] = argument.name
    extra = getattr(record, "fields", None)
    if extra:
        fields.update(extra)
    if record.exc_info and record.exc_info[0] is not None:
        lines = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n").split("\n")
        fields["traceback"] = "\n".join(printable(line) for line in lines)
    return fields
