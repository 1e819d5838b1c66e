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
        # When the peer was last known to live, or the last PING was due.
        self.since = now
        # Set by the receiver for each piece of input; a flag, so that the hot path reads no clock.
        self.heard = False

    @property
    def patience(self) -> float:
        """Seconds of silence after which the peer is dead."""
        return self.interval * (self.count + 1)

    def restart(self, now: float) -> None:
        """Count from now on: the peer has shown that it lives, or could not have."""
        self.heard = False
        self.pending = 0
        self.since = now

    def tick(self, now: float) -> bool:
        """Look at the clock.

        Args:
            now: the clock's value in seconds.

        Returns:
            True when a PING should be sent now.
        """
        if self.heard:
            self.restart(now)
            return False
        late = now - self.since - self.interval
        if self.interval <= 0 or late < 0:
            return False
        # After a pause of this program (or of the machine) the peer still gets its time to answer each PING.
        self.since = now if late >= self.interval else self.since + self.interval
        self.pending += 1
        return self.pending <= self.count

    @property
    def dead(self) -> bool:
        """Whether the peer has been silent for longer than it may."""
        return self.pending > self.count and not self.heard
