"""The command: configuration, background, pid file, reload, notification, timeout."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

import virtreach
from tests.daemon.process import Virtreachd
from tests.needs import patience
from virtreach.conf.document import ConfDocument
from virtreach.daemon.config.sample import sample
from virtreach.daemon.config.settings import Settings
from virtreach.daemon.life.background import PidFile
from virtreach.daemon.main import main
from virtreach.errors import ConfigError, VirtreachError
from virtreach.testing.certificates import write_pki

TOY = 'drivers = ["tests.daemon.toy:ToyDriver"]\n'


def names(uri: str) -> list[str]:
    with virtreach.connect(uri) as conn:
        return [domain.name for domain in conn.domains.list()]


def test_check_prints_what_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "conf"
    path.write_text(TOY + "max_clients = 7\n")
    assert main(["--config", str(path), "--check"]) == 0
    printed = capsys.readouterr().out
    assert "max_clients = 7\n" in printed
    assert "keepalive_interval = 5\n" in printed
    assert main(["--sample"]) == 0
    assert capsys.readouterr().out == sample()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("max_clients = 0", "conf:1: max_clients must be between"),
        ('drivers = ["no.such:Driver"]', "the driver 'no.such:Driver' cannot be loaded"),
        ('drivers = ["pathlib:Path"]', "'pathlib:Path' cannot be loaded: it is no driver"),
        ('drivers = ["os:abort"]', "'os:abort' cannot be loaded: it is no driver"),
        (TOY + 'unix_sock_dir = "/dev/null/run"', "unix_sock_dir: /dev/null is no directory"),
        (TOY + f'unix_sock_dir = "/tmp/{"x" * 100}"', "too long for a unix socket"),
        (TOY + 'log_outputs = "1:file:/proc/none/log"', "/proc/none/log: cannot be opened"),
        (TOY + 'users_file = "users"', "conf:2: users_file must be an absolute path"),
        (TOY + 'tls_priority = "FOO"', "conf:2: tls_priority cannot be understood: 'FOO'"),
        (
            TOY + 'auth_unix_rw = "sasl"\nusers_file = "/proc/none"\nsasl_mechanisms = []',
            'conf:4: auth_unix_rw = "sasl" needs a mechanism',
        ),
        ("drivers = []", "nothing to open"),
        (TOY + 'unix_sock_group = "no-such-group"', "no group 'no-such-group'"),
        (TOY + 'users_file = "/proc/none"', "conf:2: users_file: /proc/none: cannot be read"),
        (TOY + 'users_file = "/etc/passwd"', "conf:2: users_file: /etc/passwd: others may read or write it"),
        (TOY + 'hosts_file = "/proc/none"', "conf:2: hosts_file: /proc/none: cannot be read"),
        (TOY + 'audit_outputs = "1:file:/proc/none"', "conf:2: audit_outputs: /proc/none: cannot be opened"),
        (TOY + '\nlog_outputs = "1:file:/proc/none"', "conf:3: log_outputs: /proc/none: cannot be opened"),
        ('state_file = "/etc/passwd"', "conf:1: state_file: /etc/passwd: others may read or write it"),
        ("tls_no_verify_certificate = 1", "conf:1: tls_no_verify_certificate = 1 lets anybody in"),
        ("listen_tls = 0\ntls_no_verify_certificate = 1", 'have clients log in with auth_tls = "sasl"'),
    ],
)
def test_mistakes_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, says: str) -> None:
    path = tmp_path / "conf"
    path.write_text(text + "\n")
    assert main(["--config", str(path), "--check"]) == 1
    error = capsys.readouterr().err
    assert says in error
    assert error.startswith("virtreachd: ")


def test_a_missing_certificate_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "conf"
    path.write_text(TOY + 'cert_file = "/proc/none/cert.pem"\n')
    assert main(["--config", str(path), "--check", "--listen"]) == 1
    assert "conf:2: cert_file: there is no /proc/none/cert.pem" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["cert_file", "key_file", "ca_file", "crl_file"])
def test_certificates_of_no_use_are_told_by_their_keys(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    write_pki(str(tmp_path))
    bad = tmp_path / "bad.pem"
    bad.write_text("nothing\n")
    files = {"cert_file": "servercert.pem", "key_file": "serverkey.pem", "ca_file": "cacert.pem"}
    words = {key: tmp_path / file for key, file in files.items()} | {name: bad}
    path = tmp_path / "conf"
    path.write_text(TOY + "".join(f'{key} = "{file}"\n' for key, file in words.items()))
    assert main(["--config", str(path), "--check", "--listen"]) == 1
    error = capsys.readouterr().err
    line = TOY.count("\n") + 1 + list(words).index(name)
    if name == "key_file":
        # A pair: either may be the one that is wrong.
        assert f"conf:{line - 1}: cert_file, key_file: " in error
    else:
        assert f"conf:{line}: {name}: " in error
    assert str(bad) in error


def test_what_is_damaged_at_the_start_is_told_by_its_key(tmp_path: Path) -> None:
    daemon = Virtreachd(tmp_path, f'state_file = "{tmp_path}/state"\n')
    lines = daemon.config.read_text().splitlines()
    lines = [one for one in lines if "ToyDriver" not in one]
    daemon.config.write_text("\n".join(lines) + "\n")
    state = tmp_path / "state"
    state.touch(0o600)
    state.write_bytes(b"SQLite format 3\0" + bytes(4096))
    done = subprocess.run(daemon.command, env=daemon.environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    line = next(number for number, one in enumerate(lines, 1) if one.startswith("state_file"))
    assert f"{daemon.config}:{line}: state_file: {state}: " in done.stderr


def test_errors_of_settings_that_came_from_another_process_name_no_line() -> None:
    here = Settings(ConfDocument('\n\nusers_file = "/proc/none"\n', path="/conf"))
    there = Settings.received(here.effective(), here.path)
    assert there.effective() == here.effective()
    for settings, says in ((here, "/conf:3: users_file: no"), (there, "/conf: users_file: no")):
        with pytest.raises(ConfigError, match=f"^{says}$"), settings.about("users_file"):
            raise ConfigError("no")


def test_certificates_are_not_given_up_while_the_door_asks_for_nothing_else(tmp_path: Path) -> None:
    """What TLS asks for is decided at the start; a reload must not take the only other check away."""
    with Virtreachd(tmp_path) as daemon:
        users = tmp_path / "users"
        users.touch(0o600)
        text = f'auth_tls = "sasl"\nusers_file = "{users}"\ntls_no_verify_certificate = 1\n'
        daemon.config.write_text(daemon.config.read_text() + text)
        assert daemon.process is not None
        for number, says in (
            (signal.SIGHUP, "tls_no_verify_certificate = 1 has to wait for a start"),
            (signal.SIGUSR2, "becomes its successor"),
        ):
            daemon.process.send_signal(number)
            deadline = time.monotonic() + 20 * patience()
            while says not in daemon.log:
                assert time.monotonic() < deadline, daemon.log
                time.sleep(0.01)
        assert "was read again" not in daemon.log
        assert names(daemon.uri()) == ["test", "idle"]


def test_an_address_of_nobody_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "conf"
    path.write_text(TOY + 'listen_tls = 0\nlisten_tcp = 1\nauth_tcp = "none"\nlisten_addr = "a b"\n')
    assert main(["--config", str(path), "--check", "--listen"]) == 1
    assert "listen_addr: 'a b' is no address here" in capsys.readouterr().err


def test_check_makes_no_files(tmp_path: Path) -> None:
    """Whoever checks may be another user than the one who will write to them."""
    path, here = tmp_path / "conf", tmp_path / "here"
    here.write_text("a line\n")
    here.chmod(0o600)
    outputs = (
        f'log_outputs = "1:file:{tmp_path}/log 1:file:{here}"\naudit_outputs = "1:file:{tmp_path}/audit"\n'
    )
    path.write_text(TOY + outputs)
    assert main(["--config", str(path), "--check"]) == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == ["conf", "here"]
    assert here.read_text() == "a line\n"


def test_what_waits_for_a_start_is_told(tmp_path: Path) -> None:
    """Nobody believes that a door asks for a password because the file says so; an upgrade has it do so."""
    with Virtreachd(tmp_path) as daemon:
        assert daemon.process is not None
        users = tmp_path / "users"
        users.touch(0o600)
        text = f'auth_unix_rw = "sasl"\nusers_file = "{users}"\nworkers = 2\nmax_clients = 9\n'
        daemon.config.write_text(daemon.config.read_text() + text)
        for number, says in (
            (signal.SIGHUP, "auth_unix_rw, workers: only a start looks at that"),
            (signal.SIGUSR2, "worker 2 "),
        ):
            daemon.process.send_signal(number)
            deadline = time.monotonic() + 20 * patience()
            while says not in daemon.log:
                assert time.monotonic() < deadline, daemon.log
                time.sleep(0.01)
        with pytest.raises(VirtreachError, match="wants a login"):
            names(daemon.uri())


def test_it_serves_reloads_and_stops(tmp_path: Path) -> None:
    with Virtreachd(tmp_path) as daemon:
        with virtreach.connect(daemon.uri()) as conn:
            assert len(conn.domains.list()) == 2
            assert daemon.process is not None
            good = daemon.config.read_text()
            for text, says in (
                (good + "max_clients = 0\n", "the configuration stays as it was"),
                (good + "max_clients = 9\n", "the configuration was read again"),
            ):
                daemon.config.write_text(text)
                daemon.process.send_signal(signal.SIGHUP)
                deadline = time.monotonic() + 10
                while says not in daemon.log:
                    assert time.monotonic() < deadline, daemon.log
                    time.sleep(0.01)
                assert len(conn.domains.list()) == 2
    assert not (tmp_path / "libvirt-sock").exists()
    assert not (tmp_path / "libvirt-sock-ro").exists()


def test_a_second_daemon_does_not_take_the_sockets(tmp_path: Path) -> None:
    with Virtreachd(tmp_path) as daemon:
        done = subprocess.run(
            daemon.command, env=daemon.environment, capture_output=True, text=True, timeout=30
        )
        assert done.returncode == 1
        assert "another daemon serves it" in done.stderr
        assert names(daemon.uri()) == ["test", "idle"]


def test_after_a_crash_the_next_one_serves(tmp_path: Path) -> None:
    crashed = Virtreachd(tmp_path)
    crashed.__enter__()
    assert crashed.process is not None
    crashed.process.kill()
    crashed.process.wait()
    assert (tmp_path / "libvirt-sock").exists()
    with Virtreachd(tmp_path) as daemon:
        assert names(daemon.uri()) == ["test", "idle"]


def test_the_background(tmp_path: Path) -> None:
    """When the command returns, clients can connect; the pid file has the daemon's number, and goes with it."""
    pid_file = tmp_path / "pid"
    daemon = Virtreachd(tmp_path, "", "--daemon", "--pid-file", str(pid_file))
    with (tmp_path / "log").open("wb") as log:
        done = subprocess.run(daemon.command, env=daemon.environment, stderr=log, timeout=30)
    assert done.returncode == 0, daemon.log
    pid = int(pid_file.read_text())
    try:
        assert names(daemon.uri()) == ["test", "idle"]
        status = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        assert int(status[3]) != os.getsid(0)
        again = subprocess.run(
            daemon.command, env=daemon.environment, capture_output=True, text=True, timeout=30
        )
        assert again.returncode == 1
        assert "runs already" in again.stderr
    finally:
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + 15
    while pid_file.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_background_tells_what_is_wrong(tmp_path: Path) -> None:
    daemon = Virtreachd(tmp_path, 'unix_sock_group = "no-such-group"\n', "--daemon")
    done = subprocess.run(daemon.command, env=daemon.environment, capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    assert "no-such-group" in done.stderr


def test_systemd_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "notify"))
        heard.settimeout(10)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        with Virtreachd(tmp_path) as daemon:
            assert daemon.process is not None
            assert heard.recv(100) == f"READY=1\nMAINPID={daemon.process.pid}".encode()
            assert heard.recv(100) == b"STATUS=0 clients"
        assert heard.recv(100) == b"STOPPING=1"


def test_it_ends_when_nobody_comes(tmp_path: Path) -> None:
    with Virtreachd(tmp_path, "", "--timeout", "0.5") as daemon:
        assert daemon.process is not None
        assert daemon.process.wait(10) == 0


@pytest.mark.parametrize("seconds", ["-1", "nan", "inf", "5000000000"])
def test_a_timeout_that_makes_no_sense(seconds: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([f"--timeout={seconds}", "--check"]) == 1
    assert "--timeout must be between 0 and" in capsys.readouterr().err


def test_a_pid_file_that_somebody_has_taken_away(tmp_path: Path) -> None:
    """The daemon ends as well as ever."""
    pid_file = tmp_path / "pid"
    with Virtreachd(tmp_path, "", "--pid-file", str(pid_file)) as daemon:
        assert daemon.process is not None
        pid_file.unlink()
        daemon.process.terminate()
        assert daemon.process.wait(20) == 0
        assert "the pid file" in daemon.log
        assert "Traceback" not in daemon.log


@pytest.mark.parametrize("workers", ["1", "2"])
def test_signals_until_the_very_end(tmp_path: Path, workers: str) -> None:
    """Whoever insists does not keep the daemon from tidying up."""
    pid_file = tmp_path / "pid"
    with Virtreachd(tmp_path, "", "--pid-file", str(pid_file), "--workers", workers) as daemon:
        assert daemon.process is not None
        deadline = time.monotonic() + 20 * patience()
        while daemon.process.poll() is None:
            daemon.process.terminate()
            assert time.monotonic() < deadline
            time.sleep(0.001)
        assert daemon.process.returncode == 0
    assert not pid_file.exists()


def test_a_pid_file_that_is_somebody_elses(tmp_path: Path) -> None:
    """What is in it is believed by whoever ends daemons, and what it replaces is lost."""
    precious = tmp_path / "precious"
    precious.write_text("precious")
    os.link(precious, tmp_path / "linked")
    (tmp_path / "open").touch()
    (tmp_path / "open").chmod(0o666)
    os.mkfifo(tmp_path / "pipe")
    for name, why in (("linked", "other names"), ("open", "others may write"), ("pipe", "no plain file")):
        with pytest.raises(ConfigError, match=why):
            PidFile(str(tmp_path / name))
        assert (tmp_path / name).exists()
    assert precious.read_text() == "precious"
    if os.geteuid() == 0:
        os.chown(tmp_path / "open", 65534, 65534)
        with pytest.raises(ConfigError, match="belongs to the user 65534"):
            PidFile(str(tmp_path / "open"))


def test_a_pid_file_that_cannot_be_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk nothing starts, nothing is left, and it is said why."""

    def full(descriptor: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(ConfigError, match="the pid file cannot be written: No space left on device"):
        PidFile(str(tmp_path / "pid"))
    assert not (tmp_path / "pid").exists()
