"""A connection as the objects see it: a link, and what happens when the link breaks."""

from __future__ import annotations

import threading
from time import monotonic

from virtreach.blocking.watcher import watch
from virtreach.errors import (
    CallInterrupted,
    CallTimeout,
    ConnectionClosed,
    ConnectionLost,
    VirtreachError,
)
from virtreach.session.outcome import gone, may_repeat
from virtreach.session.reconnect import is_final
from virtreach.session.scope import Scope, current_scope, innermost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from virtreach.blocking.connection import BaseConnection
    from virtreach.blocking.link import Link
    from virtreach.blocking.reply import Reply
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

    May be shared between threads.
    """

    link: Link

    def __init__(
        self,
        owner: BaseConnection,
        open_link: Callable[[Callable[[Exception], None], Scope | None], Link],
        *,
        timeout: float | None,
        connect_timeout: float | None,
        reconnect: Reconnect | None,
    ) -> None:
        self.registering = threading.Lock()
        self._hub: EventHub | None = None
        self._owner = owner
        self._open_link = open_link
        self._timeout = timeout
        self._connect_timeout = connect_timeout
        self._policy = reconnect
        # Neither a time limit nor a way back: a call outside any scope goes straight to the link.
        self._plain = timeout is None and reconnect is None
        self._change = threading.Condition()
        self._closed: Exception | None = None
        self._returning = False
        self._returning_thread: int | None = None

    def open(self) -> None:
        """Open the first link."""
        self.link = self._open()

    def _open(self) -> Link:
        scope = None if self._connect_timeout is None else Scope(self._owner, self._connect_timeout)
        link = self._open_link(self.lost, scope)
        watcher = watch()
        link.on_forsaken = self._forsaken
        link.on_dispose = watcher.remove
        watcher.add(link)
        return link

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

    def call(self, procedure: Procedure[Any], *args: Any) -> Any:
        """Make a call; see `Link.call`. With reconnect, a call that only reads is repeated on the new link."""
        link = self.link
        if link.error is None and self._plain and innermost() is None:
            return link.call(procedure, args)
        scope = self.scope()
        if link.error is None and self._policy is None:
            return link.call(procedure, args, scope)
        return self._call_again(procedure, args, scope)

    def _call_again(self, procedure: Procedure[Any], args: tuple[Any, ...], scope: Scope | None) -> Any:
        repeats = 0
        while True:
            link = self.usable_link(scope)
            try:
                return link.call(procedure, args, scope)
            except ConnectionLost:
                # It was not sent, so nothing stands in the way of sending it again.
                if self._policy is None:
                    raise
            except CallInterrupted as error:
                repeats += 1
                if self._policy is None or not may_repeat(error, repeats):
                    raise

    def call_now(self, procedure: Procedure[Any], *args: Any) -> Any:
        """Make a call on the link as it is: without waiting for a lost one to come back, and never repeated."""
        return self.link.call(procedure, args, self.scope())

    def open_stream(self, procedure: Procedure[Any], *args: Any) -> tuple[Link, Reply, Any]:
        """Make a call that opens a stream; the link it lives on, its reply and the decoded result."""
        scope = self.scope()
        link = self.usable_link(scope)
        reply, result = link.open_stream(procedure, args, scope)
        return link, reply, result

    def wants_events(self) -> None:
        """Events are about to be registered: from now on the watcher takes over at once after each call."""
        self.link.wants_watch = watch().arm

    def scope(self) -> Scope | None:
        """The scope that calls of this thread are in."""
        scope = current_scope(self._owner)
        if scope is None and self._timeout is not None:
            scope = Scope(self._owner, self._timeout)
        return scope

    def usable_link(self, scope: Scope | None) -> Link:
        """The link, after waiting for it to come back if need be.

        Raises:
            ConnectionClosed: closed on this side.
            ConnectionLost: it broke, and does not come back.
            CallTimeout: it did not come back in time; nothing was sent.
        """
        with self._change:
            while self.link.error is not None:
                if self._closed is not None:
                    raise gone(self._closed) from self._closed
                if self._policy is None:
                    raise ConnectionLost(f"the connection is gone: {self.link.error}") from self.link.error
                if threading.get_ident() == self._returning_thread:
                    raise ConnectionLost(
                        f"the connection broke again: {self.link.error}"
                    ) from self.link.error
                now = monotonic()
                if scope is not None and scope.over(now):
                    raise CallTimeout(
                        f"the connection did not come back before the deadline ({self.link.error}); nothing was sent",
                        may_have_changed=False,
                    )
                self._change.wait(None if scope is None else min(0.25, max(0.0, scope.left(now))))
            return self.link

    # When the link breaks.

    def lost(self, reason: Exception) -> None:
        """The link is gone; called once for each link, from whichever thread noticed."""
        if self._hub is not None:
            from virtreach.session.events import close_reason

            self._hub.closed(close_reason(reason))
        with self._change:
            if self._hub is not None:
                self._hub.lost()
            if self._policy is None or self._closed is not None or isinstance(reason, ConnectionClosed):
                self._closed = self._closed or reason
                ended: Exception | None = self._closed
            else:
                ended = None
                if not self._returning:
                    self._returning = True
                    threading.Thread(target=self._come_back, name="virtreach-reconnect", daemon=True).start()
            self._change.notify_all()
        if ended is not None:
            self._end(ended)

    def _come_back(self) -> None:
        assert self._policy is not None
        self._returning_thread = threading.get_ident()
        error: Exception = self.link.error or ConnectionLost("the connection is gone")
        for wait in self._policy.waits():
            with self._change:
                if self._closed is None:
                    self._change.wait_for(lambda: self._closed is not None, wait)
                if self._closed is not None:
                    return
            try:
                link = self._open()
                if self._settle(link):
                    return
            except (VirtreachError, OSError) as failed:
                error = failed
                if is_final(failed):
                    break
        with self._change:
            if self._closed is None:
                self._closed = ConnectionLost(f"the connection did not come back: {error}")
                self._closed.__cause__ = error
            self._change.notify_all()
        self._end(self._closed)

    def _settle(self, link: Link) -> bool:
        """Take the new link into use; False when it broke at once.

        Raises:
            VirtreachError: it is of no use; it has been closed.
        """
        with self._change:
            if self._closed is not None:
                link.close(self._closed)
                return True
            self.link = link
            # Already now: who waits may hold what registering again needs.
            self._change.notify_all()
        try:
            if self._hub is not None:
                self._hear(link)
                self._owner._register_again()
        except VirtreachError as error:
            link.fail(ConnectionLost(f"the connection could not be restored: {error}"))
            raise
        with self._change:
            if link.error is not None and self._closed is None:
                # It broke between the last call and now, while nobody could start another return.
                return False
            self._returning = False
            self._returning_thread = None
            self._change.notify_all()
        return True

    def _forsaken(self, reason: Exception) -> None:
        """This is a forked child, and the connection is its parent's."""
        self._change = threading.Condition()
        self.registering = threading.Lock()
        self._closed = reason

    def close(self) -> None:
        """Close for good; calls in flight end with an error."""
        with self._change:
            if self._closed is None:
                self._closed = ConnectionClosed("the connection was closed on this side")
            self._change.notify_all()
        self.link.close(self._closed)
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
