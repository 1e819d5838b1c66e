"""The command against real daemons: what it prints, what it returns, what it refuses to show."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import virtreach
from tests.interop.lab.daemon import Daemon
from tests.interop.lab.pki import PKI
from tests.interop.lab.proxy import Proxy
from tests.test_layering import ROOT, SOURCE

UUID = "6695eb01-f6a4-8304-79aa-97f2502e193f"
# Everything that XML lets through and a terminal would obey: C1's CSI, DEL, direction overrides, a tab.
EVIL = "evil\u009b31m\u202eeman\u2066\x7f\tname"
EVIL_SHOWN = "evil\\x9b31m\\u202eeman\\u2066\\x7f\\tname"

Command = Callable[..., "subprocess.CompletedProcess[str]"]


def start(*words: str, uri: str, **settings: Any) -> subprocess.Popen[str]:
    """Start `virtreach` with a default URI."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE), "LIBVIRT_DEFAULT_URI": uri}
    environment.update(settings.pop("environment", {}))
    return subprocess.Popen(
        [sys.executable, "-m", "virtreach", *words], env=environment, cwd=ROOT, text=True, **settings
    )


@contextmanager
def listening(uri: str, *words: str, last: str = "secret") -> Iterator[subprocess.Popen[str]]:
    """Run `virtreach events`; the block begins when the host has answered the last registration.

    Args:
        uri: the default URI.
        words: the command's own.
        last: the family of events that is registered last; all life cycles are wanted unless the words say otherwise.
    """
    answer = f"reply remote.connect_{last}_event_"
    with tempfile.TemporaryDirectory() as directory:
        trace = Path(directory, "trace")
        process = start(
            "events",
            *words,
            uri=uri,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            environment={"VIRTREACH_TRACE": str(trace)},
        )
        with process:
            try:
                deadline = time.monotonic() + 30
                while not (trace.exists() and answer in trace.read_text()):
                    assert process.poll() is None
                    assert time.monotonic() < deadline
                    time.sleep(0.02)
                yield process
            finally:
                process.kill()


def command_for(uri: str) -> Command:
    """Make a function that runs `virtreach` on a host, and fails the test when the exit code is another."""

    def command(
        *words: str, code: int = 0, stdin: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        pipe = subprocess.PIPE
        process = start(*words, uri=uri, stdin=pipe, stdout=pipe, stderr=pipe, environment=environment)
        with process:
            out, said = process.communicate(stdin, timeout=60)
        assert process.returncode == code, (out, said)
        if code:
            assert said.startswith("virtreach: ") or out.startswith(("ok", "FAIL", "{"))
            assert said.count("\n") <= 1, said
        return subprocess.CompletedProcess(process.args, process.returncode, out, said)

    return command


@pytest.fixture
def virtreach_on(test_daemon: Daemon) -> Iterator[Command]:
    """`virtreach` on a host with the test driver, whose state stays while the test runs."""
    with virtreach.connect(test_daemon.uri()):
        yield command_for(test_daemon.uri())


def test_list(virtreach_on: Command) -> None:
    assert virtreach_on("list").stdout == "ID  NAME  STATE\n 1  test  running\n"
    assert json.loads(virtreach_on("list", "--json").stdout) == [
        {"id": 1, "name": "test", "uuid": UUID, "state": "running"}
    ]
    assert virtreach_on("list", "--inactive").stdout == "ID  NAME  STATE\n"
    assert virtreach_on("list", "--inactive", "--json").stdout == "[]\n"
    assert virtreach_on("list", "--name").stdout == "test\n"


def test_filters(virtreach_on: Command, tmp_path: Path) -> None:
    xml = tmp_path / "second.xml"
    xml.write_text(
        virtreach_on("dumpxml", "test").stdout.replace("<name>test<", "<name>second<").replace(UUID, "")
    )
    xml.write_text(xml.read_text().replace("<uuid></uuid>", ""))
    assert virtreach_on("define", str(xml)).stdout == "domain second defined\n"

    def names(*words: str) -> list[str]:
        return [record["name"] for record in json.loads(virtreach_on("list", "--json", *words).stdout)]

    assert names("--all") == ["test", "second"]
    assert names() == ["test"]
    assert names("--inactive") == names("--shutoff") == ["second"]
    assert names("--persistent") == ["test", "second"]
    assert names("--transient") == names("--autostart") == names("--paused") == names("--managed-save") == []
    assert names("--no-autostart") == ["test", "second"]


def test_life_of_a_domain(virtreach_on: Command) -> None:
    xml = "<domain type='test'><name>web</name><memory>65536</memory><os><type>hvm</type></os></domain>"
    made = json.loads(virtreach_on("define", "-", "--json", stdin=xml).stdout)
    assert made == {"id": None, "name": "web", "uuid": made["uuid"], "action": "defined"}
    assert virtreach_on("start", "web").stdout == "domain web started\n"
    assert virtreach_on("suspend", "web").stdout == "domain web suspended\n"
    assert json.loads(virtreach_on("info", made["uuid"], "--json").stdout)["state"] == "paused"
    number = json.loads(virtreach_on("info", "web", "--json").stdout)["id"]
    assert virtreach_on("resume", str(number)).stdout == "domain web resumed\n"
    assert virtreach_on("reboot", "web").stdout == "domain web was asked to reboot\n"
    assert virtreach_on("shutdown", "web").stdout == "domain web was asked to shut down\n"
    assert virtreach_on("start", "web").stdout == "domain web started\n"
    assert virtreach_on("destroy", "web").stdout == "domain web stopped\n"
    assert virtreach_on("undefine", "web").stdout == "domain web undefined\n"
    virtreach_on("info", "web", code=1)


def test_info(virtreach_on: Command) -> None:
    shown = virtreach_on("info", "1").stdout
    for line in ("Name:                test", "State:               running\n", "CPUs:                2"):
        assert f"\n{line}" in shown
    told = json.loads(virtreach_on("info", "test", "--json").stdout)
    assert told["max_memory_kib"] == 8388608
    assert (told["persistent"], told["autostart"], told["managed_save"]) == (True, False, False)


def test_stats(virtreach_on: Command) -> None:
    assert virtreach_on("stats").stdout == "test:\n  state.state = 1\n  state.reason = 0\n"
    [told] = json.loads(virtreach_on("stats", "test", "-g", "state", "--json").stdout)
    assert told["stats"] == {"state.state": 1, "state.reason": 0}
    assert told["name"] == "test"


def test_dumpxml(virtreach_on: Command) -> None:
    xml = virtreach_on("dumpxml", "test", "--inactive").stdout
    assert xml.startswith("<domain type='test'>")
    assert json.loads(virtreach_on("dumpxml", "test", "--inactive", "--json").stdout)["xml"] == xml


def test_pools_networks_volumes(virtreach_on: Command) -> None:
    assert "default-pool  running" in virtreach_on("pool", "list").stdout
    [pool] = json.loads(virtreach_on("pool", "list", "--json").stdout)
    assert (pool["name"], pool["state"], pool["capacity"]) == ("default-pool", "running", 107374182400)
    assert json.loads(virtreach_on("pool", "list", "--inactive", "--json").stdout) == []
    [network] = json.loads(virtreach_on("net", "list", "--all", "--json").stdout)
    assert (network["name"], network["state"], network["bridge"]) == ("default", "active", "virbr0")
    xml = "<volume><name>disk.img</name><capacity>1048576</capacity></volume>"
    fields = {"pool": {"name": pool["name"], "uuid": pool["uuid"]}, "xml": xml}
    virtreach_on("call", "storage_vol_create_xml", "-", stdin=json.dumps(fields))
    [volume] = json.loads(virtreach_on("vol", "list", pool["uuid"], "--json").stdout)
    assert (volume["name"], volume["type"], volume["capacity"]) == ("disk.img", "file", 1048576)
    assert "disk.img  file   1.0 MiB" in virtreach_on("vol", "list", "default-pool").stdout
    virtreach_on("vol", "list", "nothing", code=1)
    virtreach_on("vol", "download", "default-pool/nothing", "-", code=1)


def test_version(virtreach_on: Command) -> None:
    told = json.loads(virtreach_on("version", "--json").stdout)
    assert told["virtreach"] == virtreach.__version__
    assert told["hostname"] == "lab.test"
    assert told["driver"] == "TEST"
    assert told["libvirt"].count(".") == 2


class TestCall:
    def test_list(self, virtreach_on: Command) -> None:
        lines = virtreach_on("call", "--list").stdout.splitlines()
        programs = [line.split()[0] for line in lines]
        assert {name: programs.count(name) for name in set(programs)} == {
            "remote": 453,
            "qemu": 7,
            "lxc": 1,
            "admin": 20,
        }
        assert "remote    16  domain_get_info" in lines
        told = json.loads(virtreach_on("call", "--list", "--json").stdout)
        assert len(told) == 481
        assert all(set(row) == {"program", "number", "name", "kind", "readonly", "stream"} for row in told)

    def test_by_name_and_number(self, virtreach_on: Command) -> None:
        domain = {"name": "test", "uuid": UUID, "id": 1}
        for name in (
            "domain_lookup_by_name",
            "remote.domain_lookup_by_name",
            "23",
            "REMOTE_PROC_DOMAIN_LOOKUP_BY_NAME",
        ):
            assert json.loads(virtreach_on("call", name, '{"name": "test"}').stdout) == {"dom": domain}
        told = virtreach_on("call", "domain_get_info", "-", stdin=json.dumps({"dom": domain})).stdout
        assert json.loads(told)["max_mem"] == 8388608
        assert json.loads(virtreach_on("call", "domain_suspend", json.dumps({"dom": domain})).stdout) is None

    def test_raw(self, virtreach_on: Command) -> None:
        [row] = [
            row
            for row in json.loads(virtreach_on("call", "--list", "connect_get_hostname", "--json").stdout)
            if row["name"] == "connect_get_hostname"
        ]
        told = json.loads(virtreach_on("call", f"0x20008086.{row['number']}").stdout)
        assert told == {"body": "AAAACGxhYi50ZXN0"}

    def test_admin(self, test_daemon: Daemon, virtreach_on: Command) -> None:
        uri = f"libvirtd:///system?socket={test_daemon.socket_admin}"
        told = virtreach_on("-c", uri, "call", "admin.connect_list_servers", '{"need_results": 1}').stdout
        assert sorted(server["name"] for server in json.loads(told)["servers"]) == ["admin", "libvirtd"]

    def test_refusals(self, virtreach_on: Command) -> None:
        assert "lacks name" in virtreach_on("call", "domain_lookup_by_name", code=2).stderr
        assert "no field" in virtreach_on("call", "domain_lookup_by_name", '{"nam": "x"}', code=2).stderr
        assert "dom: domain" in virtreach_on("call", "domain_get_info", "--describe").stdout


class TestExitCodes:
    def test_libvirt_says_no(self, virtreach_on: Command) -> None:
        said = virtreach_on("start", "nobody", code=1).stderr
        assert "virtreach list --all" in said
        assert virtreach_on("start", "test", code=1).stderr

    def test_readonly(self, test_daemon: Daemon, virtreach_on: Command) -> None:
        uri = test_daemon.uri(socket=test_daemon.socket_ro)
        assert virtreach_on("-c", uri, "--readonly", "list", "--name").stdout == "test\n"
        assert "--readonly" in virtreach_on("-c", uri, "-r", "suspend", "test", code=1).stderr

    def test_authentication(self, sasl_daemon: Daemon, tmp_path: Path) -> None:
        command = command_for(sasl_daemon.uri())
        assert "auth.conf" in command("list", code=4, HOME=str(tmp_path)).stderr
        wrong = tmp_path / "auth.conf"
        wrong.write_text(
            "[credentials-x]\nauthname=alice\npassword=wrong\n[auth-libvirt-localhost]\ncredentials=x\n"
        )
        said = command("list", code=4, LIBVIRT_AUTH_FILE=str(wrong)).stderr
        assert "wrong" not in said.replace("wrong password", "")
        wrong.write_text(wrong.read_text().replace("=wrong", "=correct horse"))
        assert command("list", "--name", LIBVIRT_AUTH_FILE=str(wrong)).stdout == "test\n"

    def test_timeout(self, test_daemon: Daemon) -> None:
        with Proxy(test_daemon.socket) as proxy:
            uri = f"test+unix:///default?socket={proxy.path}"
            proxy.stall()
            assert "in time" in command_for(uri)("--timeout", "0.5", "list", code=3).stderr
            proxy.flow()

    def test_interrupt(self, test_daemon: Daemon) -> None:
        with listening(test_daemon.uri()) as process:
            process.send_signal(signal.SIGINT)
            out, said = process.communicate(timeout=20)
        assert (process.returncode, out, said) == (130, "", "")


class TestEvents:
    def test_lines(self, test_daemon: Daemon, virtreach_on: Command) -> None:
        with listening(test_daemon.uri(), "--count", "2") as process:
            virtreach_on("suspend", "test")
            virtreach_on("resume", "test")
            out, said = process.communicate(timeout=20)
        assert process.returncode == 0, said
        first, second = out.splitlines()
        assert first.endswith("  domain test  suspended (paused)")
        assert second.endswith("  domain test  resumed (unpaused)")

    def test_json_lines(self, test_daemon: Daemon, virtreach_on: Command) -> None:
        words = ("test", "--json", "-k", "lifecycle", "--count", "1")
        with listening(test_daemon.uri(), *words, last="domain") as process:
            virtreach_on("suspend", "test")
            out, _ = process.communicate(timeout=20)
        told = json.loads(out)
        assert told["subject"] == {"id": 1, "name": "test", "uuid": UUID}
        assert (told["family"], told["kind"], told["event"], told["detail"]) == (
            "domain",
            "lifecycle",
            "suspended",
            "paused",
        )

    def test_time_is_over(self, virtreach_on: Command) -> None:
        assert virtreach_on("events", "--timeout", "0.3").stdout == ""
        assert "0 of 1" in virtreach_on("events", "--timeout", "0.3", "--count", "1", code=5).stderr

    def test_kinds_that_a_driver_lacks(self, virtreach_on: Command) -> None:
        assert virtreach_on("events", "--kind", "all", "--timeout", "0.3").stdout == ""
        virtreach_on("events", "--kind", "qemu.monitor", "--timeout", "0.3", code=1)

    def test_the_end_of_the_connection(self, make_daemon: Callable[..., Daemon]) -> None:
        daemon = make_daemon()
        with listening(daemon.uri()) as process:
            daemon.kill()
            _, said = process.communicate(timeout=20)
        assert process.returncode == 3
        assert said.startswith("virtreach: no more events: ")

    def test_reconnect(self, make_daemon: Callable[..., Daemon]) -> None:
        daemon = make_daemon()
        words = ("--reconnect", "-k", "lifecycle", "--count", "1")
        with listening(daemon.uri(), *words, last="domain") as process:
            daemon.restart("KILL")
            out, said = process.communicate(timeout=30)
        assert process.returncode == 0, said
        assert "the connection was lost and is back" in out


class TestHostileNames:
    @pytest.fixture
    def evil(self, virtreach_on: Command) -> Command:
        """A host with a domain whose name is meant for the terminal."""
        escaped = "".join(f"&#{ord(letter)};" for letter in EVIL)
        virtreach_on(
            "define",
            "-",
            stdin=f"<domain type='test'><name>{escaped}</name><title>{escaped}</title><memory>1024</memory>"
            "<os><type>hvm</type></os></domain>",
        )
        return virtreach_on

    def test_text_is_escaped(self, evil: Command) -> None:
        for words in (["list", "--all"], ["info", EVIL], ["stats", EVIL], ["start", EVIL]):
            shown = evil(*words).stdout
            assert EVIL_SHOWN in shown
            assert shown.replace("\n", "").isprintable()

    def test_messages_are_escaped(self, evil: Command) -> None:
        said = evil("start", f"{EVIL}!", code=1).stderr
        assert said.strip("\n").isprintable()
        assert evil("vol", "list", EVIL, code=1).stderr.strip("\n").isprintable()

    def test_json_is_exact(self, evil: Command) -> None:
        shown = evil("list", "--all", "--json").stdout
        assert shown.isascii()
        assert "\x7f" not in shown
        assert EVIL in [record["name"] for record in json.loads(shown)]

    def test_xml_is_exact_in_a_pipe(self, evil: Command) -> None:
        assert "\u202e" in evil("dumpxml", EVIL).stdout

    @pytest.mark.parametrize("words", [["list", "--all"], ["dumpxml", EVIL], ["info", EVIL]])
    def test_on_a_terminal(self, evil: Command, test_daemon: Daemon, words: list[str]) -> None:
        shown = on_terminal(test_daemon.uri(), *words)
        for letter in "\u009b\u202e\u2066\x7f":
            assert letter not in shown
        assert "\\u202e" in shown


def on_terminal(uri: str, *words: str, answers: dict[str, str] | None = None) -> str:
    """Run `virtreach` on a terminal of its own and return all that it showed; answer what it asks."""
    master, slave = pty.openpty()
    left = dict(answers or {})
    shown = b""
    process = start(
        *words,
        uri=uri,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        environment={"TERM": "xterm-256color", "COLUMNS": "160", "HOME": "/proc/none"},
    )
    os.close(slave)
    deadline = time.monotonic() + 30
    with process:
        while time.monotonic() < deadline:
            if not select.select([master], [], [], 0.1)[0]:
                continue
            try:
                data = os.read(master, 4096)
            except OSError:
                break
            shown += data
            for question in [question for question in left if question.encode() in shown]:
                os.write(master, f"{left.pop(question)}\n".encode())
        assert process.wait(20) == 0, shown
    os.close(master)
    return shown.decode()


def test_a_table_on_a_terminal(test_daemon: Daemon) -> None:
    shown = on_terminal(test_daemon.uri(), "list")
    assert "NAME" in shown
    assert "running" in shown


def test_a_password_is_asked_for_and_not_shown(sasl_daemon: Daemon) -> None:
    shown = on_terminal(
        sasl_daemon.uri(),
        "list",
        "--name",
        answers={"Name for localhost": "alice", "alice's password": "correct horse"},
    )
    assert shown.rstrip().endswith("test")
    assert "correct horse" not in shown


class TestDoctor:
    def steps(self, command: Command, uri: str, code: int = 0) -> dict[str, Any]:
        told = json.loads(command("doctor", uri, "--json", "--timeout", "10", code=code).stdout)
        assert (told["uri"], told["exit_code"], told["ok"]) == (uri, code, code == 0)
        return {step["step"]: (step["ok"], step["detail"]) for step in told["steps"]}

    def test_all_is_well(self, test_daemon: Daemon, virtreach_on: Command) -> None:
        steps = self.steps(virtreach_on, test_daemon.uri())
        assert [*steps] == ["uri", "socket", "authentication", "open", "version"]
        assert all(ok for ok, _ in steps.values())
        assert virtreach_on("doctor").stdout.startswith("ok    uri ")

    def test_tls(self, open_daemon: Daemon, pki: PKI, virtreach_on: Command) -> None:
        uri = open_daemon.uri("tls", pkipath=str(pki.pkipath("doctor", pki.client)))
        steps = self.steps(virtreach_on, uri)
        assert [*steps] == ["uri", "name", "port", "tls", "authentication", "open", "version"]
        assert steps["tls"][1].startswith("TLSv1.")

    def test_no_certificate_of_ours(self, open_daemon: Daemon, pki: PKI, virtreach_on: Command) -> None:
        steps = self.steps(
            virtreach_on, open_daemon.uri("tls", pkipath=str(pki.pkipath("doctor-without", None))), 3
        )
        assert (steps["port"][0], steps["tls"][0], steps["authentication"][0]) == (True, False, None)
        assert "certificate" in steps["tls"][1]

    def test_an_unverified_server(self, open_daemon: Daemon, pki: PKI) -> None:
        """The library's warning comes as one line, not as a place in its code."""
        uri = open_daemon.uri("tls", pkipath=str(pki.pkipath("unverified", pki.client)), no_verify="1")
        done = command_for(uri)("list", "--name")
        assert done.stdout == "test\n"
        assert done.stderr.startswith("virtreach: warning: no_verify: ")
        assert done.stderr.count("\n") == 1

    def test_nothing_listens(self, virtreach_on: Command) -> None:
        steps = self.steps(virtreach_on, "test+tcp://127.0.0.1:1/default", 3)
        assert (steps["name"][0], steps["port"][0], steps["authentication"][0]) == (True, False, None)

    def test_no_such_name(self, virtreach_on: Command) -> None:
        steps = self.steps(virtreach_on, "test+tcp://nobody.invalid/default", 3)
        assert (steps["uri"][0], steps["name"][0], steps["port"][0]) == (True, False, None)

    def test_credentials(self, sasl_daemon: Daemon, virtreach_on: Command) -> None:
        steps = self.steps(virtreach_on, sasl_daemon.uri("tcp"), 4)
        assert (steps["port"][0], steps["authentication"][0], steps["open"][0]) == (True, False, None)

    def test_no_such_driver(self, test_daemon: Daemon, virtreach_on: Command) -> None:
        steps = self.steps(virtreach_on, test_daemon.uri(driver="carrier"), 1)
        assert (steps["authentication"][0], steps["open"][0], steps["version"][0]) == (True, False, None)

    def test_no_uri(self, virtreach_on: Command) -> None:
        told = json.loads(virtreach_on("doctor", "nonsense", "--json", code=2).stdout)
        assert [step["ok"] for step in told["steps"]] == [False]

    def test_no_program(self, virtreach_on: Command) -> None:
        steps = self.steps(virtreach_on, "test+ext:///default?command=/nonexistent/tunnel", 3)
        assert steps["program"][0] is False


def test_uri(virtreach_on: Command) -> None:
    told = json.loads(virtreach_on("uri", "qemu+ssh://me@host/system", "--json").stdout)
    assert (told["transport"], told["target"], told["far_name"]) == ("ssh", "me@host", "qemu:///system")
    assert told["argv"][:4] == ["ssh", "-l", "me", "-T"]
    shown = virtreach_on("uri", "qemu+tls://host/system?no_verify=1&odd=%41").stdout
    assert "host:16514" in shown
    assert "warning: URI variable 'odd'" in shown


def test_trace(virtreach_on: Command, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    virtreach_on("--trace", str(trace), "list")
    assert "remote.connect_open" in trace.read_text()
    assert trace.stat().st_mode & 0o777 == 0o600
    assert "remote.connect_open" in virtreach_on("--trace", "-", "list").stderr


def test_domains_complete(test_daemon: Daemon) -> None:
    environment = {
        "COMP_WORDS": f"virtreach -c {test_daemon.uri()} info t",
        "COMP_CWORD": "4",
        "_VIRTREACH_COMPLETE": "bash_complete",
    }
    with start(uri="test:///nowhere", stdout=subprocess.PIPE, environment=environment) as process:
        out, _ = process.communicate(timeout=30)
    assert out == "plain,test\n"


def test_a_list_loads_little(test_daemon: Daemon) -> None:
    """What takes its time is not imported to list domains: not Click, not rich, nor what the client does without."""
    program = (
        "import sys; from virtreach.cli.main import run; assert run(['list']) == 0; "
        "print(*sorted({'click', 'rich', 'asyncio', 'ssl', 'json', 'typing', 'inspect', 'dataclasses', 'subprocess'} "
        "& sys.modules.keys()), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", program],
        env={"PYTHONPATH": str(SOURCE), "LIBVIRT_DEFAULT_URI": test_daemon.uri()},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert done.stderr.strip() == ""
