"""The ssh command line, and what it runs on a far side that is a directory of stand-ins."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest

from virtreach.errors import URIError
from virtreach.routes import far_shell
from virtreach.routes.ssh_command import far_proxy, ssh_argv
from virtreach.uri import RemoteURI


def argv(uri: str, **options: object) -> list[str]:
    arguments = {"readonly": False, **options}
    return ssh_argv(RemoteURI.parse(uri), **arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("qemu+ssh://host/system", ["ssh", "-T", "--", "host"]),
        ("qemu+ssh:///system", ["ssh", "-T", "--", "localhost"]),
        ("qemu+ssh://host:22/system", ["ssh", "-p", "22", "-T", "--", "host"]),
        ("qemu+ssh://me@host/system", ["ssh", "-l", "me", "-T", "--", "host"]),
        ("qemu+ssh://[fe80::1%25eth0]/system", ["ssh", "-T", "--", "fe80::1%eth0"]),
        ("qemu+ssh://h/system?command=/opt/openssh/bin/ssh", ["/opt/openssh/bin/ssh", "-T", "--", "h"]),
        ("qemu+ssh://h/system?command=/opt/my+ssh", ["/opt/my ssh", "-T", "--", "h"]),
        ("qemu+ssh://h/system?keyfile=/k+1", ["ssh", "-i", "/k 1", "-T", "--", "h"]),
        ("qemu+ssh://h/system?no_tty=1", ["ssh", "-o", "BatchMode=yes", "-T", "--", "h"]),
        ("qemu+ssh://h/system?no_verify=1", ["ssh", "-o", "StrictHostKeyChecking=no", "-T", "--", "h"]),
        (
            "qemu+ssh://h/system?sshauth=agent&known_hosts=/x&known_hosts_verify=ignore&no_sanity=1&pkipath=/y",
            ["ssh", "-T", "--", "h"],
        ),
        (
            "qemu+ssh://u@h:7/system?no_verify=1&no_tty=1&keyfile=k",
            [
                *("ssh", "-p", "7", "-l", "u", "-i", "k"),
                *("-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-T", "--", "h"),
            ],
        ),
    ],
)
def test_arguments(uri: str, expected: list[str]) -> None:
    found = argv(uri)
    assert found[:-1] == expected
    assert found[-1].startswith("sh -c '")


@pytest.mark.parametrize(
    ("uri", "setting", "expected"),
    [
        ("qemu+ssh://h/system", None, "auto"),
        ("qemu+ssh://h/session", None, "native"),
        ("qemu+ssh://h/system?socket=/x", None, "netcat"),
        ("qemu+ssh://h/system?netcat=/x", None, "netcat"),
        ("qemu+ssh://h/system?proxy=auto&netcat=/x", None, "netcat"),
        ("qemu+ssh://h/system?proxy=native", None, "native"),
        ("qemu+ssh://h/system?proxy=netcat", None, "netcat"),
        ("qemu+ssh://h/system?proxy=native&socket=/x", None, "native"),
        ("qemu+ssh://h/system", "netcat", "netcat"),
        ("qemu+ssh://h/system?proxy=native", "netcat", "native"),
        ("remote+ssh://h/", None, "netcat"),
        ("qemu+ssh://h/?name=", None, "netcat"),
        ("qemu+ssh://h/?name=-x", None, "netcat"),
        ("qemu+ssh://h/?name=plain", None, "netcat"),
        ("qemu+ssh://h/?name=esx://other/", None, "netcat"),
        ("qemu+ssh://h/?name=qemu%2Btcp://other/", None, "netcat"),
        ("qemu+ssh://h/?name=qemu:///system", None, "auto"),
        ("qemu+ssh://h/?name=qemu%2Bunix:///system", None, "auto"),
    ],
)
def test_what_runs_on_the_far_side(uri: str, setting: str | None, expected: str) -> None:
    assert far_proxy(RemoteURI.parse(uri), setting) == expected


@pytest.mark.parametrize(
    ("uri", "message"),
    [
        ("qemu+ssh://h/system?proxy=native&netcat=nc", "does not go with"),
        ("qemu+ssh://h/session?proxy=netcat", "only the far side knows"),
        ("qemu+ssh://h/session?netcat=nc", "only the far side knows"),
        ("remote+ssh://h/?proxy=native", "proxy=netcat"),
        ("qemu+ssh://h/system?keyfile=-oX", "start with '-'"),
        ("qemu+ssh://h/system?command=-oX", "start with '-'"),
        ("qemu+ssh://h/system?netcat=-e", "start with '-'"),
        ("qemu+ssh://h/system?socket=-e", "start with '-'"),
    ],
)
def test_what_does_not_go_together(uri: str, message: str) -> None:
    with pytest.raises(URIError, match=message):
        argv(uri)


class FarSide:
    """A directory that is the far side's PATH; each program there writes its arguments down."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        (directory / "bin").mkdir()
        for name in ("grep",):
            (directory / "bin" / name).symlink_to(
                f"/usr/bin/{name}" if Path(f"/usr/bin/{name}").exists() else "/bin/grep"
            )
        self.program("sh", 'exec /bin/sh "$@"')

    def program(self, name: str, body: str = "") -> Path:
        path = self.directory / "bin" / name
        record = (
            f'for word in {shlex.quote(name)} "$@"; do printf "%s\\n" "$word"; done >> {self.directory}/log\n'
        )
        path.write_text(f"#!/bin/sh\n{'' if name == 'sh' else record}{body}\n")
        path.chmod(0o755)
        return path

    def run(self, uri: str, **options: object) -> tuple[list[str], int]:
        command = argv(uri, **options)[-1]
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            env={"PATH": str(self.directory / "bin")},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=10,
        )
        log = self.directory / "log"
        return (log.read_text().splitlines() if log.exists() else []), done.returncode


@pytest.fixture
def far(tmp_path: Path) -> FarSide:
    return FarSide(tmp_path)


class TestFarSide:
    def test_the_helper_comes_first(self, far: FarSide) -> None:
        far.program("virt-ssh-helper", "exit 7")
        far.program("nc")
        assert far.run("qemu+ssh://h/system?zoo=a%20b%27c") == (
            ["virt-ssh-helper", "qemu:///system?zoo=a%20b%27c"],
            7,
        )

    def test_readonly_is_passed_on(self, far: FarSide) -> None:
        far.program("virt-ssh-helper")
        assert far.run("qemu+ssh://h/session", readonly=True)[0] == [
            "virt-ssh-helper",
            "-r",
            "qemu:///session",
        ]

    def test_mode_and_socket_are_passed_on(self, far: FarSide) -> None:
        far.program("virt-ssh-helper")
        uri = "qemu+ssh://h/system?proxy=native&mode=direct&socket=/s+t"
        assert far.run(uri)[0] == ["virt-ssh-helper", "qemu:///system?mode=direct&socket=%2Fs%20t"]

    @pytest.mark.parametrize(("readonly", "socket"), [(False, "libvirt-sock"), (True, "libvirt-sock-ro")])
    def test_netcat_otherwise(self, far: FarSide, readonly: bool, socket: str) -> None:
        far.program("nc")
        log, _ = far.run("qemu+ssh://h/system", readonly=readonly)
        assert log == ["nc", "-q", "nc", "-U", f"/var/run/libvirt/{socket}"]

    def test_netcat_that_waits_after_the_end(self, far: FarSide) -> None:
        far.program("nc", '[ $# = 1 ] && echo "nc: option requires an argument -- q" >&2; exit 0')
        assert far.run("qemu+ssh://h/system")[0] == [
            "nc",
            "-q",
            "nc",
            "-q0",
            "-U",
            "/var/run/libvirt/libvirt-sock",
        ]

    def test_a_netcat_and_a_socket_of_ones_own(self, far: FarSide) -> None:
        netcat = far.program("my n'c")
        log, _ = far.run(f"qemu+ssh://h/system?netcat={netcat}&socket=/a+b/%24(c)%27".replace(" ", "%20"))
        assert log == ["my n'c", "-q", "my n'c", "-U", "/a b/$(c)'"]

    def test_direct_mode_with_netcat(self, far: FarSide) -> None:
        far.program("nc")
        log, _ = far.run("qemu+ssh://h/system?mode=direct&proxy=netcat")
        assert log[-1] == "/var/run/libvirt/virtqemud-sock"
        assert (
            far.run("qemu+ssh://h/system?proxy=netcat", mode="direct")[0][-1]
            == "/var/run/libvirt/virtqemud-sock"
        )

    def test_neither(self, far: FarSide) -> None:
        assert far.run("qemu+ssh://h/system") == ([], 127)
        assert far.run("qemu+ssh://h/session") == ([], 127)

    def test_the_helper_gets_the_given_name(self, far: FarSide) -> None:
        far.program("virt-ssh-helper")
        assert far.run("qemu+ssh://h/?name=lxc:///x")[0] == ["virt-ssh-helper", "lxc:///x"]


@pytest.mark.needs("/bin/sh", "/bin/nc.openbsd")
def test_the_nc_of_this_machine_is_asked_the_right_question() -> None:
    assert 'grep "requires an argument"' in far_shell._NETCAT_SCRIPT
    done = subprocess.run(
        ["/bin/nc.openbsd", "-q"], capture_output=True, stdin=subprocess.DEVNULL, timeout=10
    )
    assert b"requires an argument" in done.stdout + done.stderr
