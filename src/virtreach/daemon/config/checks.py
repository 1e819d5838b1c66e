"""What values of keys may be: each check says what is wrong with a value of the right kind, or gives ""."""

from __future__ import annotations

from virtreach.session.sasl.server_offer import KNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "absolute",
    "address",
    "authentication",
    "between",
    "faults",
    "log_filters",
    "mechanisms",
    "one_of",
    "outputs",
    "priority",
    "ssf",
    "uuid",
]


def between(least: int, most: int) -> Callable[[int], str]:
    """A check that a number lies between two others, or is one of them."""
    return lambda value: "" if least <= value <= most else f"must be between {least} and {most}"


def one_of(*words: str) -> Callable[[str], str]:
    """A check that a text is one of some words."""
    return lambda value: "" if value in words else f"must be one of {', '.join(filter(None, words))}"


def absolute(value: str) -> str:
    """Look at the path of a file; the daemon leaves the directory that it was started in."""
    return "" if value.startswith("/") or not value else "must be an absolute path, or empty"


def authentication(value: str) -> str:
    """Look at what a socket of the network asks for."""
    if value == "polkit":
        return "cannot be polkit, which decides about users of this machine"
    return one_of("none", "sasl")(value)


def mechanisms(value: list[str]) -> str:
    """Look at names of SASL mechanisms."""
    unknown = [name for name in value if name not in KNOWN]
    return f"unknown: {', '.join(unknown)}; there are {', '.join(KNOWN)}" if unknown else ""


def ssf(value: int) -> str:
    """Look at the strength of a security layer, in bits."""
    return "" if value >= 112 else "must be 112 at least: weaker layers can be read by others"


def priority(value: str) -> str:
    """Look at a TLS priority."""
    from virtreach.auth.tls_priority import parse_priority
    from virtreach.errors import URIError

    try:
        parse_priority(value)
    except URIError as error:
        return f"cannot be understood: {str(error).removeprefix('tls_priority: ')}"
    return ""


def uuid(value: str) -> str:
    """Look at a host's UUID (``src/util/viruuid.c``, ``virUUIDIsValid``)."""
    digits = value.replace("-", "").lower()
    good = len(digits) == 32 and set(digits) <= set("0123456789abcdef") and len(set(digits)) > 1
    return "" if good or not value else "must be a UUID whose digits are not all the same"


def faults(value: list[str]) -> str:
    """Look at faults that shall happen."""
    from virtreach.daemon.drivers.injector import Fault
    from virtreach.errors import UsageError

    try:
        for text in value:
            Fault.parse(text)
    except UsageError as error:
        return f"has a mistake: {error}"
    return ""


def address(value: str) -> str:
    """Look at where metrics are."""
    from virtreach.daemon.records.metrics_server import parse_address

    return _complaint(parse_address, value) if value else ""


def log_filters(value: str) -> str:
    """Look at which parts log how much."""
    from virtreach.daemon.records.logs import parse_filters

    return _complaint(parse_filters, value)


def outputs(value: str) -> str:
    """Look at where entries of logs and audit go."""
    from virtreach.daemon.records.outputs import parse_outputs

    return _complaint(parse_outputs, value)


def _complaint(parse: Callable[[str], object], value: str) -> str:
    from virtreach.errors import ConfigError

    try:
        parse(value)
    except ConfigError as error:
        return f"cannot be understood: {error}"
    return ""
