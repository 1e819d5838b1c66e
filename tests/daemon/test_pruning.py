"""Lists, counts and events without what a client may not see, of the hypervisor and of a host behind the gateway."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.daemon.gateway.gate import ME, gate, host
from tests.daemon.hypervisor.inprocess import InProcess
from tests.daemon.raw import Raw, place
from virtreach.daemon.client import Client
from virtreach.daemon.dispatch import PRUNE, Policy
from virtreach.daemon.drivers.base import ClientInfo, Session
from virtreach.daemon.hypervisor.driver import TestDriver
from virtreach.daemon.pruning import PrunedSession, is_list
from virtreach.errors.libvirt import LibvirtError, NoStoragePool
from virtreach.protocol import registry
from virtreach.protocol import remote as P

SECRET = "<secret><uuid>{}</uuid><usage type='volume'><volume>/{}</volume></usage></secret>"


class Watched(InProcess):
    """A client of the hypervisor that may not see whatever has "hidden" in its name."""

    def __init__(self, driver: TestDriver) -> None:
        super().__init__(driver)
        self.asked: set[str] = set()
        inner: Session = self.session
        self.session = PrunedSession(inner, self._shown)  # type: ignore[assignment]
        self.session.emit = self._emit

    def _shown(self, permission: str, name: str, uuid: bytes) -> bool:
        self.asked.add(permission)
        return "hidden" not in name and (not permission.startswith("secret:") or uuid[0] != 0xFF)


@pytest.fixture
def driver() -> TestDriver:
    """Two of everything, one of which is hidden."""
    made = TestDriver()
    full = InProcess(made)
    for name in ("seen", "hidden"):
        define = (
            f"<domain type='test'><name>{name}</name><memory>1024</memory><os><type>hvm</type></os></domain>"
        )
        full.call("remote", "domain_define_xml", xml=define)
        full.call("remote", "domain_create_xml", xml_desc=define.replace(name, f"{name}-on"), flags=0)
        for state in ("", "-on"):
            net = full.call(
                "remote", "network_define_xml", xml=f"<network><name>{name}{state}</name></network>"
            ).net
            pool = full.call(
                "remote",
                "storage_pool_define_xml",
                xml=f"<pool type='dir'><name>{name}{state}</name><target><path>/{name}{state}</path></target></pool>",
                flags=0,
            ).pool
            if state:
                full.call("remote", "network_create", net=net)
                full.call("remote", "storage_pool_create", pool=pool, flags=0)
                for volume in ("seen", "hidden"):
                    xml = f"<volume><name>{volume}</name><capacity>1</capacity></volume>"
                    full.call("remote", "storage_vol_create_xml", pool=pool, xml=xml, flags=0)
    for uuid in ("00000000-0000-0000-0000-000000000001", "ff000000-0000-0000-0000-000000000001"):
        full.call("remote", "secret_define_xml", xml=SECRET.format(uuid, uuid), flags=0)
    return made


def test_every_list_is_known() -> None:
    """What libvirt filters are lists, counts, statistics, and registrations of events, which are filtered anyway."""
    entries = [registry.find("remote", number) for number, *_ in registry.entries("remote")]
    for procedure in entries:
        if procedure.aclfilter:
            assert is_list(procedure) != ("event_" in procedure.name and "register" in procedure.name), (
                procedure.name
            )
    assert sum(map(is_list, entries)) == 35


@pytest.mark.parametrize(
    ("name", "arguments", "whole", "part"),
    [
        ("connect_list_defined_domains", {"maxnames": 10}, {"seen", "hidden"}, {"seen"}),
        (
            "connect_list_networks",
            {"maxnames": 10},
            {"default", "seen-on", "hidden-on"},
            {"default", "seen-on"},
        ),
        ("connect_list_defined_networks", {"maxnames": 10}, {"seen", "hidden"}, {"seen"}),
        (
            "connect_list_storage_pools",
            {"maxnames": 10},
            {"default-pool", "seen-on", "hidden-on"},
            {"default-pool", "seen-on"},
        ),
        ("connect_list_defined_storage_pools", {"maxnames": 10}, {"seen", "hidden"}, {"seen"}),
    ],
)
def test_names(
    driver: TestDriver, name: str, arguments: dict[str, Any], whole: set[str], part: set[str]
) -> None:
    full, watched = InProcess(driver), Watched(driver)
    assert set(full.call("remote", name, **arguments).names) == whole
    assert set(watched.call("remote", name, **arguments).names) == part
    count = name.replace("_list_", "_num_of_")
    assert full.call("remote", count).num == len(whole)
    assert watched.call("remote", count).num == len(part)
    # One that is hidden does not take the place of one that is not.
    assert len(watched.call("remote", name, maxnames=1).names) == 1


def test_volumes(driver: TestDriver) -> None:
    watched = Watched(driver)
    pool = watched.call("remote", "storage_pool_lookup_by_name", name="seen-on").pool
    assert watched.call("remote", "storage_pool_list_volumes", pool=pool, maxnames=9).names == ["seen"]
    assert watched.call("remote", "storage_pool_num_of_volumes", pool=pool).num == 1
    found = watched.call("remote", "storage_pool_list_all_volumes", pool=pool, need_results=1, flags=0)
    assert ([volume[1] for volume in found.vols], found.ret) == (["seen"], 1)
    # Errors are those of the call that was made.
    with pytest.raises(NoStoragePool):
        watched.call("remote", "storage_pool_num_of_volumes", pool=("none", bytes(16)))


def test_domains(driver: TestDriver) -> None:
    full, watched = InProcess(driver), Watched(driver)
    ids = full.call("remote", "connect_list_domains", maxids=10).ids
    seen = watched.call("remote", "connect_list_domains", maxids=10).ids
    assert len(seen) == len(ids) - 1 == watched.call("remote", "connect_num_of_domains").num
    assert set(seen) < set(ids)
    for flags, names in ((0, {"test", "seen", "seen-on"}), (1, {"test", "seen-on"}), (2, {"seen"})):
        found = watched.call("remote", "connect_list_all_domains", need_results=1, flags=flags)
        assert {domain[0] for domain in found.domains} == names
        # Who asks for the number alone gets no other.
        counted = watched.call("remote", "connect_list_all_domains", need_results=0, flags=flags)
        assert (counted.domains, counted.ret) == ([], len(names))
    stats = watched.call("remote", "connect_get_all_domain_stats", doms=[], stats=0, flags=0).ret_stats
    assert {one[0][0] for one in stats} == {"test", "seen", "seen-on"}
    assert watched.asked == {"domain:getattr", "domain:read"}


def test_other_kinds(driver: TestDriver) -> None:
    full, watched = InProcess(driver), Watched(driver)
    assert len(full.call("remote", "connect_list_secrets", maxuuids=9).uuids) == 2
    assert watched.call("remote", "connect_num_of_secrets").num == 1
    assert watched.call("remote", "connect_list_all_secrets", need_results=1, flags=0).ret == 1
    for kind, number in (("nwfilters", 0), ("interfaces", 1)):
        assert watched.call("remote", f"connect_num_of_{kind}").num == number
    assert watched.call("remote", "node_num_of_devices", cap=None, flags=0).num > 3
    assert watched.call("remote", "node_num_of_devices", cap="scsi_host", flags=0).num > 1


def test_events(driver: TestDriver) -> None:
    watched, full = Watched(driver), InProcess(driver)
    watched.call("remote", "connect_domain_event_callback_register_any", event_id=0, dom=None)
    watched.call("remote", "connect_network_event_register_any", event_id=0, net=None)
    for name in ("seen", "hidden"):
        domain = full.call("remote", "domain_lookup_by_name", name=name).dom
        full.call("remote", "domain_create", dom=domain)
        net = full.call("remote", "network_lookup_by_name", name=name).net
        full.call("remote", "network_create", net=net)
    subjects = {
        getattr(event, "msg", event)[0 if hasattr(event, "msg") else 1].name for _, event in watched.events
    }
    assert subjects == {"seen"}


def _shows(client: ClientInfo, permission: str, name: str, uuid: bytes) -> bool:
    assert client.transport == "unix"
    assert permission != "domain:getattr" or len(uuid) == 16
    return name != "idle"


@asynccontextmanager
async def through(tmp_path: Path, way: str) -> AsyncIterator[tuple[Raw, Any]]:
    """A client whose daemon hides the domain "idle", and the toy driver with its two domains, of which it is one."""
    policy = Policy(shows=_shows)
    if way == "direct":
        async with place(tmp_path, policy=policy) as daemon:
            yield await (await daemon.connect()).open(), daemon.driver
        return
    (tmp_path / "host").mkdir()
    async with (
        place(tmp_path / "host") as far,
        gate(tmp_path, host("hv1", far.uri(), f"identities = [{ME}]"), policy=policy) as gateway,
    ):
        yield await gateway.connect(), far.driver


@pytest.mark.parametrize("way", ["direct", "gateway"])
async def test_a_whole_daemon(tmp_path: Path, way: str) -> None:
    async with through(tmp_path, way) as (raw, driver):
        found = await raw.call(P.CONNECT_LIST_ALL_DOMAINS, 1, 0)
        assert ([domain[0] for domain in found.domains], found.ret) == (["test"], 1)
        assert (await raw.call(P.CONNECT_LIST_ALL_DOMAINS, 0, 0)).ret == 1
        # Asked of the host as a list of domains.
        assert (await raw.call(P.CONNECT_NUM_OF_DOMAINS)).num == 1
        assert (await raw.call(P.CONNECT_LIST_DOMAINS, 5)).ids == [1]
        # What is no list passes as ever, errors as well.
        assert (await raw.call(P.CONNECT_GET_TYPE)).type
        with pytest.raises(LibvirtError, match="nope"):
            await raw.call(P.DOMAIN_LOOKUP_BY_NAME, "nope")
        # The toy knows no pools: the error is one of the call that was made.
        with pytest.raises(LibvirtError):
            await raw.call(P.CONNECT_NUM_OF_STORAGE_POOLS)
        await raw.call(P.CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY, 0, None)
        driver.lifecycle()
        await raw.call(P.CONNECT_GET_TYPE)
        assert len(raw.messages) == 1


def test_without_a_rule_nothing_is_looked_at() -> None:
    assert not any(care & PRUNE for care in map(Policy().full.__getitem__, _lists()))
    assert all(care & PRUNE for care in map(Policy(shows=_shows).readonly.__getitem__, _lists()))
    assert Client.__slots__


def _lists() -> list[Any]:
    entries = [registry.find("remote", number) for number, *_ in registry.entries("remote")]
    return [procedure for procedure in entries if is_list(procedure)]
