"""Routes: how a byte stream to something is opened.

`plan` turns a URI into a `Route`, a description without any connection; `blocking_dial.dial` and
`aio_dial.dial` open the stream it describes. What runs over the stream is not known here.
"""

from __future__ import annotations

from virtreach.routes.planning import plan
from virtreach.routes.route import CommandRoute, EmbeddedRoute, Route, TCPRoute, TLSRoute, UnixRoute

__all__ = ["CommandRoute", "EmbeddedRoute", "Route", "TCPRoute", "TLSRoute", "UnixRoute", "plan"]
