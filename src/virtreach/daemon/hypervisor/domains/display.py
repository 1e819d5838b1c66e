"""Consoles, channels and screenshots: streams between a client and a guest that is not there."""

from __future__ import annotations

from struct import pack
from zlib import compress, crc32

from virtreach.daemon.hypervisor.domains.domain import Domain
from virtreach.daemon.hypervisor.storage.stream_source import send
from virtreach.daemon.hypervisor.table import streams
from virtreach.daemon.wording import check_flags, internal
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result
    from virtreach.session.server_stream import ServerStream

__all__ = ["picture"]

_WIDTH, _HEIGHT = 64, 32


def picture(seed: int) -> bytes:
    """A small PNG image whose colours depend on a number (PNG specification, sections 5 and 11)."""
    rows = b"".join(
        [b"\0" + bytes([(4 * x + seed) & 255, (8 * y) & 255, seed & 255][i] for x in range(_WIDTH) for i in range(3))
         for y in range(_HEIGHT)]
    )  # fmt: skip
    parts = (
        (b"IHDR", pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)),
        (b"IDAT", compress(rows)),
        (b"IEND", b""),
    )
    chunks = [pack(">I", len(body)) + kind + body + pack(">I", crc32(kind + body)) for kind, body in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@streams("domain_screenshot")
def _on_screenshot(session: TestSession, args: Any, stream: ServerStream) -> Result:
    check_flags(args.flags, 0, "testDomainScreenshot")
    domain = session.hypervisor.domain(args.dom)
    send(stream, picture(domain.uuid[0]))
    return ("image/png",)


class _Console:
    # A line at a time comes back: what was typed is shown, and a carriage return gives a prompt.

    def __init__(self, domain: Domain, stream: ServerStream) -> None:
        self.stream = stream
        self.waiting = bytearray()
        stream.on_data = self.typed
        stream.on_writable = self.flush
        stream.on_abort = self.forget
        self.prompt = f"{domain.name} login: ".encode()
        self.say(b"\r\n" + self.prompt)

    def typed(self, data: bytes | memoryview) -> None:
        self.say(bytes(data).replace(b"\r", b"\n").replace(b"\n", b"\r\n" + self.prompt))

    def say(self, data: bytes) -> None:
        self.waiting += data
        self.flush()

    def flush(self) -> None:
        if self.waiting and self.stream.open and self.stream.writable:
            data = bytes(self.waiting)
            self.waiting.clear()
            self.stream.write(data)
        if len(self.waiting) > 65536:
            self.stream.pause()
        elif self.stream.paused:
            self.stream.resume()

    def forget(self) -> None:
        self.waiting.clear()


def _serial(domain: Domain, name: str | None) -> None:
    ports = [*domain.devices("console"), *domain.devices("serial"), *domain.devices("parallel")]
    if name is None:
        if not ports:
            raise internal("cannot find character device <null>")
        return
    aliases = {one.get("name") for port in ports for one in port.findall("alias")}
    aliases |= {f"{port.tag}{target.get('port')}" for port in ports for target in port.findall("target")}
    if name not in aliases:
        raise internal(f"cannot find character device {name}")


@streams("domain_open_console")
def _on_open_console(session: TestSession, args: Any, stream: ServerStream) -> Result:
    check_flags(args.flags, C.VIR_DOMAIN_CONSOLE_SAFE | C.VIR_DOMAIN_CONSOLE_FORCE, "testDomainOpenConsole")
    domain = session.hypervisor.domain(args.dom)
    domain.need_active()
    _serial(domain, args.dev_name)
    _Console(domain, stream)
    return None


@streams("domain_open_channel")
def _on_open_channel(session: TestSession, args: Any, stream: ServerStream) -> Result:
    check_flags(args.flags, C.VIR_DOMAIN_CHANNEL_FORCE, "testDomainOpenChannel")
    domain = session.hypervisor.domain(args.dom)
    domain.need_active()
    names = [one.get("name") for port in domain.devices("channel") for one in port.findall("target")]
    if not names or (args.name is not None and args.name not in names):
        raise internal(f"cannot find channel {args.name or '<null>'}")
    _Console(domain, stream)
    return None
