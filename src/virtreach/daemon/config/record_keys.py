"""The keys of virtreachd.conf about logs, audit and metrics; rows of the table in `virtreach.daemon.config.keys`."""

from __future__ import annotations

from virtreach.daemon.config.checks import address, between, log_filters, one_of, outputs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["RECORDS", "RECORD_ROWS"]

RECORDS = "Logs, audit and metrics"
"""Their heading."""

RECORD_ROWS: tuple[tuple[Any, ...], ...] = (
    (
        RECORDS,
        "log_level",
        "number",
        3,
        "What is logged: 1 debug, 2 information, 3 warnings, 4 errors.",
        between(1, 4),
    ),
    (
        RECORDS,
        "log_filters",
        "text",
        "",
        "Other levels for parts of the daemon, as 1:entry 4:hypervisor; what follows the level is found anywhere in "
        "the name of the part, and the first match counts.",
        log_filters,
    ),
    (
        RECORDS,
        "log_outputs",
        "text",
        "",
        "Where logs go, as 3:stderr 1:file:/var/log/virtreachd.log 3:syslog:virtreachd 3:journald; less important "
        "entries than the level are left out there. Empty for the standard error stream; in the background for the "
        "journal, syslog, or a file of one's own, which is the first that there is. SIGHUP opens files anew.",
        outputs,
    ),
    (
        RECORDS,
        "log_format",
        "text",
        "text",
        "Lines as text, or as json with a field for the client, who it is, where from and so on.",
        one_of("text", "json"),
    ),
    (
        RECORDS,
        "log_rate",
        "number",
        100,
        "Messages of one kind in a second, errors excepted; more are counted and left out. 0 for no limit.",
        between(0, 1_000_000),
    ),
    (
        RECORDS,
        "audit_level",
        "number",
        1,
        "1 writes down each call that changes something, each that is denied, each login, and what administrators "
        "do; 0 does not; 2 does before and after, and what cannot be written down is not done.",
        between(0, 2),
    ),
    (
        RECORDS,
        "audit_outputs",
        "text",
        "",
        "Where audit records go, as in log_outputs; the level counts for nothing. Empty for where logs go.",
        outputs,
    ),
    (
        RECORDS,
        "audit_format",
        "text",
        "text",
        "Audit records in audit_outputs as text or json.",
        one_of("text", "json"),
    ),
    (RECORDS, "audit_logging", "switch", 0, "Send audit records to the log as well."),
    (
        RECORDS,
        "metrics_listen",
        "text",
        "",
        'Where Prometheus finds numbers, as "127.0.0.1:9177" or the path of a unix socket; empty for nowhere. '
        "Whoever reaches it may read them. Needs the extra metrics.",
        address,
    ),
)
"""Arguments of `Key` for each."""
