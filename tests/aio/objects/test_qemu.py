"""What only QEMU and container hosts have: every method against its procedure's codec."""

from __future__ import annotations

from typing import Any

import pytest

from tests.aio.objects.fake import Case, FakeConnection
from virtreach.aio.objects.domain import Domain
from virtreach.aio.objects.lxc import DomainLXC
from virtreach.aio.objects.qemu import QEMU, DomainQEMU
from virtreach.errors import UsageError

REF = ("guest", bytes(range(16)), 7)

DOMAIN = [
    Case(
        "monitor_command",
        lambda d: d.monitor_command("info block", flags=1),
        "qemu.domain_monitor_command",
        (REF, "info block", 1),
        ("disk0",),
        "disk0",
    ),
    Case(
        "monitor_command_with_files",
        lambda d: d.monitor_command_with_files('{"execute": "query-status"}'),
        "qemu.domain_monitor_command_with_files",
        (REF, '{"execute": "query-status"}', 0),
        ("{}",),
        "{}",
    ),
    Case(
        "agent_command",
        lambda d: d.agent_command('{"execute": "guest-ping"}', timeout=3),
        "qemu.domain_agent_command",
        (REF, '{"execute": "guest-ping"}', 3, 0),
        ("{}",),
        "{}",
    ),
    Case(
        "agent_command without an answer",
        lambda d: d.agent_command("{}"),
        "qemu.domain_agent_command",
        (REF, "{}", -1, 0),
        (None,),
        None,
    ),
]


def domain(connection: Any) -> Domain:
    """The domain under test."""
    return Domain._one(connection, REF)


@pytest.mark.parametrize("case", DOMAIN, ids=lambda case: case.name)
async def test_domain_qemu(case: Case) -> None:
    """A method of a domain's monitor sends the right call."""
    await case.check(lambda connection: DomainQEMU(domain(connection)))


async def test_files_are_refused() -> None:
    """Descriptors do not travel yet, so nothing is sent with them."""
    connection = FakeConnection()
    with pytest.raises(UsageError, match="file descriptors"):
        await DomainQEMU(domain(connection)).monitor_command_with_files("{}", files=[0])
    assert connection.calls == []


async def test_attach() -> None:
    """A foreign process becomes a domain."""
    case = Case("attach", lambda q: q.attach(4711), "qemu.domain_attach", (4711, 0), (REF,), ("Domain", REF))
    await case.check(QEMU)


async def test_lxc() -> None:
    """A container's namespaces can be asked for."""
    case = Case("open", lambda c: c.open_namespace(), "lxc.domain_open_namespace", (REF, 0))
    await case.check(lambda connection: DomainLXC(domain(connection)))
