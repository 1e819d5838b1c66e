"""From a URI to a route, on machines that only exist as arguments."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from virtreach.conf.client import ClientConf
from virtreach.errors import ConfigError, URIError
from virtreach.routes import CommandRoute, Route, TCPRoute, TLSRoute, UnixRoute, plan, planning
from virtreach.routes.route import InProcessSSHRoute
from virtreach.routes.surroundings import Surroundings
from virtreach.uri import RemoteURI


class Machine(Surroundings):
    """A machine with exactly these files and programs."""

    def __init__(self, *files: str, euid: int = 0, programs: Iterable[str] = (), **environment: str) -> None:
        super().__init__(euid=euid, environment={"HOME": "/home/x", "PATH": "/usr/bin", **environment})
        self.files = {"/run/libvirt", *files}
        self.programs = set(programs)

    def exists(self, path: str) -> bool:
        return path in self.files

    def is_program(self, path: str) -> bool:
        return path in self.programs


def route(
    uri: str | None, machine: Machine | None = None, *, text: str = "", readonly: bool = False
) -> Route:
    return plan(
        uri,
        readonly=readonly,
        conf=Conf(text),
        surroundings=machine or Machine(),
        warn=None,
    )


class Conf(ClientConf):
    """Client settings from a text."""

    def __init__(self, text: str) -> None:
        super().__init__(path="libvirt.conf", environment={})
        self._loaded = True
        if text:
            from virtreach.conf.document import ConfDocument

            self._document = ConfDocument(text, path="libvirt.conf")


def unix(
    uri: str | None, machine: Machine | None = None, *, text: str = "", readonly: bool = False
) -> UnixRoute:
    found = route(uri, machine, text=text, readonly=readonly)
    assert isinstance(found, UnixRoute)
    return found


LEGACY = "/run/libvirt/libvirt-sock"
QEMU = "/run/libvirt/virtqemud-sock"
USER = "/run/user/7/libvirt"


def user(*files: str, programs: Iterable[str] = ("/usr/sbin/libvirtd",), **environment: str) -> Machine:
    return Machine(*files, euid=7, programs=programs, XDG_RUNTIME_DIR="/run/user/7", **environment)


class TestSystemSockets:
    @pytest.mark.parametrize(
        "uri", ["qemu:///system", "qemu+unix:///system", "qemu:///session", "test+unix:///default"]
    )
    def test_root_always_has_the_systems(self, uri: str) -> None:
        found = unix(uri, Machine(LEGACY))
        assert (found.path, found.mode, found.daemon) == (LEGACY, "legacy", None)
        assert found.protected
        assert not found.encrypted

    def test_readonly(self) -> None:
        assert unix("qemu:///system", readonly=True).path == LEGACY + "-ro"
        assert unix("qemu:///system", Machine(QEMU + "-ro"), readonly=True).path == QEMU + "-ro"

    def test_a_host_without_run(self) -> None:
        machine = Machine()
        machine.files = {"/var/run/libvirt"}
        assert unix("qemu:///system", machine).path == "/var/run/libvirt/libvirt-sock"

    @pytest.mark.parametrize(
        ("files", "mode", "expected"),
        [
            ((LEGACY, QEMU), "auto", QEMU),
            ((LEGACY,), "auto", LEGACY),
            ((QEMU,), "auto", QEMU),
            ((), "auto", LEGACY),
            ((LEGACY, QEMU), "legacy", LEGACY),
            ((LEGACY,), "direct", QEMU),
        ],
    )
    def test_modes(self, files: tuple[str, ...], mode: str, expected: str) -> None:
        assert unix(f"qemu:///system?mode={mode}", Machine(*files)).path == expected
        assert unix("qemu:///system", Machine(*files), text=f'remote_mode = "{mode}"').path == expected

    @pytest.mark.parametrize("driver", ["xen", "lxc", "network", "storage", "interface", "nodedev", "secret"])
    def test_other_drivers_have_daemons_of_their_own(self, driver: str) -> None:
        sock = f"/run/libvirt/virt{driver}d-sock"
        assert unix(f"{driver}:///system", Machine(LEGACY, sock)).path == sock

    def test_with_nothing_listening_it_goes_by_what_is_installed(self) -> None:
        modular = Machine(programs=["/usr/sbin/virtqemud"])
        assert unix("qemu:///system", modular).path == QEMU
        both = Machine(programs=["/usr/sbin/virtqemud", "/usr/sbin/libvirtd"])
        assert unix("qemu:///system", both).path == LEGACY

    def test_the_uri_comes_before_the_settings(self) -> None:
        assert unix("qemu:///system?mode=legacy", Machine(QEMU), text='remote_mode = "direct"').path == LEGACY

    def test_settings_are_checked(self) -> None:
        with pytest.raises(URIError, match=r"remote_mode in libvirt\.conf must be one of"):
            unix("qemu:///system", text='remote_mode = "fast"')
        with pytest.raises(ConfigError, match=r"libvirt\.conf:1"):
            unix("qemu:///system", text="remote_mode = 1")

    def test_a_given_socket_wins(self) -> None:
        found = unix("qemu:///session?socket=/tmp/a%20b&mode=direct", user())
        assert (found.path, found.mode, found.daemon) == ("/tmp/a b", "socket", None)


class TestSessionSockets:
    @pytest.mark.parametrize("uri", ["qemu:///session", "test+unix:///default"])
    def test_a_users_own(self, uri: str) -> None:
        found = unix(uri, user())
        assert (found.path, found.daemon, found.runtime_directory) == (
            f"{USER}/libvirt-sock",
            "/usr/sbin/libvirtd",
            USER,
        )

    def test_the_systems_for_system(self) -> None:
        found = unix("qemu:///system", user())
        assert (found.path, found.daemon) == (LEGACY, None)

    def test_read_only_has_no_socket_of_its_own(self) -> None:
        assert unix("qemu:///session", user(), readonly=True).path == f"{USER}/libvirt-sock"

    def test_modular(self) -> None:
        found = unix("qemu:///session", user(f"{USER}/virtqemud-sock", programs=["/usr/sbin/virtqemud"]))
        assert (found.path, found.daemon) == (f"{USER}/virtqemud-sock", "/usr/sbin/virtqemud")
        found = unix("qemu:///session", user(programs=["/usr/sbin/virtqemud"]))
        assert (found.path, found.mode) == (f"{USER}/virtqemud-sock", "direct")

    @pytest.mark.parametrize(("value", "starts"), [("0", False), ("1", True), ("", True)])
    def test_autostart_can_be_switched_off(self, value: str, starts: bool) -> None:
        found = unix("qemu:///session", user(LIBVIRT_AUTOSTART=value))
        assert (found.daemon is not None) is starts

    def test_where_the_daemon_is(self) -> None:
        elsewhere = user(programs=["/opt/libvirtd"], VIRTD_PATH="/opt")
        assert unix("qemu:///session", elsewhere).daemon == "/opt/libvirtd"
        itself = user(programs=["/opt/libvirtd"], LIBVIRTD_PATH="/opt/libvirtd")
        assert unix("qemu:///session", itself).daemon == "/opt/libvirtd"
        path = user(programs=["/b/libvirtd", "here/libvirtd"], PATH="here:/a:/b")
        assert unix("qemu:///session", path).daemon == "/b/libvirtd"
        assert unix("qemu:///session", user(programs=[])).daemon is None

    def test_without_a_runtime_directory(self) -> None:
        assert unix("qemu:///session", Machine(euid=7)).path == "/home/x/.cache/libvirt/libvirt-sock"
        cached = Machine(euid=7, XDG_CACHE_HOME="/c")
        assert unix("qemu:///session", cached).path == "/c/libvirt/libvirt-sock"


class TestProbing:
    def test_root(self) -> None:
        found = unix(None, Machine(LEGACY, QEMU))
        assert (found.path, found.far_name) == (LEGACY, "")

    def test_root_with_modular_daemons_alone(self) -> None:
        assert unix(None, Machine("/run/libvirt/virtlxcd-sock")).path == "/run/libvirt/virtlxcd-sock"

    def test_a_user(self) -> None:
        found = unix("", user())
        assert (found.path, found.daemon) == (f"{USER}/libvirt-sock", "/usr/sbin/libvirtd")

    def test_the_default(self) -> None:
        assert unix(None, text='uri_default = "lxc:///system"').far_name == "lxc:///system"


class TestNetwork:
    def test_tcp(self) -> None:
        found = route("qemu+tcp://[fe80::1%25eth0]/system?authfile=/a&auth=sasl")
        assert type(found) is TCPRoute
        assert (found.hostname, found.port, found.target) == ("fe80::1%eth0", 16509, "[fe80::1%eth0]:16509")
        assert (found.authfile, found.auth, found.far_name) == ("/a", "sasl", "qemu:///system")
        assert not found.protected

    def test_tls(self) -> None:
        found = route("qemu://host:17/system?pkipath=/p&tls_priority=NORMAL&no_sanity=1")
        assert isinstance(found, TLSRoute)
        assert (found.hostname, found.port, found.server_name) == ("host", 17, "host")
        assert (found.verify, found.check_own, found.pkipath) == (True, False, "/p")
        assert found.tls_priority == "NORMAL"
        assert found.protected
        assert found.encrypted

    @pytest.mark.parametrize(
        ("uri", "verified"),
        [
            ("qemu+tls://host/system", True),
            ("qemu+tls://host/system?no_verify=1", False),
            ("qemu+ssh://host/system?no_verify=1", False),
            ("qemu+ssh://host/system?no_verify=0", True),
            ("qemu:///system", True),
        ],
    )
    def test_whether_the_server_is_made_sure_of(self, uri: str, verified: bool) -> None:
        assert route(uri).verified is verified

    def test_the_dot_of_a_full_name_is_not_part_of_a_certificate(self) -> None:
        found = route("qemu+tls://host.example.org./system")
        assert isinstance(found, TLSRoute)
        assert (found.hostname, found.server_name) == ("host.example.org.", "host.example.org")

    def test_a_zone_is_not_part_of_a_certificate(self) -> None:
        found = route("qemu+tls://[fe80::1%25eth0]/system?no_verify=1")
        assert isinstance(found, TLSRoute)
        assert (found.server_name, found.verify) == ("fe80::1", False)

    def test_without_a_server_it_is_this_machine(self) -> None:
        assert route("qemu+tcp:///system").hostname == "localhost"
        assert route("qemu+tls:///system").target == "localhost:16514"

    def test_tls_priority_from_the_settings(self) -> None:
        found = route("qemu+tls://h/system", text='tls_priority = "SECURE128"')
        assert isinstance(found, TLSRoute)
        assert found.tls_priority == "SECURE128"


class TestPrograms:
    def test_ext(self) -> None:
        found = route("xend+ext:///?command=my_shell_script")
        assert isinstance(found, CommandRoute)
        assert (found.argv, found.far_name, found.protected) == (("my_shell_script",), "xend:///", False)

    def test_ext_runs_one_word(self) -> None:
        found = route("xend+ext:///?command=/bin/my+script%3B+x")
        assert isinstance(found, CommandRoute)
        assert found.argv == ("/bin/my script; x",)

    @pytest.mark.parametrize("command", ["-x", "--help"])
    def test_a_program_is_no_option(self, command: str) -> None:
        for transport in ("ext", "ssh"):
            with pytest.raises(URIError, match="start with '-'"):
                route(f"xend+{transport}:///?command={command}")

    def test_ext_needs_one(self) -> None:
        with pytest.raises(URIError, match=r"command=PROGRAM"):
            route("xend+ext:///")

    @pytest.mark.parametrize(
        "uri", ["x+ext:///?command=y", "x+ssh://h/?command=y", "x+ssh://h/?netcat=y", "x+tcp://h/?COMMAND=y"]
    )
    def test_they_can_be_forbidden(self, uri: str) -> None:
        with pytest.raises(URIError, match="not allowed here"):
            plan(uri, conf=Conf(""), surroundings=Machine(), allow_programs=False)
        plan("qemu+ssh://h/system", conf=Conf(""), surroundings=Machine(), allow_programs=False)

    @pytest.mark.parametrize("transport", ["libssh", "libssh2"])
    def test_ssh_libraries_are_ssh_in_process(self, transport: str) -> None:
        found = route(
            f"qemu+{transport}://me@h:2222/system?keyfile=/k&known_hosts=/kh&known_hosts_verify=auto&proxy_jump=p1,me@p2:23"
        )
        assert isinstance(found, InProcessSSHRoute)
        assert (found.jump, found.keyfile, found.known_hosts) == ("p1,me@p2:23", "/k", "/kh")
        assert found.accept_new
        assert "virt-ssh-helper" in found.command
        assert found.protected
        assert not route(f"qemu+{transport}://h/system").accept_new

    def test_nobody_is_accepted_in_a_hosts_place(self) -> None:
        with pytest.raises(URIError, match="use auto"):
            route("qemu+libssh://h/system?known_hosts_verify=ignore")
        with pytest.raises(URIError, match="file of its choice"):
            plan(
                "qemu+libssh://h/system?known_hosts=/etc/passwd&known_hosts_verify=auto",
                conf=Conf(""),
                surroundings=Machine(),
                allow_programs=False,
            )


class TestJumpHosts:
    def test_the_ssh_command_is_told(self) -> None:
        argv = route("qemu+ssh://h/system?proxy_jump=me@p1:23,p2").argv
        assert argv[argv.index("-J") + 1] == "me@p1:23,p2"
        assert argv.index("-J") < argv.index("--")

    def test_clusters_are_for_ssh_in_process(self) -> None:
        assert route("qemu+tls://n1/system?proxy_jump=@lab").jump == "@lab"
        with pytest.raises(URIError, match="use the transport libssh"):
            route("qemu+ssh://n1/system?proxy_jump=@lab")

    @pytest.mark.parametrize("transport", ["tcp", "tls"])
    def test_sockets_go_through_them(self, transport: str) -> None:
        assert route(f"qemu+{transport}://h/system?proxy_jump=p1").jump == "p1"
        assert route(f"qemu+{transport}://h/system").jump is None

    @pytest.mark.parametrize(
        "jump", ["", "-oProxyCommand=x", "p1,-x", "me@-x", "me@", "p1,,p2", "a b", "a%0Ab"]
    )
    @pytest.mark.parametrize("transport", ["ssh", "tcp", "libssh"])
    def test_hostile_ones(self, transport: str, jump: str) -> None:
        with pytest.raises(URIError):
            route(f"qemu+{transport}://h/system?proxy_jump={jump.replace(' ', '%20')}")


class TestWarnings:
    def test_the_variable_of_gateways(self) -> None:
        route = plan("qemu+tls://gate/system?host=hv1", conf=ClientConf(path=None, environment={}))
        assert route.warnings == ()
        assert route.far_name == "qemu:///system?host=hv1"

    def test_unknown_variables(self) -> None:
        found = route("qemu+tcp://h/system?zoo=1&ape=2")
        assert len(found.warnings) == 2
        assert "'zoo'" in found.warnings[0]
        assert found.far_name == "qemu:///system?zoo=1&ape=2"

    def test_no_verify(self) -> None:
        assert "host key of h" in route("qemu+ssh://h/system?no_verify=1").warnings[0]
        assert not route("qemu+ssh://h/system?no_verify=0").warnings
        assert not route("qemu+tcp://h/system?no_verify=1").warnings

    def test_once_on_standard_error(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(planning, "_said", set())
        for _ in range(3):
            plan("qemu+tcp://h/system?zoo=1", conf=Conf(""), surroundings=Machine())
        captured = capsys.readouterr()
        assert (
            captured.err
            == "virtreach: warning: URI variable 'zoo' is not known here; it is left to the far side\n"
        )
        assert captured.out == ""


def test_a_parsed_uri_is_taken_as_it_is() -> None:
    uri = RemoteURI.parse("qemu:///system")
    assert plan(uri, conf=Conf(""), surroundings=Machine()).uri is uri


@pytest.mark.parametrize(
    ("auth", "required", "mechanisms"),
    [
        ("", False, None),
        ("?auth=polkit", False, None),
        ("?auth=SASL", True, None),
        ("?auth=sasl.scram-sha-256", True, ("SCRAM-SHA-256",)),
    ],
)
def test_how_to_authenticate(auth: str, required: bool, mechanisms: tuple[str, ...] | None) -> None:
    found = route(f"qemu+tls://h/system{auth}")
    assert (found.requires_sasl, found.mechanisms) == (required, mechanisms)


def test_aliases() -> None:
    found = route("hail", text='uri_aliases = [ "hail=qemu+tcp://h/system" ]')
    assert found.target == "h:16509"
    assert "h:16509" in repr(found)


def test_the_real_surroundings(tmp_path: Path) -> None:
    real = Surroundings(euid=7, environment={"XDG_RUNTIME_DIR": str(tmp_path), "VIRTD_PATH": str(tmp_path)})
    assert real.runtime_directory() == f"{tmp_path}/libvirt"
    assert real.find_daemon("libvirtd") is None
    (tmp_path / "libvirtd").write_text("#!/bin/sh\n")
    assert real.find_daemon("libvirtd") is None
    (tmp_path / "libvirtd").chmod(0o755)
    assert real.find_daemon("libvirtd") == f"{tmp_path}/libvirtd"
    assert real.exists(str(tmp_path))
