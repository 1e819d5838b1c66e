"""What variables of a URI do to a connection with a real daemon."""

from __future__ import annotations

import pytest

from tests.interop.clients import KINDS, hostname
from tests.interop.lab.daemon import Daemon
from tests.interop.lab.pki import PKI
from virtreach.errors import MechanismUnavailable
from virtreach.errors.libvirt import NoConnect

pytestmark = pytest.mark.parametrize("kind", KINDS)

ALICE = ("alice", "correct horse")


def test_auth_names_a_mechanism(kind: str, sasl_daemon: Daemon) -> None:
    assert hostname(kind, sasl_daemon.uri("tcp", auth="sasl.digest-md5"), auth=ALICE) == "lab.test"
    with pytest.raises(MechanismUnavailable):
        hostname(kind, sasl_daemon.uri("tcp", auth="sasl.NTLM"), auth=ALICE)


def test_auth_insists_on_sasl(kind: str, test_daemon: Daemon) -> None:
    with pytest.raises(MechanismUnavailable):
        hostname(kind, test_daemon.uri(auth="sasl"))


def test_unknown_variables_go_to_the_far_side(
    kind: str, test_daemon: Daemon, capfd: pytest.CaptureFixture[str]
) -> None:
    assert hostname(kind, test_daemon.uri(**{f"zoo-{kind}": "1"})) == "lab.test"
    assert hostname(kind, test_daemon.uri(**{f"zoo-{kind}": "1"})) == "lab.test"
    assert capfd.readouterr().err.count(f"zoo-{kind}") == 1


def test_no_verify_reaches_a_server_of_another_name(
    kind: str, open_daemon: Daemon, pki: PKI, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = pki.pkipath(f"no-verify-{kind}", pki.client)
    uri = open_daemon.uri("tls", pkipath=str(place), no_verify="1")
    with pytest.warns(UserWarning, match="no_verify"):
        assert hostname(kind, uri) == "lab.test"


def test_name_decides_what_is_opened(kind: str, test_daemon: Daemon) -> None:
    uri = f"nonsense+unix:///?socket={test_daemon.socket}&name=test:///default"
    assert hostname(kind, uri) == "lab.test"


def test_the_daemon_may_choose(kind: str, qemu_daemon: Daemon) -> None:
    """An empty far name: libvirtd looks for a driver itself (and wants "", not a null string)."""
    assert hostname(kind, f"remote+unix:///?socket={qemu_daemon.socket}") == "lab.test"
    assert hostname(kind, f"qemu+unix:///system?socket={qemu_daemon.socket}&name=") == "lab.test"


def test_the_daemon_may_find_nothing(kind: str, test_daemon: Daemon) -> None:
    with pytest.raises(NoConnect, match="no connection driver"):
        hostname(kind, f"remote+unix:///?socket={test_daemon.socket}")
