"""HTTP requests and many bytes through a proxy, beside OpenSSH's."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from time import perf_counter
from typing import Any

import httpx
import requests

from benchmarks.access_lab import MIB, PAGE, AccessLab
from benchmarks.harness import Contest, Row, duration
from virtreach.routes.ssh.background import Background
from virtreach.routes.ssh.stream import Stream
from virtreach.shell.http import async_node_client, node_client, node_session
from virtreach.shell.node import NodeRoute

__all__ = ["measure_http", "measure_volume"]

_PIECE = 256 << 10
_REQUEST_MAX = 1e-3
_GCM = ("-o", "Ciphers=aes128-gcm@openssh.com")


def measure_http(lab: AccessLab, background: Background) -> list[Row]:
    """Measure requests one after the other over one kept connection."""
    count = lab.effort.calls
    inside: dict[str, Any] = {"inventory": lab.inventory, "background": background}

    def ask(client: requests.Session | httpx.Client, url: str) -> float:
        begun = perf_counter()
        for _ in range(count):
            if len(client.get(url).content) != PAGE:
                raise RuntimeError("a page is incomplete")
        return (perf_counter() - begun) / count

    async def ask_in_loop(client: httpx.AsyncClient) -> float:
        begun = perf_counter()
        for _ in range(count):
            if len((await client.get("/page")).content) != PAGE:
                raise RuntimeError("a page is incomplete")
        return (perf_counter() - begun) / count

    async def make_client() -> httpx.AsyncClient:
        return async_node_client(NodeRoute.to_node(background.reach(lab.inventory), "n1"))

    with ExitStack() as stack:
        host, port = stack.enter_context(lab.forward())
        url = f"http://{host}:{port}/page"
        theirs = stack.enter_context(requests.Session())
        theirs.trust_env = False
        session = stack.enter_context(node_session("n1", **inside))
        client = stack.enter_context(node_client("n1", **inside))
        in_loop = background.do(make_client())
        stack.callback(lambda: background.do(in_loop.aclose()))

        def curl() -> float:
            begun = perf_counter()
            words = ["curl", "-s", "-o", "/dev/null", f"{url}?[1-{count}]"]
            subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
            return (perf_counter() - begun) / count

        bare = background.do(_open(background, lab))
        stack.callback(bare.close)

        def converse() -> float:
            begun = perf_counter()
            for _ in range(count):
                bare.sendall(b"GET /page HTTP/1.1\r\nHost: n1\r\n\r\n")
                got = b""
                while not got.endswith(b"x" * PAGE):
                    got += bare.recv(1 << 16)
            return (perf_counter() - begun) / count

        ours: dict[str, Callable[[], float]] = {
            "requests": partial(ask, session, "/page"),
            "httpx": partial(ask, client, "/page"),
            "httpx, asyncio": lambda: background.do(ask_in_loop(in_loop)),
            "a socket, without a library": converse,
        }
        library, alone = "requests over ssh -L", "curl over ssh -L"
        bases: dict[str, Callable[[], float]] = {library: partial(ask, theirs, url), alone: curl}
        contest = lab.effort.race({**ours, **bases})
    return [
        Row(
            f"HTTP request of 1 KiB, against {base}",
            name,
            duration(contest.median(name)),
            duration(contest.median(base)),
            round(contest.ratio(name, base), 2),
            f"<= {duration(_REQUEST_MAX)}",
            contest.median(name) <= _REQUEST_MAX,
        )
        for name, base in {**dict.fromkeys(ours, library), list(ours)[-1]: alone}.items()
    ]


async def _open(background: Background, lab: AccessLab) -> socket.socket:
    return await background.reach(lab.inventory).open_socket("n1", 80)


async def _close(stream: Stream) -> None:
    stream.close()
    await stream.wait_closed()


def measure_volume(lab: AccessLab, background: Background) -> list[Row]:
    """Measure bytes through a command's output and input, from the first to the last."""
    rows = []
    size = lab.effort.size
    with ExitStack() as stack:
        words = {
            "ssh -J": (),
            "ssh -J, aes128-gcm": _GCM,
            "ControlMaster": tuple(stack.enter_context(lab.master())),
            "ControlMaster, aes128-gcm": tuple(stack.enter_context(lab.master(*_GCM))),
        }
        turns: dict[str, tuple[Callable[[], float], Callable[[], float]]] = {
            name: (partial(_down, lab.ssh(*options, "n1"), size), partial(_up, lab.ssh(*options, "n1"), size))
            for name, options in words.items()
        }
        turns["virtreach"] = (
            lambda: background.do(_down_here(lab, background)),
            lambda: background.do(_up_here(lab, background)),
        )
        for index, direction in enumerate(("download", "upload")):
            contest = lab.effort.race({name: pair[index] for name, pair in turns.items()}, most=3)
            rows += [_volume_row(direction, size, contest, base) for base in words]
    return rows


def _volume_row(direction: str, size: int, contest: Contest, base: str) -> Row:
    share = round(contest.ratio(base, "virtreach"), 2)
    bound = base.startswith("ssh -J")
    return Row(
        f"{direction} of {size // MIB} MiB, against {base}",
        "virtreach",
        f"{size / MIB / contest.median('virtreach'):.0f} MiB/s",
        f"{size / MIB / contest.median(base):.0f} MiB/s",
        share,
        ">= 1.00" if bound else "",
        share >= 1 if bound else None,
    )


_DOWN = "head -c {size} /dev/zero"
_UP = "echo ready; cat > /dev/null; echo done"


def _down(words: list[str], size: int) -> float:
    with subprocess.Popen(
        [*words, _DOWN.format(size=size)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        output = process.stdout.fileno()
        got = len(os.read(output, _PIECE))
        begun = perf_counter()
        while data := os.read(output, _PIECE):
            got += len(data)
        seconds = perf_counter() - begun
    if got != size:
        raise RuntimeError("a download is incomplete")
    return seconds


def _up(words: list[str], size: int) -> float:
    with subprocess.Popen([*words, _UP], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        if process.stdout.readline() != b"ready\n":
            raise RuntimeError("an upload did not begin")
        piece = bytes(_PIECE)
        begun = perf_counter()
        for _ in range(size // _PIECE):
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
    size = lab.effort.size
    stream = await _stream(lab, background, _DOWN.format(size=size))
    got = len(await stream.read())
    begun = perf_counter()
    while data := await stream.read():
        got += len(data)
    seconds = perf_counter() - begun
    await _close(stream)
    if got != size:
        raise RuntimeError("a download is incomplete")
    return seconds


async def _up_here(lab: AccessLab, background: Background) -> float:
    size = lab.effort.size
    stream = await _stream(lab, background, _UP)
    if await stream.read() != b"ready\n":
        raise RuntimeError("an upload did not begin")
    piece = bytes(_PIECE)
    begun = perf_counter()
    for _ in range(size // _PIECE):
        await stream.write(piece)
    stream.write_eof()
    if await stream.read() != b"done\n":
        raise RuntimeError("an upload did not end")
    seconds = perf_counter() - begun
    await _close(stream)
    return seconds
