"""What is said of a socket that is not there."""

from __future__ import annotations

import errno

import pytest

from virtreach.routes.failures import unix_failed


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/run/libvirt/libvirt-sock-ro", "(systemctl start libvirtd.socket)"),
        ("/run/libvirt/virtqemud-admin-sock", "(systemctl start virtqemud.socket)"),
        ("/run/virtreach/libvirt-sock", "(systemctl start virtreachd.socket)"),
        ("/tmp/mine/libvirt-sock", "on this machine?"),
    ],
)
def test_how_its_daemon_is_started(path: str, says: str) -> None:
    failure = unix_failed(path, FileNotFoundError(errno.ENOENT, "No such file or directory"))
    assert str(failure).endswith(says)
