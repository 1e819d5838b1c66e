"""`virtreach cp`, `mkdir`, `touch`, `rm`, `rmdir`, `ls` and `sync` against a real sshd."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.interop.lab.sshd import LoopbackSSHD


class Commands:
    """Runs the command with the options that reach the server."""

    def __init__(self, server: LoopbackSSHD, driver: str) -> None:
        self.how = ["--transport", driver, "--port", str(server.port), "--ssh-config", str(server.config)]

    def run(self, name: str, *words: str) -> subprocess.CompletedProcess[str]:
        argv = [sys.executable, "-m", "virtreach", name, *self.how, *words]
        return subprocess.run(argv, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)

    def ok(self, name: str, *words: str) -> str:
        done = self.run(name, *words)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout


@pytest.fixture
def commands(server: LoopbackSSHD, driver: str) -> Commands:
    return Commands(server, driver)


@pytest.mark.parametrize("driver", ["ssh", "rsync"], indirect=True)
def test_the_other_drivers(commands: Commands, tmp_path: Path) -> None:
    there = f"root@127.0.0.1:{tmp_path}/there"
    (tmp_path / "source").write_text("data")
    commands.ok("cp", "--parents", str(tmp_path / "source"), f"{there}/copy")
    assert (tmp_path / "there/copy").read_text() == "data"
    commands.ok("rmdir", "--recursive", there)
    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize("driver", ["sftp"], indirect=True)
def test_a_day_of_work(commands: Commands, tmp_path: Path) -> None:
    there = f"root@127.0.0.1:{tmp_path}/there"
    source = tmp_path / "a:b"
    source.write_text("data")
    commands.ok("mkdir", "-p", f"{there}/deep")
    commands.ok("cp", str(source), f"{there}/deep/", "--verify")
    assert (tmp_path / "there/deep/a:b").read_text() == "data"
    rows = json.loads(commands.ok("ls", "--json", f"{there}/deep"))
    assert [(row["name"], row["type"], row["size"]) for row in rows] == [("a:b", "file", 4)]
    assert "-rw-------" in commands.ok("ls", f"{there}/deep")
    commands.ok("cp", f"{there}/deep/a:b", str(tmp_path / "back"))
    assert (tmp_path / "back").read_text() == "data"
    commands.ok("cp", f"{there}/deep/a:b", f"{there}/second")
    assert (tmp_path / "there/second").read_text() == "data"
    commands.ok("touch", f"{there}/deep/*")
    refused = commands.run("touch", "--new", f"{there}/deep/*")
    assert refused.returncode == 8
    assert "is there already" in refused.stderr
    commands.ok("rm", f"{there}/deep/*")
    assert [path.name for path in (tmp_path / "there/deep").iterdir()] == ["a:b"]
    full = commands.run("rmdir", f"{there}/deep")
    assert full.returncode == 8
    assert "not empty" in full.stderr
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree/file").write_text("data")
    (tmp_path / "tree/link").symlink_to("file")
    done = commands.run("sync", "-j", "--delete", str(tmp_path / "tree"), f"{there}/deep")
    assert (done.returncode, done.stderr) == (
        0,
        "virtreach: warning: 1 left out: links, fifos and the like are not copied\n",
    )
    told = json.loads(done.stdout)
    assert {name: told[name] for name in ("action", "copied", "removed", "skipped")} == {
        "action": "synchronized",
        "copied": 1,
        "removed": 1,
        "skipped": 1,
    }
    assert [path.name for path in (tmp_path / "there/deep").iterdir()] == ["file"]
    commands.ok("rmdir", "--recursive", there)
    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize("driver", ["sftp"], indirect=True)
def test_json(commands: Commands, tmp_path: Path) -> None:
    """One name has one object, several have one array, of what was done before a failure too."""
    there = f"root@127.0.0.1:{tmp_path}"
    assert json.loads(commands.ok("mkdir", "-j", f"{there}/a")) == {
        "path": f"127.0.0.1:{tmp_path}/a",
        "action": "made",
        "created": True,
    }
    found = json.loads(commands.ok("touch", "-j", f"{there}/a/1", f"{there}/a/2"))
    assert [(one["action"], one["created"]) for one in found] == [("made", True)] * 2
    copied = json.loads(commands.ok("cp", "-j", f"{there}/a/1", str(tmp_path / "b")))
    assert (copied["action"], copied["bytes"]) == ("copied", 0)
    failed = commands.run("rm", "-j", f"{there}/a/1", f"{there}/a/none", f"{there}/a/2")
    assert failed.returncode == 8
    assert [one["action"] for one in json.loads(failed.stdout)] == ["removed"]
    assert commands.run("rm", f"{there}/a/2", "/here").returncode == 2
    assert (tmp_path / "a/2").exists()
    found = json.loads(commands.ok("rmdir", "-jf", "--recursive", f"{there}/a", f"{there}/a"))
    assert [one["action"] for one in found] == ["removed", "was not there"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("cp", "/a", "/b"), 2, "both names are on this machine"),
        (("cp", "/a", "host:"), 2, "write host:/path"),
        (("rm", "/a"), 2, "is a name on this machine"),
        (("rm", "127.0.0.1:a"), 2, "not an absolute path"),
        (("rm", "root@127.0.0.1:/proc/none/x"), 8, "no such"),
        (("rm", "--root", "/srv", "root@127.0.0.1:/etc/x"), 2, "not below the root"),
        (("rm", "--", "-oProxyCommand=x:/a"), 2, "-oProxyCommand"),
    ],
)
def test_what_goes_wrong(server: LoopbackSSHD, words: tuple[str, ...], code: int, said: str) -> None:
    done = Commands(server, "ssh").run(words[0], *words[1:])
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("driver", ["ssh", "sftp"])
def test_a_node_of_the_inventory(server: LoopbackSSHD, driver: str, tmp_path: Path) -> None:
    inventory = tmp_path / "inventory.toml"
    key = (server.directory / "host.pub").read_text().strip()
    # They share an address, so they are known by their names.
    (tmp_path / "known_hosts").write_text(f"lab/p1,lab/n1 {key}\n")
    inventory.write_text(
        f'[clusters.lab]\nuser = "root"\nport = {server.port}\nkeyfile = "{server.directory}/user"\n'
        f'known_hosts = "{tmp_path}/known_hosts"\n'
        '[clusters.lab.groups.gates]\nis_proxy = true\nnodes = [{ name = "p1", address = "127.0.0.1" }]\n'
        '[clusters.lab.groups.workers]\nnodes = [{ name = "n1", internal_address = "127.0.0.1" }]\n'
    )

    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        argv = [sys.executable, "-m", "virtreach", "touch", "--transport", driver, *words]
        environment = {**os.environ, **more}
        return subprocess.run(argv, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=environment)

    done = run("--inventory", str(inventory), f"[lab/n1]:{tmp_path}/one")
    assert (done.returncode, done.stderr) == (0, "")
    done = run(f"n1:{tmp_path}/two", VIRTREACH_INVENTORY=str(inventory))
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "one").exists()
    assert (tmp_path / "two").exists()
    unknown = run("--inventory", str(inventory), f"n2:{tmp_path}/one")
    assert (unknown.returncode, "has no node" in unknown.stderr) == (2, True)
    mixed = run("--inventory", str(inventory), f"me@n1:{tmp_path}/one")
    assert (mixed.returncode, "give no user" in mixed.stderr) == (2, True)
