"""Start virtreachd with its embedded hypervisor, and drive it with the `virtreach` command.

Run by `make demo`. It needs Python alone: no root, no package, no libvirt. Everything happens in a temporary
directory, and all of it is gone at the end.

Usage: run.py [--keep]

`--keep` leaves the daemon running until Ctrl-C and prints how to reach it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from demo.daemon import DemoDaemon  # noqa: E402  (the root has to be importable first)
from demo.show import show, wait_for_the_end  # noqa: E402
from demo.stage import DemoError, Stage, say  # noqa: E402
from demo.terminal import Console  # noqa: E402

LIMIT = 100
"""Seconds after which the demonstration gives up, whatever it is doing."""

GUEST = """<domain type='test'>
  <name>guest</name>
  <memory unit='MiB'>512</memory>
  <vcpu>2</vcpu>
  <os><type arch='x86_64'>hvm</type></os>
  <devices>
    <disk type='file' device='disk'><source file='/srv/guest.img'/><target dev='vda' bus='virtio'/></disk>
    <interface type='network'><source network='default'/></interface>
    <console type='pty'/>
    <graphics type='vnc'/>
    <video><model type='vga'/></video>
  </devices>
</domain>
"""
VOLUME = "<volume><name>data.img</name><capacity unit='MiB'>8</capacity></volume>"


def play(stage: Stage, daemon: DemoDaemon) -> None:
    """The demonstration proper.

    Raises:
        DemoError: a step failed.
    """
    say("Who is there? (LIBVIRT_DEFAULT_URI is set; -c URI would do as well.)")
    stage.run("version")
    say("How is that URI understood, and does every step to the host work?")
    stage.run("doctor", stage.uri)
    say("Make a guest known, and watch what happens to it from now on.")
    xml = stage.scratch / "guest.xml"
    xml.write_text(GUEST)
    stage.run("define", str(xml))
    with stage.events(("started", "suspended", "resumed", "stopped")):
        stage.run("start", "guest")
        stage.run("list", "--all")
        say("Speak to it on its serial console; Ctrl-] leaves.")
        talk(stage)
        say("What is it, and what does it use?")
        stage.run("info", "guest")
        stage.run("stats", "guest", "--group", "state", "--group", "balloon", "--group", "block")
        say("Its screen, fetched as a stream; and a pause.")
        look(stage)
        stage.run("suspend", "guest")
        stage.run("resume", "guest")
        say("A snapshot, and back to it, by a program: examples/snapshot.py.")
        program(stage, "examples/snapshot.py", stage.uri, "guest")
        stage.run("destroy", "guest")
    store(stage)
    knock(stage, daemon)
    say("Forget the guest again.")
    stage.run("undefine", "guest", "--snapshots-metadata")
    stage.run("list", "--all")


def talk(stage: Stage) -> None:
    """Use the guest's console."""
    print("$ virtreach console guest", flush=True)
    with Console([*stage.command, "console", "guest"], stage.environment) as console:
        console.expect("guest login:", seconds=20)
        console.type("hello\r")
        console.expect("hello", seconds=20)
        console.expect("guest login:", seconds=20)
        console.type("\x1d")
        console.finish()
    print("\n".join("  | " + line for line in console.transcript()), flush=True)


def look(stage: Stage) -> None:
    """Fetch the guest's screen."""
    picture = stage.scratch / "screen.png"
    stage.run("screenshot", "guest", str(picture))
    data = picture.read_bytes()
    if not data.startswith(b"\x89PNG"):
        raise DemoError("the screenshot is no picture")
    print(f"  ({len(data)} bytes of PNG)")


def program(stage: Stage, path: str, *words: str) -> None:
    """Run an example."""
    print(f"$ python {path} {' '.join(words)}", flush=True)
    done = subprocess.run(
        [sys.executable, str(ROOT / path), *words],
        env=stage.environment,
        text=True,
        stdout=subprocess.PIPE,
        timeout=60,
    )
    print(done.stdout.rstrip("\n"), flush=True)
    if done.returncode:
        raise DemoError(f"{path} ended with status {done.returncode}")


def store(stage: Stage) -> None:
    """Put data into a volume, and fetch it again."""
    import virtreach

    say("A volume, made by a program; data goes in and comes out by the command.")
    print(f">>> conn.storage_pools.lookup_by_name('default-pool').volumes.create_xml({VOLUME!r})", flush=True)
    with virtreach.connect(stage.uri) as conn:
        conn.storage_pools.lookup_by_name("default-pool").volumes.create_xml(VOLUME)
    source, back = stage.scratch / "data", stage.scratch / "data.back"
    source.write_bytes(bytes(range(256)) * 4096)
    stage.run("vol", "upload", "default-pool/data.img", str(source))
    stage.run("vol", "list", "default-pool")
    stage.run("vol", "download", "default-pool/data.img", str(back), "--length", "1M")
    if back.read_bytes() != source.read_bytes():
        raise DemoError("what came out is not what went in")
    print("  (the same 1 MiB came back)")


def knock(stage: Stage, daemon: DemoDaemon) -> None:
    """Come in by TLS, with a certificate and without."""
    say("By TLS, with a client certificate:")
    stage.run("-c", daemon.tls_uri, "list")
    stage.run("doctor", daemon.tls_uri)
    say("Without one, nobody comes in:")
    stage.run("-c", daemon.stranger_uri, "list", status=3)


def keep(stage: Stage, daemon: DemoDaemon) -> None:
    """Start a guest and wait for Ctrl-C."""
    xml = stage.scratch / "guest.xml"
    xml.write_text(GUEST)
    stage.run("define", str(xml))
    stage.run("start", "guest")
    say("It runs until you press Ctrl-C. In another terminal, with any libvirt client:")
    print(f"export LIBVIRT_DEFAULT_URI='{daemon.uri}'")
    print("virsh list --all")
    print(f"PYTHONPATH={ROOT / 'src'} {' '.join(stage.command)} console guest    # leave with Ctrl-]")
    print(f"\nBy TLS:\n{daemon.tls_uri}\n{daemon.uri}", flush=True)
    wait_for_the_end("The daemon goes.")


def perform(stay: bool) -> None:
    """Set the stage, and play."""
    say("Set the stage: certificates, and a virtreachd with its embedded hypervisor.")
    with tempfile.TemporaryDirectory(prefix="vrdemo-", dir="/tmp") as directory:
        with DemoDaemon(Path(directory)) as daemon:
            print(f"  virtreachd serves at {daemon.uri}", flush=True)
            stage = Stage(daemon.uri, Path(directory))
            if stay:
                keep(stage, daemon)
            else:
                play(stage, daemon)


if __name__ == "__main__":
    if sys.version_info < (3, 11):
        sys.exit("virtreach needs Python 3.11 or newer: make PYTHON=/path/to/python3 demo")
    sys.exit(show(__doc__, sys.argv[1:], perform, limit=LIMIT))
