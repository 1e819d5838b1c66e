"""XDR, packet framing, size limits, records and typed parameters."""
