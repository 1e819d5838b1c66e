"""Reach the nodes of a cluster that have no address of their own, through its proxy nodes.

Run by `make demo-reach`, as root on a Debian: a controller, two proxies and three nodes, each in namespaces of its own
with a real sshd. Nothing of the machine's own network is touched, and all of it is gone at the end.

Usage: reach.py [--keep]

`--keep` leaves the cluster running until Ctrl-C and prints how to reach it.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from demo.show import show, wait_for_the_end  # noqa: E402  (the root has to be importable first)
from demo.stage import DemoError, Stage, say, wait_for  # noqa: E402
from tests.interop.lab.cluster import Cluster  # noqa: E402
from tests.interop.lab.namespace import LabError  # noqa: E402

LIMIT = 120
"""Seconds after which the demonstration gives up, whatever it is doing."""


def inventory(cluster: Cluster) -> str:
    """Return the inventory of the cluster: its nodes have internal addresses only."""
    lines = [
        "[clusters.lab]",
        'user = "root"',
        f'keyfile = "{cluster.directory}/user"',
        "",
        "[clusters.lab.groups.gateways]",
        "is_proxy = true",
        "nodes = [",
        *(
            f'  {{ name = "{proxy.name}", address = "{proxy.outer}", internal_address = "{proxy.inner}",'
            f' host_key = "{proxy.host_key}" }},'
            for proxy in cluster.proxies
        ),
        "]",
        "",
        "[clusters.lab.groups.workers]",
        "nodes = [",
        *(
            f'  {{ name = "{node.name}", internal_address = "{node.inner}", host_key = "{node.host_key}" }},'
            for node in cluster.nodes
        ),
        "]",
    ]
    return "\n".join(lines) + "\n"


def play(stage: Stage, cluster: Cluster) -> None:
    """The demonstration proper.

    Raises:
        DemoError: a step failed.
    """
    say("n1 has an address of the cluster's own network only. Which way leads there?")
    stage.run("route", "n1")
    say("Run a command on all nodes of a group at once, through one login at the proxy.")
    stage.run("run", "--group", "workers", "--", "uname", "-r")
    files(stage)
    services(stage, cluster)
    say("The proxy dies.")
    print(f"  (sshd of {cluster.proxies[0].name} and all its connections are killed)", flush=True)
    cluster.proxies[0].kill_sshd()
    say("What is begun now goes through the other one.")
    stage.run("run", "n1", "--", "echo", "still here")
    stage.run("route", "n1")


def files(stage: Stage) -> None:
    """Copy there and back."""
    say("Copy 32 MiB to a node: nothing but ssh and scp is used there; the file appears whole or not at all.")
    data = os.urandom(1 << 25)
    source, back = stage.scratch / "an image.raw", stage.scratch / "back.raw"
    source.write_bytes(data)
    stage.run("mkdir", "n1:/run/images")
    stage.run("cp", str(source), "n1:/run/images/an image.raw")
    stage.run("ls", "n1:/run/images")
    say("And back, by SFTP in this process.")
    stage.run("cp", "--transport", "sftp", "n1:/run/images/an image.raw", str(back))
    if hashlib.sha256(back.read_bytes()).digest() != hashlib.sha256(data).digest():
        raise DemoError("it is not what was sent")
    print("  (the same 32 MiB came back)", flush=True)


def services(stage: Stage, cluster: Cluster) -> None:
    """Ask a service of a node."""
    say("A web service listens inside the cluster. Ask it.")
    node = cluster.nodes[1]
    (stage.scratch / "site").mkdir()
    (stage.scratch / "site/hello.txt").write_text("hello from inside\n")
    words = ("-m", "http.server", "8080", "--bind", node.inner, "--directory", str(stage.scratch / "site"))
    service = subprocess.Popen(
        node.on_its_network(sys.executable, *words), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(lambda: ":8080" in node.run("ss", "-Hltn"), "the service")
        stage.run("http", "n2", ":8080/hello.txt")
    finally:
        service.terminate()
        service.wait(10)


def keep(stage: Stage) -> None:
    """Wait for Ctrl-C."""
    say("It runs until you press Ctrl-C. In another terminal, as root:")
    print(f"export VIRTREACH_INVENTORY='{stage.environment['VIRTREACH_INVENTORY']}'")
    command = Path(sys.executable).with_name("virtreach")
    inside = " ".join(stage.command[: -len(Stage("", stage.scratch).command)])
    print(f"{inside} {command} route n1\n{inside} {command} ssh n1", flush=True)
    wait_for_the_end("The cluster goes.")


def perform(stay: bool) -> None:
    """Set the stage, and play."""
    if os.geteuid() != 0:
        raise DemoError("the cluster is made of network namespaces, for which it takes root")
    say("Set the stage: a controller, two proxies, and three nodes that only the proxies can reach.")
    with tempfile.TemporaryDirectory(prefix="vrdemo-", dir="/tmp") as scratch:
        directory = Path(scratch)
        with Cluster(directory / "cluster", nodes=3) as cluster:
            cluster.nodes[0].serve("Subsystem sftp internal-sftp")
            stage = Stage("", directory)
            listing = directory / "inventory.toml"
            listing.write_text(inventory(cluster))
            print("  " + listing.read_text().replace("\n", "\n  ").rstrip(), flush=True)
            stage.environment["VIRTREACH_INVENTORY"] = str(listing)
            stage.command = cluster.as_controller_command(*stage.command)
            if stay:
                keep(stage)
            else:
                play(stage, cluster)


if __name__ == "__main__":
    sys.exit(show(__doc__, sys.argv[1:], perform, limit=LIMIT, failures=(LabError,)))
