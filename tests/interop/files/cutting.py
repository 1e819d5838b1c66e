"""Copies whose connection breaks after so many bytes: what a proxy in front of sshd does to a driver."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

from tests.interop.files.drivers import maker
from tests.interop.lab.proxy import Proxy
from tests.interop.lab.sshd import LoopbackSSHD
from tests.needs import patience
from virtreach.errors import OutcomeUnknown, TransportError, VirtreachError
from virtreach.files import RemoteFilesystem

__all__ = ["Cutter", "until"]


async def until(true: object, what: str) -> None:
    """Wait on evidence."""
    ends = time.monotonic() + 20 * patience()
    while not true():  # type: ignore[operator]
        assert time.monotonic() < ends, what
        await asyncio.sleep(0.01)


class Cutter:
    """A proxy in front of an sshd, and copies of one file through it."""

    def __init__(self, server: LoopbackSSHD, proxy: Proxy, directory: Path, data: bytes) -> None:
        """Write the source.

        Args:
            server: the sshd.
            proxy: forwards to it; running.
            directory: for the source, the place of the copies and an OpenSSH configuration.
            data: what is copied.
        """
        self.proxy = proxy
        self.data = data
        self.place = directory / "place"
        self.place.mkdir()
        self.source = directory / "source"
        self.source.write_bytes(data)
        self._config = directory / "config"
        known = directory / "known_hosts"
        known.write_text(
            (server.directory / "known_hosts").read_text().replace(str(server.port), str(proxy.port))
        )
        self._config.write_text(
            server.config.read_text().replace(f"{server.directory}/known_hosts", str(known))
        )
        self._server = server

    def driver(self, name: str) -> RemoteFilesystem:
        """Make a driver that goes through the proxy."""
        return maker(self._server, name)(
            port=self.proxy.port, config=str(self._config), timeout=60 * patience()
        )

    async def copy(self, there: RemoteFilesystem, *, back: bool, **options: object) -> None:
        """Copy the source onto ``place/image``."""
        here, far = Path(self.place / "image"), Path(self.source)
        if back:
            await there.copy_file(there.path(str(far)), here, **options)  # type: ignore[arg-type]
        else:
            await there.copy_file(far, there.path(str(here)), **options)  # type: ignore[arg-type]

    async def bytes_of_a_copy(self, name: str, *, back: bool) -> int:
        """Return how many bytes go through in the direction of the copy when nothing is cut."""
        async with self.driver(name) as there:
            await self.copy(there, back=back)
        return self.proxy.passed[0 if back else 1]

    async def cut(self, name: str, number: int, *, back: bool, resume: bool = False) -> str:
        """Cut a copy after that many bytes; return what is wrong about what followed, or nothing.

        The old file has to be as it was, or the new one whole; nothing may be left beside (but for what a resumed copy
        goes on from); the error has to say that the connection is gone; and the same file system has to work again.
        """
        image = self.place / "image"
        image.write_bytes(b"old")
        error: BaseException | None = None
        async with self.driver(name) as there:
            self._limit(number, back=back)
            before = self.proxy.accepted
            copy = asyncio.ensure_future(self.copy(there, back=back, **({"resume": True} if resume else {})))
            # What comes after the cut connection goes through as it is.
            while not copy.done() and not (self.proxy.accepted > before and sum(self.proxy.passed)):
                await asyncio.sleep(0.001)
            self._limit(None, back=back)
            try:
                await copy
            except VirtreachError as caught:
                error = caught
            if error is not None and not isinstance(error, (OutcomeUnknown, TransportError)):
                return f"an error that says something else: {error!r}"
            held = image.read_bytes()
            if held != self.data and (error is None or held != b"old"):
                return f"a file of {len(held)} bytes is there after {error!r}"
            if error is None:
                # The cut would have come later.
                return ""
            if not resume:
                await until(lambda: os.listdir(self.place) == ["image"], f"left: {os.listdir(self.place)}")
            else:
                await self.copy(there, back=back, resume=True, verify=True)
                if image.read_bytes() != self.data:
                    return "the resumed copy differs"
                await until(lambda: os.listdir(self.place) == ["image"], f"left: {os.listdir(self.place)}")
            if not await there.exists(str(self.source)):
                return "the file system is of no use any more"
        return ""

    def _limit(self, number: int | None, *, back: bool) -> None:
        if back:
            self.proxy.to_client = number
        else:
            self.proxy.to_server = number
