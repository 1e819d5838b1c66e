"""Boot a small guest on a private libvirtd and drive it with the `virtreach` command.

Run by `make demo-libvirt`, which installs what it needs first. Nothing of the machine's own libvirt is
touched: the daemon has a directory, namespaces and a socket of its own, and all of it is gone at the end.

Usage: libvirt.py [--keep]

`--keep` leaves the daemon and the guest running until Ctrl-C and prints how to reach them.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from demo.show import show, wait_for_the_end  # noqa: E402  (the root has to be importable first)
from demo.stage import DemoError, Stage, say  # noqa: E402
from demo.terminal import Console  # noqa: E402
from tests.interop.lab.daemon import Daemon  # noqa: E402
from tests.interop.lab.namespace import LabError  # noqa: E402
from tests.interop.lab.requirements import missing  # noqa: E402
from tools.guest.build import Guest, GuestError, build  # noqa: E402
from tools.guest.domain import domain_xml  # noqa: E402

LIMIT = 220
"""Seconds after which the demonstration gives up, whatever it is doing."""


def prepare(stage: Stage, guest: Guest) -> Path:
    """Write the guest's disk and its definition; gives the latter."""
    disk = stage.scratch / "disk.img"
    disk.write_bytes(bytes(1 << 20))
    xml = stage.scratch / "guest.xml"
    xml.write_text(domain_xml(guest, disks=(disk,)))
    return xml


def play(stage: Stage, xml: Path) -> None:
    """The demonstration proper.

    Raises:
        DemoError: a step failed.
    """
    say("Who is there? (LIBVIRT_DEFAULT_URI is set; -c URI would do as well.)")
    stage.run("version")
    say("How is that URI understood, and does every step to the host work?")
    stage.run("doctor", stage.uri)
    say("Make a guest known, and watch what happens to it from now on.")
    stage.run("define", str(xml))
    stage.run("list", "--all")
    with stage.events(("started", "suspended", "resumed", "stopped")):
        boot(stage)
        look(stage)
        say("Ask it to shut down; it gets a press of its power button and obeys.")
        stage.run("shutdown", "guest")
        stage.wait_for_state("shut off")
        stage.run("list", "--all")
    say("Forget the guest again.")
    stage.run("undefine", "guest")


def boot(stage: Stage) -> None:
    """Start the guest and speak to it on its console."""
    say("Start it. There is no hardware virtualization here: QEMU emulates, and Linux is up in seconds.")
    started = time.monotonic()
    stage.run("start", "guest")
    say("Speak to it on its serial console.")
    print("$ virtreach console guest", flush=True)
    with Console([*stage.command, "console", "guest"], stage.environment) as console:
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


def keep(stage: Stage, xml: Path) -> None:
    """Start the guest and wait for Ctrl-C."""
    stage.run("define", str(xml))
    stage.run("start", "guest")
    say("It runs until you press Ctrl-C. In another terminal:")
    print(f"export LIBVIRT_DEFAULT_URI='{stage.uri}'")
    command = Path(sys.executable).with_name("virtreach")
    print(f"{command} list\n{command} console guest    # leave with Ctrl-]")
    print(stage.uri, flush=True)
    wait_for_the_end("The guest and its daemon go.")


def perform(stay: bool) -> None:
    """Set the stage, and play."""
    reason = missing("qemu-system-x86_64")
    if reason:
        raise DemoError(reason)
    say("Set the stage: a guest from Debian's kernel, and a libvirtd of its own.")
    guest = build(lambda text: print(f"  {text}", flush=True))
    with (
        Daemon(qemu=True, private_network=True) as daemon,
        tempfile.TemporaryDirectory(prefix="vrdemo-", dir="/tmp") as scratch,
    ):
        print(f"  libvirtd serves at {daemon.uri()}", flush=True)
        stage = Stage(daemon.uri(), Path(scratch))
        xml = prepare(stage, guest)
        if stay:
            keep(stage, xml)
        else:
            play(stage, xml)


if __name__ == "__main__":
    sys.exit(show(__doc__, sys.argv[1:], perform, limit=LIMIT, failures=(LabError, GuestError)))
