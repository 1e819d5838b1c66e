"""The command on ``test:///default``, which is in its own process."""

from __future__ import annotations

import json

import pytest

from virtreach.cli.main import run

URI = "test:///default"


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-c", URI, "list", "--all"]) == 0
    assert "test  running" in capsys.readouterr().out


def test_doctor(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", URI, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [step["step"] for step in told["steps"]] == [
        "uri",
        "hypervisor",
        "authentication",
        "open",
        "version",
    ]
    assert told["steps"][0]["detail"] == f"{URI} (as given): the test hypervisor in this process"


def test_doctor_of_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "test:///proc/none/node.xml"]) == 1
    shown = capsys.readouterr().out
    assert "FAIL  open" in shown
    assert "failed to open /proc/none/node.xml" in shown


def test_uri(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["uri", f"{URI}?mode=direct", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["transport"], told["far_name"]) == ("embedded", URI)
    fields = {each["field"]: each["why"] for each in told["fields"]}
    assert "no daemon, but the test hypervisor in this process" in fields["transport"]
    assert "not used by the transport embedded" in fields["variable mode"]
    assert "server" not in fields
    assert "ends with the process" in fields["route"]
