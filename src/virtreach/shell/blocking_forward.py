"""`BlockingForward`: forwarding for programs without an event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from virtreach.routes.ssh.background import shared
from virtreach.shell.background_route import background_route
from virtreach.shell.forwarding import LocalForward, RemoteForward

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from virtreach.routes.ssh.background import Background
    from virtreach.shell.forward_spec import ForwardSpec
    from virtreach.shell.forwarding import Counters
    from virtreach.shell.node import NodeRoute

__all__ = ["BlockingForward"]


class BlockingForward:
    """A forwarding that runs in the background; a context manager. May be shared by threads.

    Attributes:
        inner: the `LocalForward` or `RemoteForward`.
    """

    inner: LocalForward | RemoteForward

    def __init__(
        self,
        node: str | Callable[[Background], NodeRoute],
        spec: ForwardSpec | str,
        *,
        remote: bool = False,
        background: Background | None = None,
        **options: Any,
    ) -> None:
        """Describe it; nothing is opened yet.

        Args:
            node: its name, or what makes the way to it (`background_route`).
            spec: what is forwarded where; see `ForwardSpec`.
            remote: whether the node listens, and this machine is connected.
            background: has the connections; the one that is shared in this process unless given.
            options: of `LocalForward` or `RemoteForward`.
        """
        self._background = background if background is not None else shared()
        make = background_route(node) if isinstance(node, str) else node
        kind = RemoteForward if remote else LocalForward
        self.inner = kind(make(self._background), spec, **options)

    @classmethod
    def over(cls, inner: LocalForward | RemoteForward, background: Background) -> Self:
        """Return one that runs what was made for a background's event loop."""
        made = cls.__new__(cls)
        made.inner, made._background = inner, background
        return made

    @property
    def address(self) -> tuple[str, int] | str:
        """Where it listens: address and port, or the path of a unix socket."""
        return self.inner.address

    @property
    def counters(self) -> Counters | None:
        """What went through; None for one where the node listens."""
        return self.inner.counters if isinstance(self.inner, LocalForward) else None

    def start(self) -> None:
        """Listen; see `LocalForward.start`."""
        self._background.do(self.inner.start())

    def close(self) -> None:
        """Stop listening and end all connections. May be called twice."""
        if self._background.usable:
            self._background.do(self.inner.aclose())

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()
