"""Feed every decoder with nonsense.

Bodies start as zeros and as random bytes; those that a decoder takes are kept and mutated
further, so that the run works its way into the types. A decoder may raise `DecodeError` and
nothing else, and must not allocate what a body merely declares.
"""

from __future__ import annotations

import resource
import struct
import traceback
from collections.abc import Callable
from random import Random
from time import monotonic

from soak.outcome import Outcome
from virtreach.errors import DecodeError
from virtreach.protocol import registry

__all__ = ["run"]

_KEPT = 24
_MEMORY = 2 << 30
_LENGTHS = (0, 1, 2, 3, 4, 5, 16, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 16384, 16385, 1 << 20)


def run(random: Random, seconds: float, report: Callable[[str], None]) -> Outcome:
    """Fuzz until the time is over, with this process's memory limited.

    Args:
        random: the source of chance.
        seconds: how long.
        report: told of each finding.
    """
    outcome = Outcome("decoders")
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, hard))
    started = monotonic()
    try:
        targets = _targets()
        outcome.count("decoders", len(targets))
        taken: dict[str, list[bytes]] = {name: [bytes(4 * n) for n in range(40)] for name in targets}
        names = list(targets)
        while monotonic() - started < seconds and len(outcome.findings) < 20:
            name = random.choice(names)
            _some(random, name, targets[name], taken[name], outcome, report)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    outcome.seconds = monotonic() - started
    return outcome


def _targets() -> dict[str, Callable[[bytes, int], object]]:
    """Every decoder of either direction, by a name for people."""
    targets: dict[str, Callable[[bytes, int], object]] = {}
    for program in registry.PROGRAMS:
        for number, *_ in registry.entries(program):
            procedure = registry.find(program, number)
            label = f"{procedure.program}.{procedure.name}"
            targets[f"{label} reply"] = procedure.decode_ret
            targets[f"{label} call"] = procedure.decode_args
    return targets


def _some(
    random: Random,
    name: str,
    decode: Callable[[bytes, int], object],
    taken: list[bytes],
    outcome: Outcome,
    report: Callable[[str], None],
) -> None:
    """Try one decoder a few times."""
    for _ in range(20):
        body = random.randbytes(random.randint(0, 80)) if random.random() < 0.1 else _grow(random, taken)
        try:
            decode(body, 0)
        except DecodeError:
            outcome.count("bodies refused")
            continue
        except Exception:
            finding = f"{name}, body {body.hex()}: {traceback.format_exc()}"
            outcome.findings.append(finding)
            report(f"decoders: {finding}")
            return
        outcome.count("bodies taken")
        if len(taken) < _KEPT + 40:
            taken.append(body)
        else:
            taken[random.randrange(len(taken))] = body


def _grow(random: Random, taken: list[bytes]) -> bytes:
    """A mutation of a body that was taken before."""
    data = bytearray(random.choice(taken))
    for _ in range(random.randint(1, 3)):
        place = random.randrange(len(data) + 1) & ~3
        kind = random.random()
        if kind < 0.4:
            data[place : place + 4] = struct.pack(">I", random.choice(_LENGTHS))
        elif kind < 0.6:
            data[place:place] = bytes(4 * random.randint(1, 4))
        elif kind < 0.75:
            data[place:place] = random.choice((b"abcd", b"\xff\xfe\0\0", b"\xc3\xa4\0\0", b"a\0b\0"))
        elif kind < 0.9:
            del data[place : place + 4 * random.randint(1, 3)]
        else:
            other = random.choice(taken)
            data[place:place] = other[: random.randint(0, len(other)) & ~3]
    if random.random() < 0.05:
        del data[len(data) - random.randint(0, 3) :]
    return bytes(data[: 1 << 16])
