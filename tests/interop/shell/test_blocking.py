"""Machines without an event loop: from many threads, after a fork, and every call there is."""

from __future__ import annotations

import inspect
import os
import socket
import sys
import tempfile
import termios
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interop.lab.cluster import Cluster
from tests.interop.shell.lab import inventory
from tests.needs import patience
from virtreach.errors import UsageError
from virtreach.errors.files import FileNotFound
from virtreach.routes.ssh.background import Background
from virtreach.shell.base import Remote
from virtreach.shell.blocking import BlockingJob, BlockingRemote, open_remote, run_on
from virtreach.shell.jobs import Job
from virtreach.shell.result import Capability


@pytest.fixture
def background(cluster: Cluster) -> Iterator[Background]:
    thread = Background()
    yield thread
    thread.close()


def test_every_call_is_there() -> None:
    """Also with the same arguments."""
    not_there = {"aclose", "need", "end_group", "open_stream"}
    for kind, twin in ((Remote, BlockingRemote), (Job, BlockingJob)):
        for name, call in inspect.getmembers(kind, inspect.isfunction):
            if name.startswith("_") or name in not_there:
                continue
            mine = inspect.signature(getattr(twin, name))
            assert list(mine.parameters.values())[1:] == [
                parameter.replace(annotation=mine.parameters[parameter.name].annotation)
                for parameter in list(inspect.signature(call).parameters.values())[1:]
            ], name


def test_calls(cluster: Cluster, background: Background) -> None:
    known = inventory(cluster)
    with open_remote("n1", inventory=known, background=background) as remote:
        assert remote.label == "lab/n1"
        assert Capability.JOBS in remote.capabilities()
        heard: list[bytes] = []
        assert remote.run(["echo", "x"], on_stdout=heard.append).ok
        assert remote.run_script("echo $1", "y").text == "y\n"
        assert heard == [b"x\n"]
        job = remote.start_script("exit 4", job_id="blocking")
        assert job.wait(20 * patience()).status == 4
        assert [state.job_id for state in remote.jobs()] == ["blocking"]
        assert remote.job("blocking").poll().status == 4
        assert job.output() == b""
        assert job.cancel().state == "ended"
        job.forget()
        with tempfile.TemporaryDirectory(prefix="vrblock-", dir="/tmp") as place:
            name = f"{place}/a"
            remote.write_files({name: b"1\n"})
            remote.write_file(name, b"2\n", mode=0o600)
            remote.append(name, b"3\n")
            remote.prepend(name, b"1\n")
            assert remote.replace_line(name, "2", "two") == 1
            assert remote.read_file(name) == Path(name).read_bytes() == b"1\ntwo\n3\n"
            with pytest.raises(FileNotFound):
                remote.read_file(f"{place}/b")
        assert remote.facts().user == "root"
        with remote.open_socket(22) as sock:
            assert sock.recv(4) == b"SSH-"
        with remote.forward("0:localhost:22") as forward:
            assert isinstance(forward.address, tuple)
            with socket.create_connection(forward.address, timeout=20 * patience()) as sock:
                assert sock.recv(4) == b"SSH-"
        others = [open_remote(name, inventory=known, background=background) for name in ("n2", "p1")]
        results = run_on([remote, *others], ["echo", "here"])
        assert [found.result.text for found in results if found.result is not None] == ["here\n"] * 3
    assert run_on([], ["true"]) == []
    with pytest.raises(UsageError):
        open_remote("none", inventory=known, background=background).run(["true"])


def test_terminal(cluster: Cluster, background: Background) -> None:
    """Its size follows ours, though the thread that does the work gets no signals."""
    fits = "while [ \"$(stty size)\" != '31 77' ]; do sleep 0.05; done; echo fits; exit 3"
    ours, theirs = os.openpty()
    resized = threading.Timer(0.3, termios.tcsetwinsize, (ours, (31, 77)))
    resized.start()
    try:
        remote = open_remote("n1", inventory=inventory(cluster), background=background)
        assert remote.interact(fits, terminal=True, stdin=theirs, stdout=theirs, stderr=theirs) == (3, "")
        assert b"fits" in os.read(ours, 100)
    finally:
        resized.join()
        os.close(ours)
        os.close(theirs)


def test_a_hundred_threads(cluster: Cluster, background: Background) -> None:
    remote = open_remote("n1", inventory=inventory(cluster), background=background)
    said: dict[int, str] = {}

    def work(number: int) -> None:
        said[number] = remote.run(["echo", str(number)]).text

    threads = [threading.Thread(target=work, args=(number,)) for number in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(100 * patience())
    assert said == {number: f"{number}\n" for number in range(100)}


def test_after_a_fork(cluster: Cluster) -> None:
    """The child has connections of its own, and the parent keeps its."""
    from virtreach.routes.ssh.background import shared

    remote = open_remote("n1", inventory=inventory(cluster))
    try:
        first = remote.run_script('echo "$SSH_CONNECTION"').text
        child = os.fork()
        if child == 0:
            code = 1
            try:
                second = remote.run_script('echo "$SSH_CONNECTION"').text
                again = remote.run(["true"]).ok
                shared().close()
                code = 0 if again and second.split()[0] == first.split()[0] and second != first else 2
            except BaseException:  # nothing of pytest may run on in the child
                traceback.print_exc(file=sys.stderr)
            finally:
                os._exit(code)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert remote.run_script('echo "$SSH_CONNECTION"').text == first
    finally:
        shared().close()
