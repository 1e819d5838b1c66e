"""Open a connection over TLS: handshake with a client certificate, confirmation, opening, close."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from benchmarks.harness import BASE, OURS, Row, Worker, compare, pin, race
from benchmarks.servers import libvirtd
from tests.interop.lab.pki import PKI

__all__ = ["run"]

_TARGET = 0.80


def run(quick: bool = False) -> list[Row]:
    """Measure, client and server on a core each.

    Args:
        quick: a few rounds only.
    """
    with ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="vrbench-", dir="/tmp"))
        pki = PKI(Path(scratch) / "pki")
        server = stack.enter_context(libvirtd("tls", tls="none", pki=pki))
        uri = f"{server.uri}?pkipath={pki.pkipath('client', pki.client)}"
        pin(server.pid, 0)
        workers = {name: stack.enter_context(Worker(name, uri)) for name in (BASE, *OURS)}
        turns = {name: partial(worker.seconds, "connect", count=10) for name, worker in workers.items()}
        contest = race(turns, 3 if quick else 15)
        return [compare("TLS: open and close, RSA 2048", contest, name, _TARGET) for name in OURS]
