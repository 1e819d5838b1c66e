"""Calls that make no sense get libvirt's errors, whatever they say, and soon."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from typing import Any

import pytest

from tests.daemon.hypervisor.definitions import DEVICES, RICH
from tests.daemon.hypervisor.inprocess import FakeStream, InProcess
from tests.daemon.hypervisor.scripts import SCRIPTS
from virtreach.daemon.hypervisor.table import HANDLERS, STREAMS
from virtreach.errors import UsageError
from virtreach.errors.libvirt import LibvirtError
from virtreach.protocol import registry
from virtreach.protocol.schema import NUMBERS as BOUNDS
from virtreach.protocol.schema import Schema, Type

OS = "<os><type>hvm</type></os>"
NUMBERS = ("", "-1", "0", "1e9", "abc", "18446744073709551615", "99999999999999999999999", "0x10")


def test_every_handler_answers_a_procedure() -> None:
    InProcess()
    for name in (*HANDLERS, *STREAMS):
        program, _, short = name.rpartition(".")
        procedure = registry.find(program or "remote", short)
        assert not procedure.event, name
        assert bool(procedure.stream) == (name in STREAMS), name


def test_what_is_not_answered_is_not_supported() -> None:
    client = InProcess()
    dom = client.call("remote", "domain_lookup_by_name", name="test").dom
    with pytest.raises(LibvirtError) as caught:
        client.call("remote", "domain_open_graphics_fd", dom=dom, idx=0, flags=0)
    assert caught.value.str2 == "virDomainOpenGraphicsFD"
    assert caught.value.code_name == "VIR_ERR_NO_SUPPORT"


def mutate(text: str, pick: random.Random) -> str:
    """Change a definition somewhere: an attribute, a number, a piece doubled, lost or swapped."""
    at = pick.randrange(len(text))
    match pick.randrange(5):
        case 0:
            end = text.find("'", text.find("'", at) + 1)
            start = text.find("'", at)
            return text[: start + 1] + pick.choice(NUMBERS) + text[end:] if 0 <= start < end else text
        case 1:
            start = text.find(">", at)
            end = text.find("<", start)
            return text[: start + 1] + pick.choice(NUMBERS) + text[end:] if 0 <= start < end else text
        case 2:
            start, end = text.find("<", at), text.find("/>", at)
            return text[: end + 2] + text[start : end + 2] + text[end + 2 :] if 0 <= start < end else text
        case 3:
            start, end = text.find("<", at), text.find("/>", at)
            return text[:start] + text[end + 2 :] if 0 <= start < end else text
        case _:
            return text[:at] + pick.choice("<>&'\"/ \0é") + text[at + 1 :]


def test_mutated_definitions() -> None:
    pick = random.Random(7)
    client = InProcess()
    whole = RICH.replace("</domain>", DEVICES + "<perf><event name='x' enabled='yes'/></perf></domain>")
    taken = 0
    for _ in range(1500):
        text = whole
        for _ in range(pick.randrange(1, 4)):
            text = mutate(text, pick)
        text = text.replace("\0", "")
        try:
            dom = client.call("remote", "domain_define_xml", xml=text).dom
        except LibvirtError:
            continue
        taken += 1
        # Whatever was taken can be asked about, run and forgotten.
        for name, fields in (
            ("domain_create", {}),
            ("domain_get_info", {}),
            ("domain_get_xml_desc", {"flags": 0}),
            ("domain_get_vcpus", {"maxinfo": 16, "maplen": 2}),
            ("domain_get_memory_parameters", {"nparams": 9, "flags": 4}),
            ("domain_get_blkio_parameters", {"nparams": 9, "flags": 4}),
            ("domain_get_block_io_tune", {"disk": "hda", "nparams": 30, "flags": 4}),
            ("domain_set_perf_events", {"params": {"cmt": True}, "flags": 0}),
            ("domain_memory_stats", {"max_stats": 20, "flags": 0}),
            ("domain_destroy", {}),
            ("domain_undefine", {}),
        ):
            try:
                client.call("remote", name, dom=dom, **fields)
            except LibvirtError:
                assert name not in ("domain_create", "domain_get_info", "domain_destroy", "domain_undefine")
        client.call("remote", "connect_get_all_domain_stats", doms=[], stats=0, flags=0)
    assert taken > 100


def test_mutated_scripts() -> None:
    # The other objects' definitions, in the calls that the comparison with libvirt makes.
    pick = random.Random(11)
    for _ in range(30):
        client = InProcess()
        for script in SCRIPTS.values():
            kept: dict[str, Any] = {}
            for step in script:
                fields = {
                    name: kept.get(value.name) if type(value).__name__ == "Kept" else value
                    for name, value in step.fields.items()
                }
                if any(
                    value is None and type(step.fields[name]).__name__ == "Kept"
                    for name, value in fields.items()
                ):
                    continue
                for name, value in fields.items():
                    if isinstance(value, str) and len(value) > 10 and pick.random() < 0.5:
                        fields[name] = mutate(value, pick).replace("\0", "")
                try:
                    result = client.call("remote", step.procedure, **fields)
                except LibvirtError:
                    continue
                if step.keep:
                    kept[step.keep] = result[0]


@pytest.mark.parametrize(
    "inner",
    [
        "<vcpu>4000000000</vcpu>",
        "<vcpu cpuset='" + "0-16383," * 8000 + "0'>1</vcpu>",
        "<iothreads>4000000000</iothreads>",
        "<devices>" + "<interface type='user'/>" * 100_000 + "</devices>",
        "<devices><disk type='file'><source file='/x'/><target dev='sd"
        + "z" * 100_000
        + "'/></disk></devices>",
        "<devices><disk type='file'><source file='/x'/><target dev='sda'/>"
        "<address type='drive' controller='4000000000'/></disk></devices>",
        "<devices><hostdev mode='subsystem' type='pci'><source><address domain='"
        + "9" * 4000
        + "'/></source>"
        "</hostdev></devices>",
        "<description>" + "&amp;" * 500_000 + "</description>",
    ],
    ids=["vcpus", "cpuset", "iothreads", "interfaces", "target", "controller", "address", "text"],
)
def test_large_definitions_take_no_long_time(inner: str) -> None:
    client = InProcess()
    text = f"<domain type='test'><name>m</name><memory>1</memory>{OS}{inner}</domain>"
    before = time.process_time()
    try:
        dom = client.call("remote", "domain_create_xml", xml_desc=text, flags=0).dom
        client.call("remote", "domain_get_vcpus", dom=dom, maxinfo=8, maplen=2)
    except LibvirtError:
        pass
    assert time.process_time() - before < 5


def test_moments_make_no_circles() -> None:
    client = InProcess()
    dom = client.call("remote", "domain_lookup_by_name", name="test").dom
    one = "<domainsnapshot><name>one</name></domainsnapshot>"
    two = "<domainsnapshot><name>two</name></domainsnapshot>"
    client.call("remote", "domain_snapshot_create_xml", dom=dom, xml_desc=one, flags=0)
    client.call("remote", "domain_snapshot_create_xml", dom=dom, xml_desc=two, flags=0)
    now = client.call("remote", "domain_get_xml_desc", dom=dom, flags=0).xml
    past = "<creationTime>1</creationTime><state>running</state>"
    circle = f"<domainsnapshot><name>one</name>{past}<parent><name>two</name></parent>{now}</domainsnapshot>"
    with pytest.raises(LibvirtError, match="would create cycle"):
        client.call("remote", "domain_snapshot_create_xml", dom=dom, xml_desc=circle, flags=1)


def test_a_long_chain_of_moments() -> None:
    client = InProcess()
    dom = client.call("remote", "domain_lookup_by_name", name="test").dom
    for number in range(1500):
        text = f"<domainsnapshot><name>s{number}</name></domainsnapshot>"
        client.call("remote", "domain_snapshot_create_xml", dom=dom, xml_desc=text, flags=0)
    found = client.call(
        "remote", "domain_snapshot_list_all_children", snapshot=("s0", dom), need_results=1, flags=1
    )
    assert len(found.snapshots) == 1499
    client.call("remote", "domain_snapshot_delete", snap=("s0", dom), flags=1)
    assert client.call("remote", "domain_snapshot_num", dom=dom, flags=0).num == 0


def test_streams_that_are_not_there() -> None:
    client = InProcess()
    with pytest.raises(LibvirtError, match="Storage pool not found"):
        client.open("storage_vol_download", FakeStream(), vol=("x", "y", "z"), offset=0, length=0, flags=0)


def some(kind: Type, pick: random.Random, dom: Any) -> Any:
    """Some value of a type, at its bounds more often than not."""
    match kind.kind:
        case "optional":
            assert kind.of is not None
            return None if pick.random() < 0.3 else some(kind.of, pick, dom)
        case "struct":
            if kind.name == "nonnull_domain":
                return dom
            return tuple(some(field.type, pick, dom) for field in kind.fields)
        case "array":
            assert kind.of is not None
            return [some(kind.of, pick, dom) for _ in range(min(pick.randrange(3), kind.most))]
        case "string":
            names = (
                "",
                "x",
                "test",
                "default",
                "default-pool",
                "eth1",
                "vda",
                "testnet0",
                "computer",
                "<a/>",
            )
            return pick.choice(names)
        case "params":
            names = (
                "weight",
                "hard_limit",
                "cmt",
                "inbound.average",
                "file",
                "numa_nodeset",
                "total_bytes_sec",
            )
            # Kinds are as good as random: a client may send any.
            return [
                (name, *pick.choice(((4, 1), (4, 2**64 - 1), (5, 1.5), (6, 1), (7, "x"), (7, "0"))))
                for name in pick.sample(names, pick.randrange(3))
            ]
        case "opaque" | "chars":
            return pick.randbytes(kind.most if kind.exact else pick.randrange(4))
        case "double":
            return 1.5
        case _:
            low, high = BOUNDS.get(kind.kind, (0, 1))
            return pick.choice((0, 0, 0, 1, 2, 3, low, high))


@pytest.mark.parametrize("readonly", [False, True])
async def test_arguments_at_their_bounds(readonly: bool) -> None:
    pick = random.Random(3)
    for _ in range(12):
        client = InProcess(readonly=readonly)
        for name in (*HANDLERS, *STREAMS):
            program, _, short = name.rpartition(".")
            procedure = registry.find(program or "remote", short)
            try:
                dom = client.call("remote", "domain_lookup_by_name", name="test").dom
            except LibvirtError:
                client = InProcess()
                dom = client.call("remote", "domain_lookup_by_name", name="test").dom
            schema = Schema.of(procedure.program)
            fields = {field.name: some(field.type, pick, dom) for field in schema.fields(short, "args")}
            try:
                procedure.encode_args(*registry.arguments(procedure, fields))
            except UsageError:
                continue  # not even a client could send it
            try:
                if name in STREAMS:
                    client.open(name, **fields)
                else:
                    with contextlib.suppress(TimeoutError):
                        # A guest that moves is called back.
                        async with asyncio.timeout(0.001):
                            await client.later(name, **fields)
            except LibvirtError:
                continue
