"""When to send a keepalive PING, and when to give the connection up.

libvirt's keepalive is a program of its own inside the connection (number
0x6b656570, `spec/keepalive`). Either side may send PING; the other answers PONG. Any
packet at all shows that the peer is alive (libvirt, virkeepalive.c
`virKeepAliveTimerInternal`).
"""

from __future__ import annotations

__all__ = ["Keepalive"]


class Keepalive:
    """Counts the silence of a peer.

    After ``interval`` seconds without a packet a PING is due; when ``count`` PINGs
    in a row stay unanswered for ``interval`` seconds each, the peer is dead: silence
    of ``interval * (count + 1)`` seconds, as in libvirt.

    Args:
        interval: seconds of silence before a PING; 0 or less switches PINGs off.
        count: PINGs that may stay unanswered.
        now: the clock's value at the start, in seconds.

    Not thread-safe: the shell that owns the session calls it.
    """

    __slots__ = ("count", "heard", "interval", "pending", "since")

    def __init__(self, interval: float, count: int, now: float) -> None:
        self.interval = interval
        self.count = count
        self.pending = 0
        self.since = now
        # Set by the receiver for each piece of input; a flag, so that the hot path reads no clock.
        self.heard = False

    def tick(self, now: float) -> bool:
        """Look at the clock.

        Args:
            now: the clock's value in seconds.

        Returns:
            True when a PING should be sent now.
        """
        if self.heard:
            self.heard = False
            self.pending = 0
            self.since = now
            return False
        if self.interval <= 0 or now - self.since < self.interval * (self.pending + 1):
            return False
        self.pending += 1
        return self.pending <= self.count

    @property
    def dead(self) -> bool:
        """Whether the peer has been silent for longer than it may."""
        return self.pending > self.count and not self.heard

    def next_tick(self, now: float) -> float:
        """Seconds from ``now`` until `tick` wants to be called again (at least 0)."""
        if self.interval <= 0:
            return 3600.0
        return max(0.0, self.since + self.interval * (self.pending + 1) - now)
