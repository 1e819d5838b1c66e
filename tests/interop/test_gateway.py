"""The gateway between real peers: virsh, libvirt-python and our clients in front, libvirtd behind on each transport."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

import virtreach
from tests.daemon.gateway.gate import ME, host
from tests.daemon.process import Virtreachd
from tests.interop.clients import KINDS, connecting, hostname
from tests.interop.conftest import USERS, need
from tests.interop.lab.daemon import Daemon
from tests.interop.lab.pki import PKI
from tests.interop.lab.probe import free_port
from tests.interop.lab.sshd import SSHServer
from tests.interop.test_virtreachd import Everything
from tests.needs import patience
from tests.peer import eventually
from virtreach.errors import TransportError
from virtreach.errors.libvirt import LibvirtError, NoConnect, OperationDenied
from virtreach.session.sasl.secret import Secret
from virtreach.session.sasl.verifiers import make_scram, scram_text

MIB = 1 << 20


class Gateway(Virtreachd):
    """virtreachd with a table of hosts."""

    def __init__(self, directory: Path, hosts: str, text: str = "", *words: str) -> None:
        self.table = directory / "hosts.toml"
        self.table.write_text(hosts)
        super().__init__(directory, f'hosts_file = "{self.table}"\n{text}', *words)

    def to(self, name: str, path: str = "/default", *, readonly: bool = False) -> str:
        """The URI of a host behind it."""
        end = "-ro" if readonly else ""
        return f"test+unix://{path}?socket={self.directory}/libvirt-sock{end}&host={name}"

    def virsh(self, uri: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["virsh", "-c", uri, *words],
            env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@contextmanager
def python(program: str, *words: str) -> Iterator[subprocess.Popen[str]]:
    """Run a program with libvirt-python, to its end at most."""
    with subprocess.Popen(
        ["/usr/bin/python3", "-c", program, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture(scope="module")
def gateway(
    tmp_path_factory: pytest.TempPathFactory,
    pki: PKI,
    shared_test_daemon: Daemon,
    sasl_daemon: Daemon,
    open_daemon: Daemon,
    qemu_daemon: Daemon,
    ssh_server: SSHServer,
) -> Iterator[Gateway]:
    """A host for each transport and way to log in."""
    need("virsh", "certtool")
    directory = tmp_path_factory.mktemp("gateway")
    secrets = directory / "auth.conf"
    secrets.write_text(
        f"[credentials-a]\nauthname=alice\npassword={USERS['alice']}\n[auth-libvirt-default]\ncredentials=a\n"
    )
    secrets.chmod(0o600)
    login = f'identities = [{ME}]\nauth_file = "auth.conf"'
    certificate = pki.pkipath("gateway-client", pki.client)
    hosts = host("unix", shared_test_daemon.uri())
    hosts += host("tcp", open_daemon.uri("tcp"))
    hosts += host("tls", open_daemon.uri("tls", pkipath=str(certificate)))
    hosts += host("sasl-tcp", sasl_daemon.uri("tcp"), login + '\nmechanisms = ["DIGEST-MD5"]')
    hosts += host("sasl-tls", sasl_daemon.uri("tls", pkipath=str(pki.pkipath("gateway-bare", None))), login)
    hosts += host("sasl-unix", sasl_daemon.uri(), login)
    hosts += host("ssh", ssh_server.uri())
    hosts += host("qemu", qemu_daemon.uri())
    hosts += host("forbidden", shared_test_daemon.uri(), "")
    with Gateway(directory, hosts) as running:
        yield running


HOSTS = ("unix", "tcp", "tls", "sasl-tcp", "sasl-tls", "sasl-unix", "ssh")


@pytest.mark.parametrize("name", HOSTS)
def test_virsh_through_each_transport(gateway: Gateway, name: str) -> None:
    """libvirt's own client hands ``host=`` through, and the path as well."""
    by_path = gateway.to("", f"/{name}").replace("&host=", "").replace("test+", "qemu+")
    for uri in (gateway.to(name), by_path):
        done = gateway.virsh(uri, "list --all --name; hostname; dumpxml test; uri")
        assert done.returncode == 0, done.stderr
        assert done.stdout.split()[:2] == ["test", "lab.test"]
        assert "<name>test</name>" in done.stdout
    done = gateway.virsh(gateway.to(name), "dominfo nobody")
    assert done.returncode == 1
    assert "failed to get domain 'nobody'" in done.stderr


@pytest.mark.parametrize("name", HOSTS)
def test_a_stream_through_each_transport(
    gateway: Gateway, name: str, shared_test_daemon: Daemon, tmp_path: Path
) -> None:
    """The test driver's screenshot is a picture of some kilobytes."""
    picture, direct = tmp_path / "through", tmp_path / "direct"
    for uri, path in ((gateway.to(name), picture), (shared_test_daemon.uri(), direct)):
        done = gateway.virsh(uri, f"screenshot test {path}")
        assert done.returncode == 0, done.stderr
    assert picture.read_bytes() == direct.read_bytes() != b""


def test_over_tls(pki: PKI, make_daemon: Callable[..., Daemon], tmp_path: Path) -> None:
    """The certificate says who comes; both hops are encrypted, and so is the stream."""
    behind = make_daemon(tls="none", pki=pki)
    certificate = pki.pkipath("gateway-both", pki.client)
    port = free_port()
    hosts = host(
        "hv1", behind.uri("tls", pkipath=str(certificate)), 'identities = ["certificate *CN=client*"]'
    ) + host("hv2", behind.uri(), 'identities = ["certificate *CN=somebody else*"]')
    doors = f'tls_port = {port}\nlisten_addr = "127.0.0.1"\nkey_file = "{pki.server.key}"\n'
    doors += f'cert_file = "{pki.server.certificate}"\nca_file = "{pki.ca}"\n'
    with Gateway(tmp_path, hosts, doors, "--listen") as gateway:
        uri = f"test+tls://localhost:{port}/default?pkipath={certificate}&host="
        before = time.monotonic()
        done = gateway.virsh(uri + "hv1", f"list --all --name; screenshot test {tmp_path}/picture")
        # What shares a TLS record with something else is read with the next PING only, after five seconds.
        assert time.monotonic() - before < 4 * patience()
        assert done.returncode == 0, (done.stderr, gateway.log)
        assert done.stdout.split()[0] == "test"
        assert (tmp_path / "picture").stat().st_size > 1000
        for kind in KINDS:
            assert hostname(kind, uri + "hv1") == "lab.test"
        assert "no connection driver available" in gateway.virsh(uri + "hv2", "list").stderr


def test_over_tcp_with_a_security_layer(pki: PKI, make_daemon: Callable[..., Daemon], tmp_path: Path) -> None:
    table = tmp_path / "hosts.toml"
    table.write_text(host("hv1", make_daemon().uri(), 'identities = ["user alice"]'))
    with Everything(tmp_path, pki, f'hosts_file = "{table}"\n') as gateway:
        uri = gateway.over_tcp() + "?host=hv1"
        done = gateway.virsh(uri, f"list --all --name; screenshot test {tmp_path}/picture")
        assert done.returncode == 0, done.stderr
        assert done.stdout.split()[0] == "test"
        assert (tmp_path / "picture").stat().st_size > 1000


def test_from_several_workers(make_daemon: Callable[..., Daemon], tmp_path: Path) -> None:
    """Gateway sessions stay in their worker, and each worker has the table."""
    behind = make_daemon()
    with Gateway(tmp_path, host("hv1", behind.uri()), "", "--workers", "2") as gateway:
        for kind in KINDS * 4:
            assert hostname(kind, gateway.to("hv1")) == "lab.test"
        gateway.table.write_text(host("hv2", behind.uri()))
        assert gateway.process is not None
        gateway.process.send_signal(signal.SIGHUP)
        eventually(lambda: _refused(gateway.to("hv1")))
        for _ in range(8):
            assert hostname("blocking", gateway.to("hv2")) == "lab.test"


def _refused(uri: str) -> bool:
    try:
        virtreach.connect(uri).close()
    except NoConnect:
        return True
    return False


@pytest.mark.parametrize("name", HOSTS)
@pytest.mark.parametrize("kind", KINDS)
def test_our_clients(gateway: Gateway, kind: str, name: str) -> None:
    assert hostname(kind, gateway.to(name)) == "lab.test"


def test_who_may_not(gateway: Gateway) -> None:
    answers = []
    for name in ("forbidden", "nothing"):
        done = gateway.virsh(gateway.to(name), "list")
        assert done.returncode == 1
        answers.append(done.stderr.replace(name, "NAME"))
    assert answers[0] == answers[1]
    assert "no connection driver available" in answers[0]


def test_readonly(gateway: Gateway) -> None:
    for words, uri in ((["-r"], gateway.to("unix")), ([], gateway.to("unix", readonly=True))):
        done = gateway.virsh(uri, *words, "list --all --name; destroy test")
        assert done.stdout.split()[0] == "test"
        assert "read only access prevents virDomainDestroy" in done.stderr
    with virtreach.connect(gateway.to("tls"), readonly=True) as connection:
        with pytest.raises(OperationDenied):
            connection.domains.lookup_by_name("test").destroy()


EVENTS = """
import sys, libvirt
libvirt.virEventRegisterDefaultImpl()
conn = libvirt.open(sys.argv[1])
seen = []
conn.domainEventRegisterAny(None, 0, lambda c, d, event, detail, o: seen.append((d.name(), event)), None)
closed = []
conn.registerCloseCallback(lambda c, reason, o: closed.append(reason), None)
print("ready", flush=True)
while len(seen) < 2: libvirt.virEventRunDefaultImpl()
print(seen, flush=True)
if len(sys.argv) > 2:
    while not closed: libvirt.virEventRunDefaultImpl()
    print(closed, flush=True)
"""


def test_events_reach_libvirt_python_and_us(gateway: Gateway) -> None:
    with python(EVENTS, gateway.to("unix")) as watcher, virtreach.connect(gateway.to("unix")) as ours:
        assert watcher.stdout is not None
        assert watcher.stdout.readline() == "ready\n"
        with ours.events.domain("lifecycle") as events:
            done = gateway.virsh(gateway.to("unix"), "suspend test; resume test")
            assert done.returncode == 0, done.stderr
            assert watcher.stdout.readline() == "[('test', 3), ('test', 4)]\n"
            assert [next(events).event.name for _ in range(2)] == ["SUSPENDED", "RESUMED"]
        assert watcher.wait(10) == 0


@pytest.fixture
def volume(gateway: Gateway, tmp_path: Path) -> Iterator[Path]:
    """A volume ``v`` of 8 MiB in a pool ``gate`` on the host ``qemu``."""
    (tmp_path / "pool").mkdir()
    uri = gateway.to("qemu", "/system").replace("test+", "qemu+")
    commands = f"pool-create-as gate dir --target {tmp_path}/pool; vol-create-as gate v 8M --format raw"
    done = gateway.virsh(uri, commands)
    assert done.returncode == 0, done.stderr
    yield tmp_path / "pool" / "v"
    gateway.virsh(uri, "pool-destroy gate")


def test_volumes_up_and_down(gateway: Gateway, volume: Path, tmp_path: Path) -> None:
    """Across clients: what one has sent through, another gets through."""
    uri = gateway.to("qemu", "/system").replace("test+", "qemu+")
    for turn, sparse in enumerate(("", "--sparse")):
        data = Random(turn).randbytes(5 * MIB + 123) + bytes(3 * MIB - 123)
        source, target = tmp_path / "source", tmp_path / "target"
        source.write_bytes(data)
        target.unlink(missing_ok=True)
        done = gateway.virsh(uri, f"vol-upload v {source} --pool gate {sparse}")
        assert done.returncode == 0, done.stderr
        assert volume.read_bytes() == data
        done = gateway.virsh(uri, f"vol-download v {target} --pool gate {sparse}")
        assert done.returncode == 0, done.stderr
        assert target.read_bytes() == data
    for kind in KINDS:
        with connecting(kind, uri) as connection:
            ours = connection.storage_pools.lookup_by_name("gate").volumes.lookup_by_name("v")
            data = Random(kind).randbytes(8 * MIB)
            assert ours.upload(io.BytesIO(data)) == len(data)
            back = io.BytesIO()
            assert ours.download(back) == len(data)
            assert back.getvalue() == data == volume.read_bytes()


def test_an_aborted_download_leaves_a_connection_of_use(gateway: Gateway, volume: Path) -> None:
    with virtreach.connect(gateway.to("qemu", "/system").replace("test+", "qemu+")) as connection:
        ours = connection.storage_pools.lookup_by_name("gate").volumes.lookup_by_name("v")
        for _ in range(5):

            class Full(io.RawIOBase):
                def write(self, data: object) -> int:
                    raise OSError("no space left")

            with pytest.raises(OSError, match="no space left"):
                ours.download(Full())
            assert connection.host.hostname() == "lab.test"


def test_the_death_of_a_host(make_daemon: Callable[..., Daemon], tmp_path: Path) -> None:
    """libvirt-python learns of it, whoever waits gets an error, clients of other hosts notice nothing."""
    dying, living = make_daemon(), make_daemon()
    with Gateway(tmp_path, host("dying", dying.uri()) + host("living", living.uri())) as gateway:
        with (
            python(EVENTS, gateway.to("dying"), "closed") as watcher,
            virtreach.connect(gateway.to("dying")) as ours,
            virtreach.connect(gateway.to("living")) as other,
        ):
            assert watcher.stdout is not None
            assert watcher.stdout.readline() == "ready\n"
            gateway.virsh(gateway.to("dying"), "suspend test; resume test")
            assert watcher.stdout.readline() == "[('test', 3), ('test', 4)]\n"
            assert ours.host.hostname() == "lab.test"
            os.kill(dying.pid(), signal.SIGSTOP)
            with pytest.raises((LibvirtError, TransportError)) as caught:
                with ours.deadline(20):
                    _while_dying(dying, ours)
            assert "gone" in str(caught.value)
            # VIR_CONNECT_CLOSE_REASON_ERROR or _EOF.
            assert watcher.stdout.readline() in ("[0]\n", "[1]\n")
            assert other.host.hostname() == "lab.test"
        with pytest.raises(NoConnect, match="the host dying cannot be reached"):
            virtreach.connect(gateway.to("dying"))
        dying.launch()
        assert hostname("blocking", gateway.to("dying")) == "lab.test"


def _while_dying(dying: Daemon, ours: virtreach.Connection) -> None:
    """Call the stopped daemon, which dies meanwhile."""
    killer = subprocess.Popen(["sh", "-c", f"sleep 0.3; kill -KILL {dying.pid()}"])
    try:
        ours.host.hostname()
    finally:
        killer.wait()


def test_a_stopped_host_is_no_reason_to_go(make_daemon: Callable[..., Daemon], tmp_path: Path) -> None:
    """The gateway answers PINGs of clients whose host hangs; their calls wait."""
    stopped, living = make_daemon(), make_daemon()
    with Gateway(tmp_path, host("stopped", stopped.uri()) + host("living", living.uri())) as gateway:
        with (
            virtreach.connect(gateway.to("stopped"), keepalive=(0.1, 2)) as ours,
            virtreach.connect(gateway.to("living"), keepalive=(0.1, 2)) as other,
        ):
            os.kill(stopped.pid(), signal.SIGSTOP)
            starter = subprocess.Popen(["sh", "-c", f"sleep 1.5; kill -CONT {stopped.pid()}"])
            try:
                before = time.monotonic()
                assert ours.host.hostname() == "lab.test"
                assert time.monotonic() - before > 1
                assert other.host.hostname() == "lab.test"
            finally:
                starter.wait()


def test_users_of_the_gateway(
    make_daemon: Callable[..., Daemon], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One login at the gateway; each user gets where the table says, and another table counts at once."""
    behind = make_daemon()
    users = tmp_path / "users"
    lines = [f"{name}:{scram_text(make_scram(Secret(word)))}" for name, word in USERS.items()]
    users.write_text("\n".join(lines))
    users.chmod(0o600)
    only_alice = host("hv1", behind.uri(), 'identities = ["user alice"]')
    with Gateway(tmp_path, only_alice, f'auth_unix_rw = "sasl"\nusers_file = "{users}"\n') as gateway:

        def enter(name: str) -> None:
            with virtreach.connect(gateway.to("hv1"), auth=(name, USERS[name])) as connection:
                assert connection.host.hostname() == "lab.test"

        enter("alice")
        with pytest.raises(NoConnect):
            enter("bob")
        gateway.table.write_text(only_alice.replace("alice", "bob"))
        assert gateway.process is not None
        gateway.process.send_signal(signal.SIGHUP)
        eventually(lambda: "was read again" in gateway.log)
        enter("bob")
        with pytest.raises(NoConnect):
            enter("alice")
        # What cannot be used changes nothing.
        gateway.table.write_text("[hosts.hv1]\nurl = 1\n")
        gateway.process.send_signal(signal.SIGHUP)
        eventually(lambda: "there is no key url" in gateway.log)
        enter("bob")


def test_check_looks_at_the_table(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path, '[hosts.hv1]\nuri = "qemu+tcp://h/system"\nidentites = []\n')
    done = subprocess.run(
        [*gateway.command, "--check"], env=gateway.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    line = gateway.config.read_text().partition("hosts_file")[0].count("\n") + 1
    says = f"{gateway.table}:3: host hv1: there is no key identites\n"
    assert done.stderr == f"virtreachd: {gateway.config}:{line}: hosts_file: {says}"
