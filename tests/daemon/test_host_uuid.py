"""The host's UUID: from the configuration, or from the machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from virtreach.conf.document import ConfDocument
from virtreach.daemon.config.settings import Settings
from virtreach.daemon.drivers.base import ClientInfo
from virtreach.daemon.host_uuid import host_uuid
from virtreach.daemon.hypervisor.driver import TestDriver
from virtreach.daemon.hypervisor.host.host import capabilities
from virtreach.errors import ConfigError

UUID = "4dea22b3-1d52-d8f3-2516-782e98ab3fa0"


def settings(text: str = "") -> Settings:
    return Settings(ConfDocument(text))


def test_where_it_comes_from(tmp_path: Path) -> None:
    root = str(tmp_path)
    assert host_uuid(settings(), root=root) == ""
    assert host_uuid(settings(f'host_uuid = "{UUID.upper()}"'), root=root) == UUID
    for source in ("smbios", "machine-id"):
        with pytest.raises(ConfigError, match="set host_uuid"):
            host_uuid(settings(f'host_uuid_source = "{source}"'), root=root)
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/machine-id").write_text(UUID.replace("-", "") + "\n")
    (tmp_path / "sys/class/dmi/id").mkdir(parents=True)
    (tmp_path / "sys/class/dmi/id/product_uuid").write_text("0" * 8 + UUID[8:] + "\n")
    assert host_uuid(settings('host_uuid_source = "machine-id"'), root=root) == UUID
    assert host_uuid(settings('host_uuid_source = "smbios"'), root=root) == "0" * 8 + UUID[8:]
    for nonsense in ("f" * 32, "uninitialized", "\udc80" * 32, ""):
        (tmp_path / "etc/machine-id").write_bytes(nonsense.encode("utf-8", "surrogateescape"))
        with pytest.raises(ConfigError):
            host_uuid(settings('host_uuid_source = "machine-id"'), root=root)


def test_capabilities_show_it_only_when_it_is_configured() -> None:
    driver = TestDriver()
    client = ClientInfo(1, "unix", "here")
    hypervisor = driver.open(client, "test:///default", 0).hypervisor
    assert "<uuid>" not in capabilities(hypervisor.host)
    put_in_force = driver.configure(settings(f'host_uuid = "{UUID}"'))
    assert put_in_force is not None
    put_in_force()
    driver.open(client, "test:///default", 0)
    assert f"  <host>\n    <uuid>{UUID}</uuid>\n    <cpu>" in capabilities(hypervisor.host)
