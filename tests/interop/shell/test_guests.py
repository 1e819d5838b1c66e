"""A real guest without any network: by QEMU's agent, by its serial consoles, by what its inventory says."""

from __future__ import annotations

import getpass
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.interop.lab.daemon import Daemon
from tests.interop.shell.guest import NAME, booted
from tests.needs import patience
from tools.guest.build import PASSWORD
from virtreach import aio
from virtreach.cli.main import run
from virtreach.conf.inventory import Inventory
from virtreach.errors.guests import ConsoleMissing, GuestUnreachable
from virtreach.errors.shell import CommandTimeout
from virtreach.routes.ssh.pool import Pool
from virtreach.routes.ssh.reach import Reach
from virtreach.shell.agent import AgentRemote
from virtreach.shell.base import Remote
from virtreach.shell.blocking import open_remote
from virtreach.shell.guests import GuestRemote
from virtreach.shell.node import NodeRoute
from virtreach.shell.serial import SerialRemote

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.needs("root", "libvirtd", "qemu-system-x86_64", "qemu-ga"),
]


@pytest.fixture(scope="module")
def uri(qemu_daemon: Daemon) -> Iterator[str]:
    """The host of a booted guest."""
    with booted(qemu_daemon) as uri:
        yield uri


@pytest.fixture
async def agent(uri: str) -> AsyncIterator[AgentRemote]:
    """The guest by its agent."""
    async with await aio.connect(uri) as connection:
        yield AgentRemote(await connection.domains.lookup_by_name(NAME))


@pytest.fixture
async def serial(uri: str) -> AsyncIterator[SerialRemote]:
    """The guest by the shell on its first console."""
    async with await aio.connect(uri) as connection:
        domain = await connection.domains.lookup_by_name(NAME)
        async with SerialRemote(domain, patience=30 * patience()) as remote:
            yield remote


async def commands_and_files(remote: Remote) -> None:
    """What every way can do."""
    done = await remote.run(["sh", "-c", "cat; echo oops >&2; exit 3"], input=b"\0in\xff\n")
    assert (done.status, done.stdout, done.stderr) == (3, b"\0in\xff\n", b"oops\n")
    data = os.urandom(5_000)
    await remote.write_file("/tmp/a file", data)
    assert await remote.read_file("/tmp/a file") == data
    await remote.append("/tmp/a file", b"more")
    assert (await remote.run(["wc", "-c", "/tmp/a file"])).stdout.split()[0] == b"5004"
    with pytest.raises(CommandTimeout) as caught:
        await remote.run(["sleep", "599"], timeout=1.0)
    assert caught.value.ended
    facts = await remote.facts()
    assert (facts.hostname, facts.uid) == ("guest", 0)
    left = await remote.run(["find", "/tmp", "-name", ".virtreach-*"])
    # The directory of this very command is there while it runs.
    assert len(left.text.split()) == 1


async def test_agent(agent: AgentRemote) -> None:
    await commands_and_files(agent)
    assert (await agent.run_script("kill -9 $$")).signal == "KILL"
    done = await agent.run(["head", "-c", "8m", "/dev/zero"])
    assert len(done.stdout) == 8 << 20
    await agent.ping()  # which an answer of that length would have cost the host


async def test_agent_survives_large_input(agent: AgentRemote) -> None:
    data = os.urandom(400_000)
    assert (await agent.run(["cat"], input=data)).stdout == data


async def test_key_for_ssh(agent: AgentRemote) -> None:
    await agent.authorize_key("me", "ssh-ed25519 AAAA somebody")
    assert (await agent.read_file("/tmp/.ssh/authorized_keys")).strip() == b"ssh-ed25519 AAAA somebody"


async def test_job_outlives_the_connection(uri: str) -> None:
    async with await aio.connect(uri) as connection:
        remote = AgentRemote(await connection.domains.lookup_by_name(NAME))
        job = await remote.start(["sh", "-c", "echo begun; sleep 0.3; echo ended"], job_id="survivor")
    async with await aio.connect(uri) as connection:
        remote = AgentRemote(await connection.domains.lookup_by_name(NAME))
        state = await remote.job(job.job_id).wait(30 * patience())
        assert state.status == 0
        assert await remote.job(job.job_id).output() == b"begun\nended\n"
        await remote.job(job.job_id).forget()


async def test_serial(uri: str, serial: SerialRemote, agent: AgentRemote) -> None:
    await commands_and_files(serial)
    assert (await serial.run_script("kill -9 $$")).status == 137
    async with await aio.connect(uri) as other:
        domain = await other.domains.lookup_by_name(NAME)
        with pytest.raises(ConsoleMissing, match="console session"):
            await SerialRemote(domain).open()
    # The kernel speaks in between.
    loud = "dmesg -n 8; while :; do echo '<1>here is the kernel' >/dev/kmsg; sleep 0.2; done"
    job = await agent.start_script(loud)
    try:
        data = os.urandom(4000)
        assert (await serial.run(["cat"], input=data)).stdout == data
    finally:
        await job.cancel()
        await job.forget()
        await agent.run(["dmesg", "-n", "3"])


async def test_login_on_the_console(uri: str) -> None:
    async with await aio.connect(uri) as connection:
        domain = await connection.domains.lookup_by_name(NAME)
        wait = 30 * patience()
        for _ in range(2):  # having logged out in between
            async with SerialRemote(
                domain, device="serial1", user="me", password=PASSWORD, patience=wait
            ) as remote:
                assert (await remote.run(["id", "-un"])).text == "me\n"


def inventory(uri: str, more: str = "") -> str:
    """An inventory with the guest."""
    return (
        f'[clusters.lab.groups.guests]\nnodes = [{{ name = "g", host = "{uri}", domain = "{NAME}"{more} }}]\n'
    )


async def test_ways_that_fail_are_told(uri: str) -> None:
    async with Pool() as pool:
        # 192.0.2.0/24 leads nowhere (RFC 5737); a port of this machine where nobody listens refuses at once.
        read = Inventory.parse(inventory(uri, ', address = "127.0.0.1", port = 1'))
        remote = GuestRemote(NodeRoute.to_node(Reach(read, pool), "g"))
        async with remote:
            assert (await remote.run(["hostname"])).text == "guest\n"
            assert remote.way == "agent"
            assert [name for name, _ in remote.tried] == ["ssh"]
        read = Inventory.parse(
            f'[clusters.lab.groups.guests]\nnodes = [{{ name = "nobody", host = "{uri}" }}]\n'
        )
        with pytest.raises(GuestUnreachable, match=r"by agent: .*; by serial: "):
            await GuestRemote(NodeRoute.to_node(Reach(read, pool), "nobody")).open()


def test_blocking(uri: str) -> None:
    with open_remote("g", inventory=Inventory.parse(inventory(uri))) as remote:
        assert remote.run(["hostname"]).text == "guest\n"
        assert remote.read_file("/etc/passwd").startswith(b"root:")


@pytest.mark.parametrize("way", [(), ("--way", "serial", "--ask-console-password")])
def test_command(
    uri: str,
    way: tuple[str, ...],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "lab.toml"
    path.write_text(inventory(uri, ', way = "agent"'))
    asked: list[str] = []
    monkeypatch.setattr(getpass, "getpass", lambda text: asked.append(text) or "secret")
    script = 'echo "$(hostname) ${VRC:+by its console}"; exit 4'  # VRC is of the loop that reads lines there
    assert run(["run", "--inventory", str(path), *way, "g", "--sh", "--", script]) == 4
    assert capfd.readouterr().out == ("guest by its console\n" if way else "guest \n")
    assert len(asked) == bool(way)
