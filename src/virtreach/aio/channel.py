"""A connection as the objects see it: a link, and what happens when the link breaks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from virtreach.errors import (
    CallInterrupted,
    CallTimeout,
    ConnectionClosed,
    ConnectionLost,
    VirtreachError,
)
from virtreach.session.outcome import gone, may_repeat
from virtreach.session.reconnect import is_final
from virtreach.session.scope import Scope, current_scope, innermost, leave_scopes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from virtreach.aio.connection import BaseConnection
    from virtreach.aio.link import Link
    from virtreach.aio.reply import Reply
    from virtreach.protocol.procedure import Procedure
    from virtreach.session.events import EventHub
    from virtreach.session.reconnect import Reconnect

__all__ = ["Channel"]


class Channel:
    """One connection over its whole life, across reconnects.

    Args:
        owner: the connection object, for which scopes are made, and which registers events.
        open_link: opens a link all the way, given what is told of its end, and a scope; used at the start and for
            each reconnect.
        timeout: seconds that each call may take unless a scope says otherwise, or None.
        connect_timeout: seconds that opening may take, or None.
        reconnect: how to come back, or None not to.

    Belongs to one event loop.
    """

    __slots__ = (
        "_change",
        "_closed",
        "_connect_timeout",
        "_hub",
        "_open_link",
        "_owner",
        "_plain",
        "_policy",
        "_registering",
        "_return",
        "_timeout",
        "link",
    )

    link: Link

    def __init__(
        self,
        owner: BaseConnection,
        open_link: Callable[[Callable[[Exception], None], Scope | None], Awaitable[Link]],
        *,
        timeout: float | None,
        connect_timeout: float | None,
        reconnect: Reconnect | None,
    ) -> None:
        self._registering: asyncio.Lock | None = None
        self._hub: EventHub | None = None
        self._owner = owner
        self._open_link = open_link
        self._timeout = timeout
        self._connect_timeout = connect_timeout
        self._policy = reconnect
        # Neither a time limit nor a way back: a call outside any scope goes straight to the link.
        self._plain = timeout is None and reconnect is None
        self._closed: Exception | None = None
        self._return: asyncio.Task[None] | None = None
        # What waits for a link to come back; made when something does.
        self._change: asyncio.Event | None = None

    async def open(self) -> None:
        """Open the first link."""
        self.link = await self._open()

    async def _open(self) -> Link:
        scope = None if self._connect_timeout is None else Scope(self._owner, self._connect_timeout)
        return await self._open_link(self.lost, scope)

    @property
    def registering(self) -> asyncio.Lock:
        """Held while a registration is made or taken back."""
        if self._registering is None:
            self._registering = asyncio.Lock()
        return self._registering

    @property
    def hub(self) -> EventHub:
        """The connection's event registrations; made when the first one comes, most connections have none."""
        if self._hub is None:
            from virtreach.session.events import EventHub

            self._hub = EventHub(self._owner._make_subject)
            self._hear(self.link)
        return self._hub

    def _hear(self, link: Link) -> None:
        """Hand a link's events to the hub."""
        from virtreach.session.events import undo_registration

        assert self._hub is not None, "made before"
        link.session.on_message = self._hub.on_message
        link.session.on_late = undo_registration

    # Calls.

    def call(self, procedure: Procedure[Any], *args: Any) -> Awaitable[Any]:
        """Make a call; see `Link.call`. With reconnect, a call that only reads is repeated on the new link."""
        link = self.link
        if link.error is None and self._plain and innermost() is None:
            return link.call(procedure, args)
        scope = self.scope()
        if link.error is None and self._policy is None:
            return link.call(procedure, args, scope)
        return self._call_again(procedure, args, scope)

    async def _call_again(self, procedure: Procedure[Any], args: tuple[Any, ...], scope: Scope | None) -> Any:
        repeats = 0
        while True:
            link = await self.usable_link(scope)
            try:
                return await link.call(procedure, args, scope)
            except ConnectionLost:
                # It was not sent, so nothing stands in the way of sending it again.
                if self._policy is None:
                    raise
            except CallInterrupted as error:
                repeats += 1
                if self._policy is None or not may_repeat(error, repeats):
                    raise

    async def call_now(self, procedure: Procedure[Any], *args: Any) -> Any:
        """Make a call on the link as it is: without waiting for a lost one to come back, and never repeated."""
        return await self.link.call(procedure, args, self.scope())

    async def open_stream(self, procedure: Procedure[Any], *args: Any) -> tuple[Link, Reply, Any]:
        """Make a call that opens a stream; the link it lives on, its reply and the decoded result."""
        scope = self.scope()
        link = await self.usable_link(scope)
        reply = link.start(procedure, args, scope)
        return link, reply, await reply

    def wants_events(self) -> None:
        """Events are about to be registered; the event loop reads them as they come anyway."""

    def scope(self) -> Scope | None:
        """The scope that calls of this task are in."""
        scope = current_scope(self._owner)
        if scope is None and self._timeout is not None:
            scope = Scope(self._owner, self._timeout)
        return scope

    async def usable_link(self, scope: Scope | None) -> Link:
        """The link, after waiting for it to come back if need be.

        Raises:
            ConnectionClosed: closed on this side.
            ConnectionLost: it broke, and does not come back.
            CallTimeout: it did not come back in time; nothing was sent.
        """
        loop = asyncio.get_running_loop()
        while self.link.error is not None:
            if self._closed is not None:
                raise gone(self._closed) from self._closed
            if self._policy is None:
                raise ConnectionLost(f"the connection is gone: {self.link.error}") from self.link.error
            if asyncio.current_task() is self._return:
                raise ConnectionLost(f"the connection broke again: {self.link.error}") from self.link.error
            if scope is not None and scope.over(loop.time()):
                raise CallTimeout(
                    f"the connection did not come back before the deadline ({self.link.error}); nothing was sent",
                    may_have_changed=False,
                )
            if self._change is None:
                self._change = asyncio.Event()
            self._change.clear()
            try:
                async with asyncio.timeout_at(None if scope is None else min(scope.at, loop.time() + 0.25)):
                    await self._change.wait()
            except TimeoutError:
                continue
        return self.link

    # When the link breaks.

    def _changed(self) -> None:
        if self._change is not None:
            self._change.set()

    def lost(self, reason: Exception) -> None:
        """The link is gone; called once for each link."""
        if self._hub is not None:
            from virtreach.session.events import close_reason

            self._hub.closed(close_reason(reason))
        if self._hub is not None:
            self._hub.lost()
        if self._policy is None or self._closed is not None or isinstance(reason, ConnectionClosed):
            self._closed = self._closed or reason
            self._end(self._closed)
        else:
            self._start_return()
        self._changed()

    def _start_return(self) -> None:
        if self._return is None:
            self._return = asyncio.get_running_loop().create_task(
                self._come_back(), name="virtreach-reconnect"
            )

    async def _come_back(self) -> None:
        assert self._policy is not None
        leave_scopes()
        error: Exception = self.link.error or ConnectionLost("the connection is gone")
        for wait in self._policy.waits():
            await asyncio.sleep(wait)
            try:
                link = await self._open()
                await self._settle(link)
            except (VirtreachError, OSError) as failed:
                error = failed
                if is_final(failed):
                    break
                continue
            self._return = None
            self._changed()
            if link.error is not None:
                # It broke between the last call and now, while nobody could start another return.
                self._start_return()
            return
        self._return = None
        self._closed = ConnectionLost(f"the connection did not come back: {error}")
        self._closed.__cause__ = error
        self._changed()
        self._end(self._closed)

    async def _settle(self, link: Link) -> None:
        """Take the new link into use.

        Raises:
            VirtreachError: it is of no use; it has been closed.
        """
        self.link = link
        # Already now: who waits may hold what registering again needs.
        self._changed()
        try:
            if self._hub is not None:
                self._hear(link)
                await self._owner._register_again()
        except VirtreachError as error:
            link.fail(ConnectionLost(f"the connection could not be restored: {error}"))
            raise

    async def close(self) -> None:
        """Close for good; calls in flight end with an error."""
        if self._closed is None:
            self._closed = ConnectionClosed("the connection was closed on this side")
        task, self._return = self._return, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])
        self._changed()
        await self.link.close(self._closed)
        self._end(self._closed)

    def _end(self, reason: Exception) -> None:
        if self._hub is not None:
            self._hub.end(reason)

    @property
    def returning(self) -> bool:
        """Whether a lost connection comes back, as far as is known now."""
        return self._policy is not None and self._closed is None

    @property
    def alive(self) -> bool:
        """Whether a call could be sent now."""
        return self.link.error is None and self._closed is None
