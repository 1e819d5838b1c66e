"""The programs of QEMU and LXC guests: what can be answered, and what cannot."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.daemon.hypervisor.inprocess import InProcess
from virtreach.daemon.hypervisor.domains.qemu_events import MONITORS_MAX
from virtreach.errors.libvirt import LibvirtError, NoSupport
from virtreach.protocol import constants as C


@pytest.fixture
def client() -> InProcess:
    return InProcess()


@pytest.fixture
def dom(client: InProcess) -> Any:
    return client.call("remote", "domain_lookup_by_name", name="test").dom


def monitor(client: InProcess, dom: Any, command: str, flags: int = 0) -> Any:
    text = client.call("qemu", "domain_monitor_command", dom=dom, cmd=command, flags=flags).result
    return text if flags else json.loads(text)


def agent(client: InProcess, dom: Any, command: str) -> Any:
    done = client.call("qemu", "domain_agent_command", dom=dom, cmd=command, timeout=-2, flags=0)
    return json.loads(done.result)["return"]


def test_monitor(client: InProcess, dom: Any) -> None:
    answer = monitor(client, dom, '{"execute": "query-status"}')
    assert answer["return"] == {"status": "running", "singlestep": False, "running": True}
    assert answer["id"].startswith("libvirt-")
    assert monitor(client, dom, '{"execute": "stop", "id": 7}') == {"return": {}, "id": 7}
    assert client.call("remote", "domain_get_state", dom=dom, flags=0).state == C.VIR_DOMAIN_PAUSED
    assert monitor(client, dom, "info status", 1) == "VM status: paused\r\n"
    assert monitor(client, dom, "cont", 1) == ""
    error = monitor(client, dom, '{"execute": "human-errors"}')["error"]
    assert error == {"class": "CommandNotFound", "desc": "The command human-errors has not been found"}
    assert monitor(client, dom, "what", 1) == "unknown command: 'what'\r\n"
    for name in monitor(client, dom, '{"execute": "query-commands"}')["return"]:
        if name["name"].startswith("query-"):
            assert "return" in monitor(client, dom, json.dumps({"execute": name["name"]}))
    monitor(client, dom, '{"execute": "system_powerdown"}')
    with pytest.raises(LibvirtError, match="domain is not running"):
        monitor(client, dom, '{"execute": "query-status"}')


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("{", "cannot parse json"),
        ("[" * 100_000, "cannot parse json"),
        ("[]", "a command is"),
        ("{}", "a command is"),
    ],
)
def test_commands_that_are_none(client: InProcess, dom: Any, command: str, text: str) -> None:
    with pytest.raises(LibvirtError, match=text):
        monitor(client, dom, command)
    with pytest.raises(LibvirtError, match=text):
        agent(client, dom, command)


def test_agent(client: InProcess, dom: Any) -> None:
    assert agent(client, dom, '{"execute": "guest-ping"}') == {}
    assert agent(client, dom, '{"execute": "guest-sync", "arguments": {"id": 5}}') == 5
    assert agent(client, dom, '{"execute": "guest-get-host-name"}') == {"host-name": "testhost"}
    for one in agent(client, dom, '{"execute": "guest-info"}')["supported_commands"]:
        if one["name"] != "guest-sync":
            agent(client, dom, json.dumps({"execute": one["name"]}))
    with pytest.raises(
        LibvirtError, match="unable to execute QEMU agent command 'guest-sync': Parameter 'id'"
    ):
        agent(client, dom, '{"execute": "guest-sync"}')
    with pytest.raises(LibvirtError, match="The command guest-exec has not been found"):
        agent(client, dom, '{"execute": "guest-exec"}')
    with pytest.raises(LibvirtError, match="must be an object"):
        agent(client, dom, '{"execute": "guest-ping", "arguments": 1}')
    with pytest.raises(LibvirtError, match="guest agent timeout '-3'"):
        client.call("qemu", "domain_agent_command", dom=dom, cmd="{}", timeout=-3, flags=0)


def register(client: InProcess, event: str | None, flags: int = 0, dom: Any = None) -> int:
    number: int = client.call(
        "qemu", "connect_domain_monitor_event_register", dom=dom, event=event, flags=flags
    ).callback_id
    return number


def test_monitor_events(client: InProcess, dom: Any) -> None:
    every, stops = register(client, None), register(client, "stop", 2, dom)
    resumes = register(client, "^RES.*E$", 1)
    client.call("remote", "domain_suspend", dom=dom)
    client.call("remote", "domain_resume", dom=dom)
    told = [(message.callback_id, message.event) for _, message in client.events]
    assert told == [(every, "STOP"), (stops, "STOP"), (every, "RESUME"), (resumes, "RESUME")]
    assert {name for name, _ in client.events} == {"domain_monitor_event"}
    for number in (every, stops):
        client.call("qemu", "connect_domain_monitor_event_deregister", callback_id=number)
    with pytest.raises(LibvirtError, match="not registered"):
        client.call("qemu", "connect_domain_monitor_event_deregister", callback_id=every)
    client.events.clear()
    client.call("remote", "domain_reset", dom=dom, flags=0)
    assert client.events == []
    register(client, "RESET")
    client.call("remote", "domain_reset", dom=dom, flags=0)
    assert json.loads(client.events[0][1].details) == {"guest": False}


@pytest.mark.parametrize("expression", ["(a+)+$", "a{1000}", "*", "a*a*a*a*a*", "x" * 65, ""])
def test_hostile_expressions(client: InProcess, expression: str) -> None:
    with pytest.raises(LibvirtError, match="failed to compile regex"):
        register(client, expression, 1)


def test_monitor_callbacks_are_bounded(client: InProcess) -> None:
    for _ in range(MONITORS_MAX):
        register(client, None)
    with pytest.raises(LibvirtError, match="too many"):
        register(client, None)


def test_what_needs_descriptors_is_refused(client: InProcess, dom: Any) -> None:
    with pytest.raises(NoSupport, match="virDomainLxcOpenNamespace"):
        client.call("lxc", "domain_open_namespace", dom=dom, flags=0)
    with pytest.raises(NoSupport, match="virDomainQemuAttach"):
        client.call("qemu", "domain_attach", pid_value=1, flags=0)
