"""HTTP requests and many bytes through a proxy, beside OpenSSH's."""

from __future__ import annotations

import http.client
import os
import subprocess
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from time import perf_counter

from benchmarks.access_lab import PAGE, AccessLab
from benchmarks.harness import Contest, Row, duration, race
from virtreach.routes.ssh.background import Background
from virtreach.routes.ssh.stream import Stream

__all__ = ["measure_http", "measure_volume"]

MIB = 1 << 20
_SIZE = 256 * MIB
_PIECE = 256 << 10
_REQUEST_MAX = 1e-3
_GCM = ("-o", "Ciphers=aes128-gcm@openssh.com")


def measure_http(lab: AccessLab, background: Background, quick: bool) -> list[Row]:
    """Measure requests one after the other over one kept connection."""
    count = 100 if quick else 1000
    request = b"GET /page HTTP/1.1\r\nHost: n1\r\n\r\n"

    def ask(connection: http.client.HTTPConnection) -> float:
        begun = perf_counter()
        for _ in range(count):
            connection.request("GET", "/page")
            if len(connection.getresponse().read()) != PAGE:
                raise RuntimeError("a page is incomplete")
        return (perf_counter() - begun) / count

    async def converse(stream: Stream) -> float:
        begun = perf_counter()
        for _ in range(count):
            await stream.write(request)
            got = b""
            while not got.endswith(b"x" * PAGE):
                got += await stream.read()
        return (perf_counter() - begun) / count

    with ExitStack() as stack:
        address = stack.enter_context(lab.forward())
        theirs = http.client.HTTPConnection(*address)
        stack.callback(theirs.close)
        ours = http.client.HTTPConnection("n1")
        reach = background.reach(lab.inventory)
        ours.sock = background.do(reach.open_socket("n1", 80))
        stack.callback(ours.close)
        stream = background.do(reach.open_stream("n1", 80))
        url = f"http://{address[0]}:{address[1]}/page?[1-{count}]"

        def curl() -> float:
            begun = perf_counter()
            subprocess.run(["curl", "-s", "-o", "/dev/null", url], check=True, stdin=subprocess.DEVNULL)
            return (perf_counter() - begun) / count

        contest = race(
            {
                "http.client over a socket": partial(ask, ours),
                "asyncio": lambda: background.do(converse(stream)),
                "http.client over ssh -L": partial(ask, theirs),
                "curl over ssh -L": curl,
            },
            2 if quick else 7,
        )
        background.do(_close(stream))
    rows = []
    for name in list(contest.seconds)[:2]:
        for base in list(contest.seconds)[2:]:
            rows.append(
                Row(
                    f"HTTP request of 1 KiB, against {base}",
                    name,
                    duration(contest.median(name)),
                    duration(contest.median(base)),
                    round(contest.ratio(name, base), 2),
                    f"<= {duration(_REQUEST_MAX)}",
                    contest.median(name) <= _REQUEST_MAX,
                )
            )
    return rows


async def _close(stream: Stream) -> None:
    stream.close()
    await stream.wait_closed()


def measure_volume(lab: AccessLab, background: Background, quick: bool) -> list[Row]:
    """Measure bytes through a command's output and input, from the first to the last."""
    rows = []
    with ExitStack() as stack:
        words = {
            "ssh -J": (),
            "ssh -J, aes128-gcm": _GCM,
            "ControlMaster": tuple(stack.enter_context(lab.master())),
            "ControlMaster, aes128-gcm": tuple(stack.enter_context(lab.master(*_GCM))),
        }
        turns: dict[str, tuple[Callable[[], float], Callable[[], float]]] = {
            name: (partial(_down, lab.ssh(*options, "n1")), partial(_up, lab.ssh(*options, "n1")))
            for name, options in words.items()
        }
        turns["virtreach"] = (
            lambda: background.do(_down_here(lab, background)),
            lambda: background.do(_up_here(lab, background)),
        )
        for index, direction in enumerate(("download", "upload")):
            contest = race({name: pair[index] for name, pair in turns.items()}, 1 if quick else 4)
            rows += [_volume_row(direction, contest, base) for base in words]
    return rows


def _volume_row(direction: str, contest: Contest, base: str) -> Row:
    share = round(contest.ratio(base, "virtreach"), 2)
    bound = base.startswith("ssh -J")
    return Row(
        f"{direction} of {_SIZE // MIB} MiB, against {base}",
        "virtreach",
        f"{_SIZE / MIB / contest.median('virtreach'):.0f} MiB/s",
        f"{_SIZE / MIB / contest.median(base):.0f} MiB/s",
        share,
        ">= 1.00" if bound else "",
        share >= 1 if bound else None,
    )


_DOWN = f"head -c {_SIZE} /dev/zero"
_UP = "echo ready; cat > /dev/null; echo done"


def _down(words: list[str]) -> float:
    with subprocess.Popen([*words, _DOWN], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        output = process.stdout.fileno()
        got = len(os.read(output, _PIECE))
        begun = perf_counter()
        while data := os.read(output, _PIECE):
            got += len(data)
        seconds = perf_counter() - begun
    if got != _SIZE:
        raise RuntimeError("a download is incomplete")
    return seconds


def _up(words: list[str]) -> float:
    with subprocess.Popen([*words, _UP], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        if process.stdout.readline() != b"ready\n":
            raise RuntimeError("an upload did not begin")
        piece = bytes(_PIECE)
        begun = perf_counter()
        for _ in range(_SIZE // _PIECE):
            process.stdin.write(piece)
        process.stdin.close()
        if process.stdout.readline() != b"done\n":
            raise RuntimeError("an upload did not end")
        return perf_counter() - begun


async def _stream(lab: AccessLab, background: Background, command: str) -> Stream:
    reach, pool = background.reach(lab.inventory), background.pool
    node = lab.inventory.node("n1")
    chain = reach.login(node, reach.ways_to(node)[0])
    return await pool.in_session(
        chain, 30, lambda link: link.open_command_stream(command, timeout=30), again=True
    )


async def _down_here(lab: AccessLab, background: Background) -> float:
    stream = await _stream(lab, background, _DOWN)
    got = len(await stream.read())
    begun = perf_counter()
    while data := await stream.read():
        got += len(data)
    seconds = perf_counter() - begun
    await _close(stream)
    if got != _SIZE:
        raise RuntimeError("a download is incomplete")
    return seconds


async def _up_here(lab: AccessLab, background: Background) -> float:
    stream = await _stream(lab, background, _UP)
    if await stream.read() != b"ready\n":
        raise RuntimeError("an upload did not begin")
    piece = bytes(_PIECE)
    begun = perf_counter()
    for _ in range(_SIZE // _PIECE):
        await stream.write(piece)
    stream.write_eof()
    if await stream.read() != b"done\n":
        raise RuntimeError("an upload did not end")
    seconds = perf_counter() - begun
    await _close(stream)
    return seconds
