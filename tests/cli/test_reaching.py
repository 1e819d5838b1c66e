"""What commands say about nodes that are not reached, and how they end."""

from __future__ import annotations

from pathlib import Path

import pytest

from virtreach.cli.main import run
from virtreach.errors import VirtreachError
from virtreach.errors.routes import HopUnreachable, HostKeyUnknown, LoginRefused

pytestmark = pytest.mark.needs("module:asyncssh", "module:requests")


@pytest.fixture
def inventory(tmp_path: Path) -> str:
    """An inventory with a proxy, a node behind it, and a guest that has no address."""
    path = tmp_path / "inventory.toml"
    path.write_text(
        '[clusters.lab.groups.gates]\nis_proxy = true\nnodes = [{ name = "p1", address = "127.0.0.1", port = 1 }]\n'
        '[clusters.lab.groups.workers]\nnodes = [{ name = "n1", internal_address = "10.0.0.1" }]\n'
        '[clusters.here.groups.guests]\nnodes = [{ name = "g1", host = "test:///default" }]\n'
    )
    return str(path)


@pytest.mark.parametrize(
    "words",
    [
        ("ls", "g1:/"),
        ("cp", "g1:/etc/hosts", "/proc/none/x"),
        ("http", "g1", ":80/"),
        ("route", "g1"),
        ("ssh", "g1"),
    ],
)
def test_a_guest_without_an_address(
    inventory: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([words[0], "--inventory", inventory, *words[1:]]) != 0
    said = capsys.readouterr().err
    assert "here/g1" in said
    assert "'virtreach run'" in said


@pytest.mark.parametrize(
    ("failures", "code"),
    [
        ((LoginRefused("no"), HostKeyUnknown("no")), 4),
        ((LoginRefused("no"), HopUnreachable("no")), 3),
        ((HopUnreachable("no"),), 3),
    ],
)
def test_how_route_ends(
    inventory: str, failures: tuple[VirtreachError, ...], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from virtreach.routes.ssh import probing

    async def probe(*_args: object, **_options: object) -> list[probing.WayReport]:
        return [
            probing.WayReport("tried", (probing.HopReport("p", "", error=str(one), failure=one),))
            for one in failures
        ]

    monkeypatch.setattr(probing, "probe", probe)
    assert run(["route", "--inventory", inventory, "n1"]) == code
