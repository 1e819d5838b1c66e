"""A driver around another one: it has calls go wrong on purpose, and writes down what was called.

It exists only where faults are switched on, or somebody wants the calls; elsewhere calls do not pass through here.
"""

from __future__ import annotations

import asyncio
from functools import partial

from virtreach.daemon.drivers.base import Driver, Session
from virtreach.daemon.drivers.injector import Fault, Injector
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any, NoReturn

    from virtreach.daemon.config.settings import Settings
    from virtreach.daemon.drivers.base import ClientInfo
    from virtreach.daemon.drivers.recorder import RecordedCall, Recorder
    from virtreach.protocol.procedure import Procedure
    from virtreach.session.server_stream import ServerStream

__all__ = ["InjectingDriver", "InjectingSession"]

_WHY = "a fault was injected"


class InjectingDriver(Driver):
    """Opens what the driver inside opens.

    Args:
        inner: the driver that does the work.
        injector: the faults; one may serve several drivers.
        recorder: gets the calls; None to write nothing down.
    """

    def __init__(
        self, inner: Driver, injector: Injector | None = None, recorder: Recorder | None = None
    ) -> None:
        self.inner = inner
        self.injector = injector or Injector()
        self.recorder = recorder
        self.schemes = inner.schemes
        self.shares_state = inner.shares_state

    def open(self, client: ClientInfo, name: str, flags: int) -> Session | Awaitable[Session]:
        """Open a session; see `Driver.open`. Of the faults, those that close the connection do nothing here."""
        seconds, fault = self.injector.draw(P.CONNECT_OPEN)
        action = fault.action if fault is not None else ""
        if seconds or action == "hang":
            return self._open_later(client, name, flags, seconds, fault)
        if fault is not None and action == "error":
            raise fault.error()
        opened = self.inner.open(client, name, flags)
        if isinstance(opened, Session):
            return self._around(client, opened)
        return self._wrapped(client, opened)

    def _around(self, client: ClientInfo, opened: Session) -> Session:
        # What passes calls on to hosts never sees them.
        return InjectingSession(self, client, opened) if opened.relay is None else opened

    async def _open_later(
        self, client: ClientInfo, name: str, flags: int, seconds: float, fault: Fault | None
    ) -> Session:
        await asyncio.sleep(seconds)
        if fault is not None and fault.action == "hang":
            await _forever()
        if fault is not None and fault.action == "error":
            raise fault.error()
        opened = self.inner.open(client, name, flags)
        return self._around(client, opened if isinstance(opened, Session) else await opened)

    async def _wrapped(self, client: ClientInfo, opening: Awaitable[Session]) -> Session:
        return self._around(client, await opening)

    def claims(self, name: str) -> bool:
        """See `Driver.claims`."""
        return self.inner.claims(name)

    def configure(self, settings: Settings) -> Callable[[], None] | None:
        """Take the configuration's faults in place of all others; see `Driver.configure`."""
        inner = self.inner.configure(settings)
        faults = [Fault.parse(text) for text in settings.faults] if settings.fault_injection else []

        def put_in_force() -> None:
            self.injector.replace(faults)
            if inner is not None:
                inner()

        return put_in_force

    def start(self) -> None:
        """See `Driver.start`."""
        self.inner.start()

    def export_state(self) -> bytes:
        """See `Driver.export_state`."""
        return self.inner.export_state()

    def import_state(self, data: bytes) -> None:
        """See `Driver.import_state`."""
        self.inner.import_state(data)

    def close(self) -> None:
        """See `Driver.close`."""
        self.inner.close()


class InjectingSession(Session):
    """Answers calls as the session inside does, unless a fault strikes.

    Args:
        driver: has the faults and takes the calls down.
        client: whose session it is.
        inner: the session that does the work.
    """

    def __init__(self, driver: InjectingDriver, client: ClientInfo, inner: Session) -> None:
        self.driver = driver
        self.client = client
        self.inner = inner

    @property
    def emit(self) -> Callable[[Procedure[Any], bytes], None]:
        """Sends an event to the client; see `Session.emit`."""
        return self.inner.emit

    @emit.setter
    def emit(self, send: Callable[[Procedure[Any], bytes], None]) -> None:
        self.inner.emit = send

    def call(self, procedure: Procedure[Any], packet: bytes) -> bytes | Awaitable[bytes]:
        """Answer a call; see `Session.call`."""
        return self._answer(procedure, packet, partial(self.inner.call, procedure, packet), None)

    def open_stream(
        self, procedure: Procedure[Any], packet: bytes, stream: ServerStream
    ) -> bytes | Awaitable[bytes]:
        """Answer a call that opens a stream; see `Session.open_stream`."""
        carry_out = partial(self.inner.open_stream, procedure, packet, stream)
        return self._answer(procedure, packet, carry_out, stream)

    def close(self) -> None:
        """See `Session.close`."""
        self.inner.close()

    def _answer(
        self,
        procedure: Procedure[Any],
        packet: bytes,
        carry_out: Callable[[], bytes | Awaitable[bytes]],
        stream: ServerStream | None,
    ) -> bytes | Awaitable[bytes]:
        recorder = self.driver.recorder
        record = recorder.note(self.client, procedure, packet) if recorder is not None else None
        seconds, fault = self.driver.injector.draw(procedure)
        if seconds or (fault is not None and fault.action != "error"):
            if stream is not None:
                # What the client sends meanwhile waits until somebody takes it.
                stream.pause()
            return _noted(self._struck(seconds, fault, carry_out, stream, record), record)
        try:
            if fault is not None:
                raise fault.error()
            result = carry_out()
        except Exception as error:
            if record is not None:
                record.ended("error", error)
            raise
        if isinstance(result, bytes):
            if record is not None:
                record.ended("ok")
            return result
        return _noted(result, record)

    def _drop(self) -> NoReturn:
        """Cut the client off, in a call that takes its time."""
        self.hang_up(_WHY)
        # Nobody is there who could be answered.
        raise asyncio.CancelledError

    async def _struck(
        self,
        seconds: float,
        fault: Fault | None,
        carry_out: Callable[[], bytes | Awaitable[bytes]],
        stream: ServerStream | None,
        record: RecordedCall | None,
    ) -> bytes:
        # What becomes of a call that is not answered at once.
        await asyncio.sleep(seconds)
        if fault is not None and fault.action == "error":
            raise fault.error()
        if fault is not None and fault.action in ("drop", "hang"):
            if record is not None:
                record.ended("dropped" if fault.action == "drop" else "hanging")
            if fault.action == "drop":
                self._drop()
            await _forever()
        result = carry_out()
        body = result if isinstance(result, bytes) else await result
        if fault is not None:
            if record is not None:
                record.ended("lost")
            self._drop()
        if stream is not None:
            stream.resume()
        return body


async def _noted(result: Awaitable[bytes], record: RecordedCall | None) -> bytes:
    try:
        body = await result
    except Exception as error:
        if record is not None:
            record.ended("error", error)
        raise
    if record is not None:
        record.ended("ok")
    return body


async def _forever() -> None:
    """Wait until the client has gone, which cancels its calls."""
    await asyncio.get_running_loop().create_future()
