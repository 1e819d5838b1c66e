"""`virtreach forward`: ports and unix sockets of this machine that lead to a node's, and the other way round."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time

from virtreach.cli.declaration import NO_LIBVIRT, Command, argument, option
from virtreach.cli.reaching import NODE, REACH, ReachOptions, how
from virtreach.cli.text import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from virtreach.cli.context import Context
    from virtreach.shell.blocking_forward import BlockingForward
    from virtreach.shell.forward_spec import Place

__all__ = ["COMMAND", "ForwardOptions", "run"]

_LOOK = 0.5


class ForwardOptions(ReachOptions):
    """What `forward` is given."""

    forward: tuple[str, ...]
    remote: bool
    idle: float | None


def run(context: Context, options: ForwardOptions) -> None:
    """Forward until a signal comes, or nobody has been connected for a while."""
    from virtreach.errors import UsageError
    from virtreach.routes.ssh.background import Background
    from virtreach.shell.background_route import background_route
    from virtreach.shell.blocking_forward import BlockingForward
    from virtreach.shell.forward_spec import ForwardSpec

    if options.remote and options.idle is not None:
        raise UsageError("--idle goes without --remote: the node does not tell who is connected")
    route = background_route(options.node, **how(options, (options.node,)))
    bind = {"bind": "localhost"} if options.remote else {}
    specs = [ForwardSpec.parse(text, **bind) for text in options.forward]
    limit = 30.0 if context.globals.timeout is None else context.globals.timeout or 1e9
    background = Background()
    with contextlib.ExitStack() as stack:
        stack.callback(background.close)
        stop = stack.enter_context(_signals())
        running = [
            stack.enter_context(
                BlockingForward(
                    route,
                    spec,
                    remote=options.remote,
                    background=background,
                    timeout=limit,
                    on_error=lambda error: _tell_error(context, error),
                )
            )
            for spec in specs
        ]
        for one in running:
            _tell_listening(context, options.node, one, remote=options.remote)
        _wait(context, running, stop, options.idle)
        totals = _totals(running)
    if context.output.json:
        context.output.json_line({"event": "stopped", **totals})
    elif not options.remote:
        context.output.line(f"stopped; {_words(totals)}")


def _wait(
    context: Context, running: list[BlockingForward], stop: threading.Event, idle: float | None
) -> None:
    """Wait for the end, and show what goes through meanwhile."""
    shown: dict[str, int] = {}
    terminal = sys.stderr.isatty() and not context.output.json
    while not stop.wait(_LOOK if idle is None else min(_LOOK, max(idle / 4, 0.01))):
        now = _totals(running)
        if now != shown:
            shown = now
            if context.output.json:
                context.output.json_line({"event": "counters", **now})
            elif terminal:
                print(f"\r{_words(now)}\x1b[K", end="", file=sys.stderr, flush=True)
        if idle is not None and _idle_for(running) >= idle:
            break
    if terminal and shown:
        print(file=sys.stderr)


def _idle_for(running: list[BlockingForward]) -> float:
    since = [one.counters.idle_since for one in running if one.counters is not None]
    if None in since:
        return 0.0
    return time.monotonic() - max((one for one in since if one is not None), default=time.monotonic())


def _totals(running: list[BlockingForward]) -> dict[str, int]:
    counters = [one.counters for one in running if one.counters is not None]
    names = ("open", "opened", "failed", "sent", "received")
    return {name: sum(getattr(one, name) for one in counters) for name in names}


def _words(totals: dict[str, int]) -> str:
    return (
        f"{totals['open']} open, {totals['opened']} connections, {totals['failed']} failed, "
        f"{totals['sent']} bytes sent, {totals['received']} received"
    )


def _tell_listening(context: Context, node: str, forward: BlockingForward, *, remote: bool) -> None:
    from virtreach.shell.forward_spec import show_place

    target = forward.inner.spec.target
    if context.output.json:
        record = {"event": "listening", "node": node, "remote": remote}
        context.output.json_line({**record, "listen": _place(forward.address), "target": _place(target)})
        return
    here, there = show_place(forward.address), show_place(target)
    if remote:
        context.output.line(f"{node} listens on {here} for {there} here")
    else:
        context.output.line(f"listening on {here} for {there} of {node}")
    context.output.stream.flush()


def _tell_error(context: Context, error: Exception) -> None:
    text = one_line(str(error) or type(error).__name__)
    if context.output.json:
        context.output.json_line({"event": "error", "error": text})
    else:
        print(f"virtreach: {text}", file=sys.stderr, flush=True)


def _place(place: Place) -> Any:
    return place if isinstance(place, str) else {"host": place[0], "port": place[1]}


@contextlib.contextmanager
def _signals() -> Iterator[threading.Event]:
    """Yield what SIGINT and SIGTERM set."""
    stop = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


COMMAND = Command(
    "forward",
    "Have ports and unix sockets of this machine lead to a node's, or the other way round.",
    run,
    without=NO_LIBVIRT,
    options=ForwardOptions,
    parameters=(
        NODE,
        argument(
            "forward",
            many=True,
            help="[BIND:]PORT:[HOST:]PORT; either side may be the path of a unix socket. Without BIND, loopback is "
            "listened on; port 0 is any free one. Without HOST it is the node's own address; a HOST is connected by "
            "the node, 'localhost' being its loopback.",
        ),
        option("-R", "--remote", kind="flag", help="The node listens, and this machine is connected."),
        option("--idle", kind="number", metavar="S", help="Stop when nobody was connected for S seconds."),
        *REACH,
    ),
    text="Says where it listens, then forwards until ^C or SIGTERM. When a proxy is lost, its connections are reset, "
    "and new ones go by the next proxy. A socket file that is alive is not replaced. Needs the extra [ssh].",
)
