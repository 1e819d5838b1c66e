"""Boot a small guest on a private libvirtd and drive it with the `virtreach` command.

Run by `make demo`, which installs what it needs first. Nothing of the machine's own libvirt is
touched: the daemon has a directory, namespaces and a socket of its own, and all of it is gone at the end.

Usage: run.py [--keep]

`--keep` leaves the daemon and the guest running until Ctrl-C and prints how to reach them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from demo.terminal import Console  # noqa: E402  (the root has to be importable first)
from tests.interop.lab.daemon import Daemon  # noqa: E402
from tests.interop.lab.namespace import LabError  # noqa: E402
from tests.interop.lab.requirements import missing  # noqa: E402
from tools.guest.build import Guest, GuestError, build  # noqa: E402
from tools.guest.domain import domain_xml  # noqa: E402

LIMIT = 220
"""Seconds after which the demonstration gives up, whatever it is doing."""


class DemoError(RuntimeError):
    """A step did not do what it should."""


def say(text: str) -> None:
    """Tell the audience what comes next."""
    print(f"\n\033[1m# {text}\033[0m" if sys.stdout.isatty() else f"\n# {text}", flush=True)


class Stage:
    """The daemon, the guest's files, and the command that reaches them."""

    def __init__(self, daemon: Daemon, guest: Guest, scratch: Path) -> None:
        self.uri = daemon.uri()
        self.scratch = scratch
        self.xml = scratch / "guest.xml"
        disk = scratch / "disk.img"
        disk.write_bytes(bytes(1 << 20))
        self.xml.write_text(domain_xml(guest, disks=(disk,)))
        self.environment = {**os.environ, "LIBVIRT_DEFAULT_URI": self.uri}
        self.command = str(Path(sys.executable).with_name("virtreach"))

    def run(self, *words: str, show: bool = True) -> str:
        """Run `virtreach` with these words, showing the line and what it prints.

        Raises:
            DemoError: it failed.
        """
        if show:
            print(f"$ virtreach {' '.join(words)}", flush=True)
        done = subprocess.run(
            [self.command, *words],
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            timeout=60,
        )
        if show and done.stdout:
            print(done.stdout.rstrip("\n"), flush=True)
        if done.returncode != 0:
            raise DemoError(f"virtreach {words[0]} ended with status {done.returncode}")
        return done.stdout

    def wait_for_state(self, word: str) -> None:
        """Wait until the list of domains shows a state."""
        wait_for(lambda: word in self.run("list", "--all", show=False), f"the guest to be {word!r}")


def wait_for(ready: Callable[[], bool], what: str, seconds: float = 30) -> None:
    """Ask again and again until something is there.

    Raises:
        DemoError: it does not come in time.
    """
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise DemoError(f"waited in vain for {what}, {seconds:.0f} s long")
        time.sleep(0.1)


def play(stage: Stage) -> None:
    """The demonstration proper.

    Raises:
        DemoError: a step failed.
    """
    say("Who is there? (LIBVIRT_DEFAULT_URI is set; -c URI would do as well.)")
    stage.run("version")
    say("How is that URI understood, and does every step to the host work?")
    stage.run("doctor", stage.uri)
    say("Make a guest known, and watch what happens to it from now on.")
    stage.run("define", str(stage.xml))
    stage.run("list", "--all")
    events = stage.scratch / "events.txt"
    with events.open("w") as sink, background(stage, sink) as watcher:
        boot(stage)
        look(stage)
        say("Ask it to shut down; it gets a press of its power button and obeys.")
        stage.run("shutdown", "guest")
        stage.wait_for_state("shut off")
        stage.run("list", "--all")
        wait_for(lambda: "stopped" in events.read_text(), "the event of its end")
        watcher.send_signal(signal.SIGINT)
        watcher.wait(10)
    say("What `virtreach events` saw meanwhile:")
    seen = events.read_text()
    print(seen.rstrip("\n"))
    for word in ("started", "suspended", "resumed", "stopped"):
        if word not in seen.lower():
            raise DemoError(f"no event {word!r} was seen")
    say("Forget the guest again.")
    stage.run("undefine", "guest")


def background(stage: Stage, sink: IO[str]) -> subprocess.Popen[str]:
    """Start `virtreach events` with its output in a file; returns when the host knows what is wanted."""
    print("$ virtreach events &", flush=True)
    trace = stage.scratch / "trace.txt"
    trace.touch()
    watcher = subprocess.Popen(
        [stage.command, "events"],
        env={**stage.environment, "VIRTREACH_TRACE": str(trace)},
        text=True,
        stdout=sink,
        stdin=subprocess.DEVNULL,
    )
    # Of all life cycles, those of secrets are asked for last.
    wait_for(lambda: "reply remote.connect_secret_event" in trace.read_text(), "events to be heard")
    return watcher


def boot(stage: Stage) -> None:
    """Start the guest and speak to it on its console."""
    say("Start it. There is no hardware virtualization here: QEMU emulates, and Linux is up in seconds.")
    started = time.monotonic()
    stage.run("start", "guest")
    say("Speak to it on its serial console.")
    print("$ virtreach console guest", flush=True)
    with Console([stage.command, "console", "guest"], stage.environment) as console:
        console.expect("guest#", nudge="\r", seconds=60)
        print(f"  (the guest answers {time.monotonic() - started:.1f} s after its start)")
        console.type("echo hello from $(uname -n), Linux $(uname -r)\r")
        console.expect("hello from guest", seconds=20)
        console.expect("guest#", seconds=20)
        console.type("\x1d")
        console.finish()
    print("\n".join("  | " + line for line in console.transcript()))


def look(stage: Stage) -> None:
    """Look at the running guest from outside."""
    say("What is it, and what does it use?")
    stage.run("list")
    stage.run("info", "guest")
    stage.run("stats", "guest", "--group", "state", "--group", "balloon", "--group", "block")
    say("Its screen, fetched as a stream:")
    picture = ROOT / ".cache" / "demo-screen.png"
    stage.run("screenshot", "guest", str(picture))
    data = picture.read_bytes()
    kind = "PNG" if data.startswith(b"\x89PNG") else "PPM" if data.startswith(b"P6") else ""
    if not kind:
        raise DemoError("the screenshot is no picture")
    print(f"  ({len(data)} bytes of {kind} in {picture})")
    say("Stop its processor, and let it go on.")
    stage.run("suspend", "guest")
    stage.run("list")
    stage.run("resume", "guest")


def keep(stage: Stage) -> None:
    """Start the guest and wait for Ctrl-C."""
    stage.run("define", str(stage.xml))
    stage.run("start", "guest")
    say("It runs until you press Ctrl-C. In another terminal:")
    print(f"export LIBVIRT_DEFAULT_URI='{stage.uri}'")
    print(f"{stage.command} list\n{stage.command} console guest    # leave with Ctrl-]")
    print(stage.uri, flush=True)
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        say("The guest and its daemon go.")


def give_up(number: int, frame: FrameType | None) -> NoReturn:
    """Called when the time is over."""
    del number, frame
    raise DemoError(f"not done after {LIMIT} s")


def main(arguments: list[str]) -> int:
    """Set the stage, play, and clear away.

    Returns:
        The exit status: 0 when every step worked.
    """
    if arguments not in ([], ["--keep"]):
        print(__doc__, file=sys.stderr)
        return 2
    started = time.monotonic()
    reason = missing("qemu-system-x86_64")
    if reason:
        print(f"demo: {reason}", file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    # What a shell starts in its background ignores ^C; the programs below are stopped by it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if not arguments:
        signal.signal(signal.SIGALRM, give_up)
        signal.alarm(LIMIT)
    try:
        say("Set the stage: a guest from Debian's kernel, and a libvirtd of its own.")
        guest = build(lambda text: print(f"  {text}", flush=True))
        with (
            Daemon(qemu=True, private_network=True) as daemon,
            tempfile.TemporaryDirectory(prefix="vrdemo-", dir="/tmp") as scratch,
        ):
            print(f"  libvirtd serves at {daemon.uri()}", flush=True)
            stage = Stage(daemon, guest, Path(scratch))
            if arguments:
                keep(stage)
            else:
                play(stage)
    except (DemoError, LabError, GuestError, subprocess.TimeoutExpired, TimeoutError) as error:
        print(f"\ndemo failed: {error}", file=sys.stderr)
        return 1
    say(f"Done in {time.monotonic() - started:.0f} s; nothing is left running.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
