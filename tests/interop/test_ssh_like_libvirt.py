"""The ssh transport beside libvirt's own: both run against the same stand-ins, and must do the same.

``virsh`` and virtreach are given a stand-in for ssh that writes its arguments down, and hands the command to a
shell whose PATH has stand-ins for virt-ssh-helper and nc. What is compared is what ssh is told, and what runs.
Left out is ``mode=``, which libvirt passes on to the helper in newer versions and not in older ones.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from virtreach.conf.client import ClientConf
from virtreach.routes import CommandRoute, plan
from virtreach.routes.surroundings import Surroundings

pytestmark = pytest.mark.needs("virsh", "grep")

SSH = """#!/bin/sh
while [ $# -gt 0 ]; do
    case "$1" in
        -p|-l|-i|-o) echo "$1 $2" >> {log}.ssh; shift 2 ;;
        -e) shift 2 ;;
        -T) shift ;;
        --) shift; break ;;
        *) break ;;
    esac
done
echo "host $1" >> {log}.ssh
shift
PATH={far} exec /bin/sh -c "$*" </dev/null
"""
FAR = """#!/bin/sh
[ "$1" = -q ] && {{ {answer} exit 1; }}
for word in {name} "$@"; do printf '%s\\n' "$word" >> {log}.far; done
exit 0
"""

URIS = [
    "qemu+ssh://host/system",
    "qemu+ssh:///system",
    "qemu+ssh://host/",
    "qemu+ssh://me@host:2222/system",
    "qemu+ssh://[2001:db8::1]:22/system",
    "qemu+ssh://host/system?zoo=1&ape=a%20b",
    "qemu+ssh://host/system?name=lxc%3A%2F%2F%2Fsystem",
    "qemu+ssh://host/system?keyfile=/tmp/some%20key",
    "qemu+ssh://host/system?no_tty=1",
    "qemu+ssh://host/system?no_verify=1",
    "qemu+ssh://host/system?no_verify=0&no_tty=0",
    "qemu+ssh://host/system?sshauth=agent&known_hosts=/x&known_hosts_verify=auto",
    "qemu+ssh://host/system?socket=/srv/a-socket",
    "qemu+ssh://host/system?proxy=netcat",
    "qemu+ssh://host/system?proxy=native",
    "qemu+ssh://host/system?proxy=auto",
    "xen+ssh://host/system",
    "test+ssh://host/default",
    "lxc+ssh://host/system#part",
    "qemu+ssh://host/system?netcat={far}/nc",
    "qemu+ssh://host/system?NETCAT={far}/nc&Socket=/s",
]


class Stage:
    """The stand-ins, and what they wrote down."""

    def __init__(self, directory: Path, *, helper: bool, q_option: bool) -> None:
        self.directory = directory
        self.far = directory / "far"
        self.log = directory / "log"
        self.far.mkdir()
        answer = 'echo "nc: option requires an argument -- q" >&2;' if q_option else ""
        for name in ("nc", *(("virt-ssh-helper",) if helper else ())):
            self._write(self.far / name, FAR.format(name=name, log=self.log, answer=answer))
        for name in ("sh", "grep", "which"):
            (self.far / name).symlink_to(f"/usr/bin/{name}")
        self.ssh = directory / "ssh"
        self._write(self.ssh, SSH.format(log=self.log, far=self.far))

    @staticmethod
    def _write(path: Path, text: str) -> None:
        path.write_text(text)
        path.chmod(0o755)

    def uri(self, template: str) -> str:
        uri, hash_sign, fragment = template.replace("{far}", str(self.far)).partition("#")
        return f"{uri}{'&' if '?' in uri else '?'}command={self.ssh}{hash_sign}{fragment}"

    def taken(self) -> dict[str, list[str]]:
        found = {}
        for kind in ("ssh", "far"):
            path = self.log.with_suffix(f".{kind}")
            found[kind] = path.read_text().splitlines() if path.exists() else []
            path.unlink(missing_ok=True)
        return found

    def libvirt(self, uri: str, readonly: bool) -> dict[str, list[str]]:
        words = ["virsh", *(["-r"] if readonly else []), "-c", self.uri(uri), "version"]
        subprocess.run(
            words,
            capture_output=True,
            timeout=20,
            env={"PATH": os.environ["PATH"], "HOME": str(self.directory)},
        )
        return self.taken()

    def virtreach(self, uri: str, readonly: bool) -> dict[str, list[str]]:
        route = plan(
            self.uri(uri),
            readonly=readonly,
            conf=ClientConf(path=None, environment={}),
            surroundings=Surroundings(euid=0, environment={}),
            warn=None,
        )
        assert isinstance(route, CommandRoute)
        subprocess.run(route.argv, capture_output=True, timeout=20)
        return self.taken()


@pytest.mark.parametrize("readonly", [False, True], ids=["read-write", "read-only"])
@pytest.mark.parametrize(
    ("helper", "q_option"), [(True, True), (False, True), (False, False)], ids=["helper", "nc -q0", "nc"]
)
def test_both_do_the_same(tmp_path: Path, helper: bool, q_option: bool, readonly: bool) -> None:
    stage = Stage(tmp_path, helper=helper, q_option=q_option)
    different = {}
    for uri in URIS:
        if uri.startswith("test+ssh") and os.geteuid():
            continue  # libvirt takes it for the user's own daemon then, whose socket it does not know
        expected, found = stage.libvirt(uri, readonly), stage.virtreach(uri, readonly)
        assert expected["ssh"], uri
        if expected != found:
            different[uri] = expected, found
    assert different == {}
