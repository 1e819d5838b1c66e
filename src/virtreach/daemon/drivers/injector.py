"""Faults on purpose: what shall go wrong with which calls.

A fault in a configuration is a line of words between colons: the action, the procedure, options, and what the action
needs; the message of an error stands last and may hold colons itself::

    delay:domain_create:0.5
    error:domain_get_info:38:message
    error:domain_*:count=3:38:disk on fire
    drop:domain_destroy:skip=1:probability=0.25

===========  ===========================================================================================
``delay``    the call is carried out that many seconds later
``error``    it is not carried out; the answer is the error of that code (a number, or ``VIR_ERR_...``)
``drop``     it is not carried out, and the connection is closed without an answer
``lose``     it is carried out, and then the connection is closed without an answer
``hang``     it is not carried out and never answered; the connection goes on, keepalive and all
===========  ===========================================================================================

Options: ``count=N``, how often at most; ``skip=N``, how many calls are left alone first; ``probability=P``, above 0
and at most 1, of each further call; ``domain=N``, who says the error (virErrorDomain).
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from random import Random

from virtreach.errors import UsageError
from virtreach.protocol import constants as C
from virtreach.protocol import registry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from virtreach.errors.libvirt import LibvirtError
    from virtreach.protocol.procedure import Procedure

__all__ = ["ACTIONS", "DELAY_MAX", "Fault", "Injector"]

ACTIONS = ("delay", "error", "drop", "lose", "hang")
"""What can be done to a call."""
DELAY_MAX = 86_400.0
"""Seconds that a call can be delayed."""

_OPTIONS = ("count", "skip", "probability", "domain")
_PROGRAMS = ("remote", "qemu", "lxc")


class Fault:
    """One thing that goes wrong.

    Args:
        action: one of `ACTIONS`.
        procedure: the name of a procedure (``domain_create``, or ``qemu.domain_monitor_command`` of another program),
            or a pattern with ``*`` and ``?``.
        seconds: of a delay.
        code: an error's code or its name, of virErrorNumber.
        message: an error's text; "" for one that says that it was injected.
        domain: who says so, of virErrorDomain.
        count: how often it happens at most; None for always.
        skip: how many calls are left alone first.
        probability: of each further call, above 0 and at most 1.

    Attributes:
        hits: how often it has happened.

    Raises:
        UsageError: something of it makes no sense, or no procedure has that name.
    """

    __slots__ = (
        "action",
        "code",
        "count",
        "domain",
        "hits",
        "message",
        "probability",
        "procedure",
        "seconds",
        "skip",
    )

    def __init__(
        self,
        action: str,
        procedure: str = "*",
        *,
        seconds: float = 0.0,
        code: int | str = C.VIR_ERR_INTERNAL_ERROR,
        message: str = "",
        domain: int = C.VIR_FROM_NONE,
        count: int | None = None,
        skip: int = 0,
        probability: float = 1.0,
    ) -> None:
        if action not in ACTIONS:
            raise UsageError(f"no fault {action!r}; there are {', '.join(ACTIONS)}")
        if not 0 <= seconds <= DELAY_MAX:
            raise UsageError(f"a delay of {seconds} seconds; it must be between 0 and {DELAY_MAX:.0f}")
        if action == "delay" and seconds == 0:
            raise UsageError("a delay needs seconds, above 0")
        number = getattr(C, code, 0) if isinstance(code, str) and code.startswith("VIR_ERR_") else code
        if not isinstance(number, int) or number < 1:
            raise UsageError(f"{code!r} is no error code; those of virErrorNumber are, and their names")
        if skip < 0 or (count is not None and count < 1):
            raise UsageError("count must be 1 or more, and skip not negative")
        if not 0 < probability <= 1:
            raise UsageError("probability must be above 0, and 1 at most")
        self.action = action
        self.procedure = _known(procedure)
        self.seconds = seconds
        self.code = number
        self.message = message or f"a fault was injected into {procedure}"
        self.domain = domain
        self.count = count
        self.skip = skip
        self.probability = probability
        self.hits = 0

    @classmethod
    def parse(cls, text: str) -> Fault:
        """Read a fault as a configuration has it; raises `UsageError`."""
        action, _, rest = text.partition(":")
        procedure, _, rest = rest.partition(":")
        given: dict[str, Any] = {}
        while "=" in (word := rest.partition(":")[0]) and word.partition("=")[0] in _OPTIONS:
            name, _, value = word.partition("=")
            given[name] = _number(value, text, whole=name != "probability")
            rest = rest.partition(":")[2]
        if action == "delay":
            given["seconds"] = _number(rest, text, whole=False)
        elif action == "error":
            code, _, given["message"] = rest.partition(":")
            given["code"] = code if code.startswith("VIR_ERR_") else _number(code, text, whole=True)
        elif rest:
            raise UsageError(f"{text!r}: {action} takes nothing behind the procedure and its options")
        try:
            return cls(action, procedure or "*", **given)
        except UsageError as error:
            raise UsageError(f"{text!r}: {error}") from None

    def __repr__(self) -> str:
        return f"<fault {self.action} {self.procedure}, {self.hits} times>"

    def matches(self, procedure: Procedure[Any]) -> bool:
        """Whether it is about a procedure."""
        return fnmatchcase(_full(procedure.program, procedure.name), self.procedure)

    def error(self) -> LibvirtError:
        """The error that the client gets."""
        from virtreach.errors.libvirt import class_for

        return class_for(self.code)(
            self.message,
            code=self.code,
            domain=self.domain,
            str1="%s",
            str2=self.message,
            int1=-1,
            int2=-1,
        )

    def strikes(self, chance: Random) -> bool:
        """Whether it happens this time; counts."""
        if self.skip:
            self.skip -= 1
            return False
        if self.count is not None and self.hits >= self.count:
            return False
        if self.probability < 1 and chance.random() >= self.probability:
            return False
        self.hits += 1
        return True


def _full(program: str, name: str) -> str:
    return name if program == "remote" else f"{program}.{name}"


def _known(pattern: str) -> str:
    # A name that nothing has would be a fault that never happens.
    for program in _PROGRAMS:
        for _, name, kind, _, _ in registry.entries(program):
            if kind == "call" and fnmatchcase(_full(program, name), pattern):
                return pattern
    try:
        registry.find("remote", pattern)
    except UsageError as error:
        raise UsageError(f"no procedure is called {pattern!r}: {error}") from None
    raise UsageError(f"{pattern} is an event and not called by clients")


def _number(value: str, text: str, *, whole: bool) -> Any:
    try:
        return int(value) if whole else float(value)
    except ValueError:
        kind = "a whole number" if whole else "a number"
        raise UsageError(f"{text!r}: {value!r} should be {kind}") from None


class Injector:
    """The faults that are in force. May be changed at any time, from any thread.

    Args:
        faults: to begin with.
        seed: makes probabilities come out the same each time.
    """

    def __init__(self, faults: Iterable[Fault] = (), *, seed: int | None = None) -> None:
        self._faults: tuple[Fault, ...] = tuple(faults)
        self._chance = Random(seed)
        self._matching: dict[Procedure[Any], tuple[Fault, ...]] = {}

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is in force, in the order in which it was added."""
        return self._faults

    def add(self, fault: Fault) -> Fault:
        """Put a fault into force; gives it back."""
        self.replace((*self._faults, fault))
        return fault

    def remove(self, fault: Fault) -> None:
        """Take a fault out of force; calls that it has struck stay struck."""
        self.replace([one for one in self._faults if one is not fault])

    def clear(self) -> None:
        """Take all faults out of force."""
        self.replace(())

    def replace(self, faults: Iterable[Fault]) -> None:
        """Put these faults, and no others, into force."""
        # A table that is being filled belongs to the faults of before.
        self._faults, self._matching = tuple(faults), {}

    def draw(self, procedure: Procedure[Any]) -> tuple[float, Fault | None]:
        """Decide about a call.

        Returns:
            The seconds that it is delayed by all delays together, and the first other fault that strikes it.
        """
        table = self._matching
        faults = table.get(procedure)
        if faults is None:
            faults = table[procedure] = tuple([one for one in self._faults if one.matches(procedure)])
        seconds = 0.0
        for fault in faults:
            if fault.strikes(self._chance):
                if fault.action != "delay":
                    return seconds, fault
                seconds += fault.seconds
        return seconds, None
