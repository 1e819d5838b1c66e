"""Faults: how they are written, and when they strike."""

from __future__ import annotations

import re

import pytest

from virtreach.daemon.config.keys import KEYS
from virtreach.daemon.drivers.injector import Fault, Injector
from virtreach.errors import UsageError
from virtreach.protocol import qemu
from virtreach.protocol import remote as P


def test_texts() -> None:
    delay = Fault.parse("delay:domain_create:0.5")
    assert (delay.action, delay.procedure, delay.seconds, delay.count) == (
        "delay",
        "domain_create",
        0.5,
        None,
    )
    error = Fault.parse("error:domain_get_info:count=3:skip=1:domain=10:38:disk: on fire")
    assert (error.code, error.message, error.count, error.skip) == (38, "disk: on fire", 3, 1)
    raised = error.error()
    assert (raised.code, raised.domain, raised.message) == (38, 10, "disk: on fire")
    assert Fault.parse("error:*:VIR_ERR_NO_DOMAIN").code == 42
    assert Fault("error", code="VIR_ERR_NO_DOMAIN").code == 42
    with pytest.raises(UsageError, match="'no_domain' is no error code"):
        Fault("error", code="no_domain")
    assert Fault.parse("error:*:7").message == "a fault was injected into *"
    assert Fault.parse("drop:domain_*:probability=0.25").probability == 0.25
    assert Fault.parse("hang").procedure == "*"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no fault ''"),
        ("explode:*", "no fault 'explode'"),
        ("delay:*", "'' should be a number"),
        ("delay:*:0", "a delay needs seconds"),
        ("delay:*:soon", "'soon' should be a number"),
        ("delay:*:-1", "must be between 0 and"),
        ("delay:*:nan", "must be between 0 and"),
        ("error:*:count=0:1", "count must be 1"),
        ("error:*:count=x:1", "should be a whole number"),
        ("error:*:0", "no error code"),
        ("error:*:VIR_ERR_NEVER", "'VIR_ERR_NEVER' is no error code"),
        ("error:*:thirty", "should be a whole number"),
        ("drop:*:5", "takes nothing"),
        ("drop:*:probability=0", "probability must be"),
        ("drop:*:probability=nan", "probability must be"),
        ("drop:domain_creat", "did you mean domain_create"),
        ("drop:nothing_*", "no procedure is called"),
        ("drop:domain_event_lifecycle", "is an event"),
    ],
)
def test_mistakes(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=re.escape(says)):
        Fault.parse(text)
    check = next(key.check for key in KEYS if key.name == "faults")
    assert says in check([text])
    assert check(["hang:*"]) == ""


def test_when_they_strike() -> None:
    injector = Injector([Fault.parse("drop:domain_create:skip=1:count=2")])
    assert [injector.draw(P.DOMAIN_CREATE)[1] is not None for _ in range(5)] == [
        False,
        True,
        True,
        False,
        False,
    ]
    assert injector.faults[0].hits == 2
    assert injector.draw(P.DOMAIN_DESTROY) == (0.0, None)


def test_delays_add_up_and_the_first_other_fault_counts() -> None:
    first, second = Fault("error", "domain_*", code=1), Fault("hang")
    injector = Injector([Fault("delay", seconds=1), first, Fault("delay", seconds=2), second])
    assert injector.draw(P.DOMAIN_CREATE) == (1, first)
    injector.remove(first)
    assert injector.draw(P.DOMAIN_CREATE) == (3, second)
    assert second.hits == 1
    injector.clear()
    assert injector.draw(P.DOMAIN_CREATE) == (0.0, None)


def test_probability_is_what_the_seed_says() -> None:
    def hits(seed: int) -> list[bool]:
        injector = Injector([Fault("drop", probability=0.5)], seed=seed)
        return [injector.draw(P.DOMAIN_CREATE)[1] is not None for _ in range(64)]

    assert hits(1) == hits(1) != hits(2)
    assert 10 < sum(hits(1)) < 54


def test_other_programs_have_their_name_in_front() -> None:
    injector = Injector([Fault("hang", "qemu.*")])
    assert injector.draw(P.DOMAIN_CREATE)[1] is None
    assert injector.draw(qemu.DOMAIN_MONITOR_COMMAND)[1] is not None
