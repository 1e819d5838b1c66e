"""Guess names: log in with wrong passwords as users that there are and as others that there are not.

virtreachd is asked over its unix socket, in an order left to chance, and the time of each of its two
answers is taken. Names cannot be told apart by it if the medians are close; what the answers say is
compared as well.
"""

from __future__ import annotations

import socket
from base64 import b64encode
from collections.abc import Callable
from random import Random
from statistics import median
from time import monotonic, perf_counter
from typing import Any

from soak.outcome import Outcome
from soak.served import Served
from virtreach.errors import LibvirtError
from virtreach.protocol import remote as P
from virtreach.protocol.procedure import Procedure
from virtreach.protocol.rpc import decode_error
from virtreach.wire.packet import CALL, HEADER, HEADER_SIZE, OK

__all__ = ["run"]

_NAMES = 200
_APART = 0.05
"""How far the medians may be apart, as a part of them."""


def run(random: Random, seconds: float, report: Callable[[str], None]) -> Outcome:
    """Guess until the time is over.

    Args:
        random: the source of chance.
        seconds: how long.
        report: told of each finding.
    """
    outcome = Outcome("logins")
    started = monotonic()
    users = {f"user{number:03}": "correct horse" for number in range(_NAMES)}
    nobody = [f"none{number:03}" for number in range(_NAMES)]
    with Served(users=users, text='auth_unix_rw = "sasl"\nmax_account_failures = 100') as daemon:
        times: dict[str, list[float]] = {"known": [], "unknown": []}
        answers: dict[str, set[str]] = {"known": set(), "unknown": set()}
        failures = dict.fromkeys((*users, *nobody), 0)
        while monotonic() - started < seconds and failures:
            name = random.choice(list(failures))
            failures[name] += 1
            if failures[name] == 90:
                # With some more it would be locked.
                del failures[name]
            kind = "known" if name in users else "unknown"
            taken, answer = _log_in(daemon.socket, name, random)
            times[kind].append(taken)
            answers[kind].add(answer)
            outcome.count(f"logins with {kind} names")
    known, unknown = median(times["known"]), median(times["unknown"])
    apart = abs(known - unknown) / max(known, unknown)
    outcome.count("per mille between the medians", round(apart * 1000))
    if apart > _APART and min(map(len, times.values())) >= 1000:
        outcome.findings.append(f"medians of {known * 1e6:.0f} and {unknown * 1e6:.0f} us for unknown names")
    if answers["known"] != answers["unknown"]:
        outcome.findings.append(f"the answers differ: {answers}")
    for finding in outcome.findings:
        report(f"logins: {finding}")
    outcome.seconds = monotonic() - started
    return outcome


def _log_in(path: str, name: str, random: Random) -> tuple[float, str]:
    """Fail to log in; gives the seconds that the daemon took for both answers, and what it said."""
    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect(path)
        _call(sock, 1, P.AUTH_LIST)
        _call(sock, 2, P.AUTH_SASL_INIT)
        nonce = b64encode(random.randbytes(18)).decode()
        began = perf_counter()
        first = _call(sock, 3, P.AUTH_SASL_START, "SCRAM-SHA-256", 0, f"n,,n={name},r={nonce}".encode())
        middle = perf_counter()
        both, salt, count = (part[2:] for part in bytes(first.data).decode().split(",", 2))
        proof = b64encode(random.randbytes(32)).decode()
        again = perf_counter()
        try:
            _call(sock, 4, P.AUTH_SASL_STEP, 0, f"c=biws,r={both},p={proof}".encode())
        except LibvirtError as error:
            end = perf_counter()
            return middle - began + end - again, f"salt of {len(salt)}, {count} rounds, {error}"
    raise RuntimeError(f"{name} has logged in with a proof left to chance")


def _call(sock: socket.socket, serial: int, procedure: Procedure[Any], *values: Any) -> Any:
    """Call, and give the result.

    Raises:
        LibvirtError: the answer is this error.
    """
    body = procedure.encode_args(*values)
    numbers = (procedure.program_number, procedure.version, procedure.number)
    sock.sendall(HEADER.pack(HEADER_SIZE + len(body), *numbers, CALL, serial, OK) + body)
    packet = sock.recv(1 << 16)
    if not packet:
        raise ConnectionError("the daemon closed the connection")
    if HEADER.unpack_from(packet)[6] != OK:
        raise decode_error(packet, HEADER_SIZE)
    return procedure.decode_ret(packet, HEADER_SIZE)
