"""The command and a host that lies, or sends without end: an exit code, one harmless line, and bounded memory."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.hostile.host import Host, Peer, message, stream_data
from tests.needs import patience
from virtreach.cli.failures import CONNECT, LIBVIRT, PROTOCOL, UNKNOWN
from virtreach.protocol import remote as P
from virtreach.wire.packet import HEADER_SIZE, PACKET_MAX

pytestmark = pytest.mark.needs("/proc/self/status")

_MIB = 1 << 20
# Runs the command, then says how large the process was at most.
_PROGRAM = """
import sys
from virtreach.cli.main import run
code = run(sys.argv[1:])
with open("/proc/self/status") as lines:
    print(next(line.split()[1] for line in lines if line.startswith("VmHWM")), file=sys.stderr)
sys.exit(code)
"""


def command(host: Host, line: str) -> tuple[int, str, float, float]:
    """Run the command in a process of its own: exit code, complaint, seconds, and MiB at its largest."""
    words = [sys.executable, "-c", _PROGRAM, "-c", host.uri, *line.split()]
    started = time.monotonic()
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    *said, largest = done.stderr.decode().splitlines()
    return done.returncode, "\n".join(said), time.monotonic() - started, int(largest) / 1024


def _picture(peer: Peer) -> None:
    """A screenshot that never ends."""
    peer.reply(P.DOMAIN_SCREENSHOT.encode_ret("image/x-portable-pixmap"))
    packet = stream_data(peer.number, peer.serial, bytes(_MIB))
    while True:
        peer.send(packet)


def test_a_picture_without_end(tmp_path: Path) -> None:
    with Host(tmp_path, _picture) as host:
        code, said, _, largest = command(host, f"screenshot web {tmp_path}/picture.png")
    assert code == LIBVIRT
    assert said.startswith("virtreach: the server sent more than the 268435456 bytes")
    assert largest <= 2 * 256
    assert not (tmp_path / "picture.png").exists()


def test_a_host_that_says_nothing(tmp_path: Path) -> None:
    def silent(peer: Peer) -> None:
        while peer.read():
            pass

    with Host(tmp_path, silent) as host:
        code, said, seconds, _ = command(host, "--timeout 1 list")
    assert code in (UNKNOWN, CONNECT)
    assert said.count("\n") == 0
    assert seconds <= 3 * patience()


def test_noise(tmp_path: Path) -> None:
    with Host(tmp_path, lambda peer: peer.reply(b"\x1b[2J" * ((PACKET_MAX - HEADER_SIZE) // 4))) as host:
        code, said, seconds, largest = command(host, "list")
    assert code == PROTOCOL
    assert said.isprintable()
    assert seconds <= 2 * patience()
    assert largest <= 2 * 32 + 40


def test_events_that_nobody_reads(tmp_path: Path) -> None:
    """300 MiB of events come while whoever reads the output has gone for coffee."""
    event = P.DOMAIN_EVENT_CALLBACK_LIFECYCLE
    packet = message(event.number, event.encode_ret(7, (("x" * _MIB, bytes(16), 1), 0, 0)))
    sent = 0

    def flood(peer: Peer) -> None:
        nonlocal sent
        peer.reply(P.CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY.encode_ret(7))
        for _ in range(300):
            peer.send(packet)
            sent += 1
        while peer.read():
            pass

    with Host(tmp_path, flood, {P.CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY.number: None}) as host:
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, "-c", host.uri, "events", "--kind", "lifecycle"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        try:
            deadline = time.monotonic() + 30
            while sent < 300 and time.monotonic() < deadline and process.poll() is None:
                time.sleep(0.05)
            assert sent == 300
            largest = next(
                int(line.split()[1]) / 1024
                for line in Path(f"/proc/{process.pid}/status").read_text().splitlines()
                if line.startswith("VmHWM")
            )
        finally:
            process.kill()
            process.communicate()
    assert largest <= 2 * (16 + 64) + 40
