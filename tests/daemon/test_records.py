"""Logs, audit and metrics of a daemon that runs: through its configuration, and through SIGHUP."""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import virtreach
from tests.daemon.process import Virtreachd
from tests.needs import patience
from virtreach.daemon.entry.enrolment import open_enrolment
from virtreach.errors import AuthenticationError
from virtreach.session.sasl.secret import Secret


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10 * patience()
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_files_are_opened_anew_and_settings_change(tmp_path: Path) -> None:
    text = (
        f'log_outputs = "2:stderr 2:file:{tmp_path}/log.json"\nlog_format = "json"\n'
        f'audit_outputs = "1:file:{tmp_path}/audit"\n'
    )
    with Virtreachd(tmp_path, text) as daemon:
        assert daemon.process is not None
        with virtreach.connect(daemon.uri()) as conn:
            conn.domains.lookup_by_name("test").destroy()
            for name in ("log.json", "audit"):
                assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
                (tmp_path / name).rename(tmp_path / f"{name}.1")
            # What cannot be had changes nothing, and does not cost the files that are open.
            good = daemon.config.read_text()
            daemon.config.write_text(good.replace("audit_outputs", "log_filters = 'x'\naudit_outputs"))
            daemon.process.send_signal(signal.SIGHUP)
            until(lambda: "stays as it was" in (tmp_path / "log.json.1").read_text())
            daemon.config.write_text(good + 'audit_format = "json"\n')
            daemon.process.send_signal(signal.SIGHUP)
            until(lambda: (tmp_path / "audit").exists() and "reload" in (tmp_path / "audit").read_text())
            conn.domains.lookup_by_name("idle").destroy()
    before = (tmp_path / "audit.1").read_text()
    assert "call=domain_destroy object=test" in before
    assert "event=reload" in before
    after = [json.loads(line) for line in (tmp_path / "audit").read_text().splitlines()]
    assert [(record["event"], record["outcome"]) for record in after] == [
        ("reload", "ok"),
        ("call", "ok"),
        ("stop", "ok"),
    ]
    assert after[1]["object"] == "idle"
    for line in (tmp_path / "log.json.1").read_text().splitlines():
        assert {"time", "level", "logger", "message"} <= json.loads(line).keys()


def test_no_password_is_written_anywhere(tmp_path: Path) -> None:
    """Logs at their most talkative, the audit, the page of metrics, and what the machine shows of the process."""
    right, wrong = "canary-right-7c1e", "canary-wrong-52ab"
    with open_enrolment(str(tmp_path / "users"), create=True) as users:
        kinds = ("SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5")
        users.put("alice", Secret(right), mechanisms=kinds, realm="here", iterations=4096)
    text = (
        f'log_outputs = "1:stderr"\nlog_format = "json"\naudit_outputs = "1:file:{tmp_path}/audit"\n'
        f'auth_unix_rw = "sasl"\nusers_file = "{tmp_path}/users"\nsasl_realm = "here"\n'
        f'sasl_mechanisms = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5"]\n'
        f'metrics_listen = "{tmp_path}/metrics"\nlog_filters = "1:virtreach"\n'
    )
    with Virtreachd(tmp_path, text) as daemon:
        assert daemon.process is not None
        for mechanism in ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5"):
            with virtreach.connect(daemon.uri(), auth=("alice", right), mechanisms=[mechanism]) as conn:
                conn.domains.lookup_by_name("test").destroy()
            with pytest.raises(AuthenticationError):
                virtreach.connect(daemon.uri(), auth=("alice", wrong), mechanisms=[mechanism])
        shown = metrics(tmp_path / "metrics")
        for name in ("cmdline", "environ"):
            shown += Path(f"/proc/{daemon.process.pid}/{name}").read_text()
    shown += daemon.log + (tmp_path / "audit").read_text() + (tmp_path / "users").read_text()
    assert shown.count("sasl SCRAM-SHA-1") >= 2
    assert 'method="sasl DIGEST-MD5",outcome="failed"' in shown
    for word in (right, wrong):
        assert word not in shown
        assert base64.b64encode(word.encode()).decode().rstrip("=") not in shown
        assert word.encode().hex() not in shown


def test_the_background_loses_no_log(tmp_path: Path) -> None:
    """Where the standard error stream leads nowhere, there is another place: here the one that is configured."""
    daemon = Virtreachd(
        tmp_path, f'log_outputs = "2:file:{tmp_path}/log"\n', "--daemon", "--pid-file", str(tmp_path / "pid")
    )
    done = subprocess.run(daemon.command, env=daemon.environment, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    pid = int((tmp_path / "pid").read_text())
    try:
        assert os.readlink(f"/proc/{pid}/fd/2") == os.devnull
        assert f"listens on {tmp_path}/libvirt-sock-ro (unix, read-only)" in daemon.log
    finally:
        os.kill(pid, signal.SIGTERM)
    until(lambda: not (tmp_path / "pid").exists())


def metrics(path: Path) -> str:
    """Fetch the page from a unix socket."""
    until(path.exists)
    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect(str(path))
        sock.sendall(b"GET /metrics HTTP/1.1\r\n\r\n")
        return b"".join(iter(lambda: sock.recv(65536), b"")).decode()


def test_metrics_of_a_daemon(tmp_path: Path) -> None:
    path = tmp_path / "metrics"
    with Virtreachd(tmp_path, f'metrics_listen = "{path}"\n') as daemon:
        with virtreach.connect(daemon.uri()) as conn:
            conn.domains.list()
        words = 'outcome="ok",procedure="connect_list_all_domains",program="remote"} 1.0'
        assert words in metrics(path)


def test_several_processes_write_one_audit_and_one_page(tmp_path: Path) -> None:
    """Lines of processes do not mix, files are opened anew in all of them, and figures are added up."""
    text = f'workers = 2\naudit_outputs = "1:file:{tmp_path}/audit"\naudit_format = "json"\n'
    count = 24

    def destroy_some(number: int) -> None:
        with virtreach.connect(daemon.uri()) as conn:
            for _ in range(number):
                conn.domains.lookup_by_name("test").destroy()

    with Virtreachd(tmp_path, text + f'metrics_listen = "{tmp_path}/metrics"\n') as daemon:
        assert daemon.process is not None
        threads = [threading.Thread(target=destroy_some, args=(count // 8,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        (tmp_path / "audit").rename(tmp_path / "audit.1")
        daemon.process.send_signal(signal.SIGHUP)
        until(lambda: (tmp_path / "audit").exists() and "reload" in (tmp_path / "audit").read_text())
        for _ in range(8):
            destroy_some(1)
        page = metrics(tmp_path / "metrics")
    for name, expected in (("audit.1", count), ("audit", 8)):
        records = [json.loads(line) for line in (tmp_path / name).read_text().splitlines()]
        calls = [(record["call"], record["outcome"]) for record in records if record["event"] == "call"]
        assert calls == [("domain_destroy", "ok")] * expected
    assert f'procedure="domain_destroy",program="remote"}} {count + 8}.0' in page
    assert "virtreachd_workers 2.0" in page
