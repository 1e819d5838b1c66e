"""The short way of a call through a relay.

Most of what comes from a client is one call that needs no care, and most of what comes from a host is one reply. For
those the way through both sessions costs twice as much as everything else that happens here: they take a shorter one,
and whatever is not so simple goes through the sessions as always.
"""

from __future__ import annotations

import asyncio

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from virtreach.daemon.channel import Channel
    from virtreach.daemon.drivers.relay import RelayLink
    from virtreach.protocol.procedure import Procedure

__all__ = ["Passage"]


class Passage(asyncio.BufferedProtocol):
    """Takes the place of a channel at its transport, and hands on to it what is not a simple call.

    Args:
        channel: the client's, without layers, joined to a relay.
        link: the host's.
        care: what the procedures need, 0 for nothing.
        view: where input comes to.
    """

    __slots__ = ("_care", "_channel", "_link", "_relay", "_view")

    def __init__(
        self, channel: Channel, link: RelayLink, care: Mapping[Procedure[Any], int], view: memoryview
    ) -> None:
        self._channel = channel
        self._link = link
        self._relay = link.session.relay
        self._care = care
        self._view = view

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._view

    def buffer_updated(self, nbytes: int) -> None:
        data = bytes(self._view[:nbytes])
        procedure = self._relay.sole_call(data, self._care)
        if procedure is None:
            self._channel.buffer_updated(nbytes)
        else:
            self._link.pass_on(data)
            # The host works on it meanwhile.
            self._channel.passed_on(procedure, nbytes)

    def eof_received(self) -> bool:
        return self._channel.eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        self._channel.connection_lost(exc)

    def pause_writing(self) -> None:
        self._channel.pause_writing()

    def resume_writing(self) -> None:
        self._channel.resume_writing()
