"""Facts: asked of this machine, and read from what odd machines say."""

from __future__ import annotations

import os
import platform
import socket
from pathlib import Path

import pytest

from tests.shell.local import LocalRemote
from virtreach.errors.shell import ShellError
from virtreach.shell.facts import Address, _address, _assignments, _number


async def test_this_machine(local: LocalRemote) -> None:
    facts = await local.facts()
    assert len(local.lines) == 1, "one round trip"
    uname = platform.uname()
    assert (facts.system, facts.hostname, facts.kernel) == (uname.system, socket.gethostname(), uname.release)
    assert facts.architecture == uname.machine
    assert facts.uid == os.getuid()
    assert facts.cpus is not None
    assert facts.cpus >= 1
    assert facts.memory is not None
    assert facts.memory_available is not None
    assert 1 << 24 < facts.memory_available < facts.memory
    assert facts.boot_time is not None
    assert facts.clock is not None
    assert 0 < facts.boot_time < facts.clock
    assert Address("lo", "127.0.0.1", 8) in facts.addresses
    assert facts.os_id == facts.os["ID"]


async def test_a_machine_with_nothing(tmp_path: Path) -> None:
    local = LocalRemote(tmp_path)
    for name in ("ip", "python3", "python", "systemd-detect-virt", "getconf", "apt-get", "grep"):
        local.program(name, "exit 127\n")
    facts = await local.facts()
    assert (facts.addresses, facts.python, facts.virtual, facts.boot_time) == ((), "", "", None)
    local.environment["PATH"] = str(local.programs)
    assert (await local.facts()).package_manager == "apt"


async def test_no_answer(tmp_path: Path) -> None:
    local = LocalRemote(tmp_path)
    local.program("cat", "kill -9 $PPID\n")
    with pytest.raises(ShellError, match="SIGKILL"):
        await local.facts()


def test_odd_answers() -> None:
    assert _assignments(['A="b c"', "X='it'", "bad line", "Q='unclosed", "a-b=c"]) == {
        "A": "b c",
        "X": "it",
        "Q": "'unclosed",
    }
    assert _number("12 ", 1024) == 12288
    for text in ("", "-1", "٣", "9" * 30):
        assert _number(text) is None
    assert _address("2: eth0    inet6 fe80::1/64 scope link") == Address("eth0", "fe80::1", 64)
    assert _address("3: ppp0    inet 10.0.0.1 peer 10.0.0.2/32 scope") == Address("ppp0", "10.0.0.1", 32)
    for line in ("", "1: lo", "1: lo link/ether 00:00", "1: lo inet 1.2.3.4/x"):
        assert _address(line) is None
