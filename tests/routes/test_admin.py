"""Where administration sockets are."""

from __future__ import annotations

import pytest

from virtreach.errors import URIError
from virtreach.routes.admin import plan_admin
from virtreach.routes.route import UnixRoute
from virtreach.routes.surroundings import Surroundings

ROOT = Surroundings(euid=0, environment={"HOME": "/root"})
USER = Surroundings(euid=1000, environment={"XDG_RUNTIME_DIR": "/run/user/1000", "HOME": "/home/me"})


@pytest.mark.parametrize(
    ("uri", "surroundings", "path"),
    [
        (None, ROOT, "/run/libvirt/libvirt-admin-sock"),
        (None, USER, "/run/user/1000/libvirt/libvirt-admin-sock"),
        ("libvirtd:///system", USER, "/run/libvirt/libvirt-admin-sock"),
        ("virtqemud:///system", ROOT, "/run/libvirt/virtqemud-admin-sock"),
        ("virtqemud:///session", USER, "/run/user/1000/libvirt/virtqemud-admin-sock"),
        ("virtreachd:///system", ROOT, "/run/virtreach/libvirt-admin-sock"),
        ("virtreachd:///session", USER, "/run/user/1000/virtreach/libvirt-admin-sock"),
        ("virtreachd:///session", ROOT, "/root/.cache/virtreach/libvirt-admin-sock"),
        ("virtreachd:///system?socket=/tmp/one", ROOT, "/tmp/one"),
    ],
)
def test_the_socket_of_a_daemon(uri: str | None, surroundings: Surroundings, path: str) -> None:
    route = plan_admin(uri, surroundings=surroundings)
    assert isinstance(route, UnixRoute)
    assert route.path == path


@pytest.mark.parametrize(
    "uri", ["virtreachd:///other", "virtreachd://host/system", "virtreachd+ssh:///system", "libvirtd:///"]
)
def test_administration_is_local(uri: str) -> None:
    with pytest.raises(URIError):
        plan_admin(uri, surroundings=ROOT)
