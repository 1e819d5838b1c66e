"""Remote URIs: what they say, what is assumed when they say nothing, and what goes to the far side."""

from __future__ import annotations

from virtreach.uri.remote_uri import RemoteURI

__all__ = ["RemoteURI"]
