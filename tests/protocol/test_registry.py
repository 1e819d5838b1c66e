"""Procedures by name and number, plain values as arguments, plain values from results."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from typing import Any

import pytest

from tests.protocol.reference import anything, decoded, procedures
from tests.test_layering import SOURCE
from virtreach.errors import DecodeError, EncodeError, UsageError
from virtreach.protocol import admin, constants, enums, keepalive, registry
from virtreach.protocol import remote as P
from virtreach.wire.typed_params import TypedParam

UUID = "c7a5fdbd-edaf-9455-926a-d65c16db1809"
RAW = bytes.fromhex(UUID.replace("-", ""))


@pytest.mark.parametrize(
    "name", ["domain_get_info", "DOMAIN_GET_INFO", "REMOTE_PROC_DOMAIN_GET_INFO", "domain-get-info", 16]
)
def test_one_procedure_by_its_names(name: str | int) -> None:
    assert registry.find("remote", name) is P.DOMAIN_GET_INFO


def test_procedures_of_other_programs() -> None:
    assert registry.find("admin", 1) is admin.CONNECT_OPEN
    assert registry.find("keepalive", "ping") is keepalive.PING
    assert registry.by_number(0x20008086, 16) is P.DOMAIN_GET_INFO
    assert registry.by_number(0x20008086, 9999) is None
    assert registry.by_number(0x1, 1) is None
    assert repr(P.DOMAIN_GET_INFO) == "<Procedure remote.domain_get_info (16)>"


@pytest.mark.parametrize(
    ("program", "name", "message"),
    [
        ("remote", "domain_get_inf", "did you mean domain_get_info"),
        ("remote", "zzz", "no procedure 'zzz'$"),
        ("remote", 9999, "no procedure 9999"),
        ("remot", "x", "no program 'remot'; programs are remote, qemu, lxc, admin, keepalive"),
    ],
)
def test_what_is_not_there(program: str, name: str | int, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        registry.find(program, name)


def test_listing_loads_no_family() -> None:
    program = (
        "import sys; from virtreach.protocol import registry;"
        "n = sum(1 for name in registry.PROGRAMS for entry in registry.entries(name)); print(n);"
        "print([m for m in sys.modules if m.endswith(('.domain', '.handles', '.procedures'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "483\n[]\n"


def test_entries_say_what_the_procedures_say() -> None:
    for program in registry.PROGRAMS:
        for number, name, kind, readonly, stream in registry.entries(program):
            found = registry.find(program, number)
            assert (found.name, found.readonly, found.stream) == (name, readonly, stream)
            assert kind == ("event" if found.event else "call")


def test_names_that_a_program_lacks() -> None:
    for name in ("NO_SUCH", "NoSuchRet", "nothing"):
        with pytest.raises(AttributeError, match=f"the remote program has no {name}"):
            getattr(P, name)
    assert {"DOMAIN_GET_INFO", "DomainGetInfoRet", "NonnullDomain"} <= set(dir(P))
    assert all(getattr(P, name) for name in dir(P))


def test_unknown_procedures_take_and_give_bytes() -> None:
    raw = registry.raw_procedure(0x20008086, 999)
    assert (raw.program, raw.program_number, raw.number, raw.version) == ("remote", 0x20008086, 999, 1)
    assert raw.encode_args(b"\0\0\0\1") == b"\0\0\0\1"
    assert raw.encode_args() == b""
    assert raw.decode_ret(b"headabcd", 4) == b"abcd"
    assert registry.raw_procedure("qemu", 99).program_number == 0x20008087
    assert registry.raw_procedure(0x1234, 5, version=3).program == "0x1234"
    with pytest.raises(UsageError):
        registry.raw_procedure("nothing", 1)


ARGUMENTS: list[tuple[str, dict[str, Any], tuple[Any, ...]]] = [
    ("domain_lookup_by_name", {"name": "web"}, ("web",)),
    ("domain_lookup_by_uuid", {"uuid": UUID}, (RAW,)),
    ("domain_lookup_by_uuid", {"uuid": UUID.replace("-", "")}, (RAW,)),
    ("domain_lookup_by_uuid", {"uuid": RAW}, (RAW,)),
    ("connect_open", {}, (None, 0)),
    ("connect_open", {"name": "test:///default", "flags": 1}, ("test:///default", 1)),
    ("domain_get_xml_desc", {"dom": ("web", UUID, 1)}, (("web", RAW, 1), 0)),
    ("domain_get_xml_desc", {"dom": {"name": "web", "uuid": UUID, "id": -1}}, (("web", RAW, -1), 0)),
    ("domain_get_xml_desc", {"dom": ["web", RAW, 1], "flags": "0x3"}, (("web", RAW, 1), 3)),
    (
        "domain_get_xml_desc",
        {"dom": ("web", RAW, 1), "flags": "VIR_DOMAIN_XML_SECURE | VIR_DOMAIN_XML_INACTIVE"},
        (("web", RAW, 1), 3),
    ),
    ("domain_memory_peek", {"dom": ("w", RAW, 1), "offset": "4096", "size": 8}, (("w", RAW, 1), 4096, 8, 0)),
    ("auth_sasl_start", {"mech": "PLAIN", "nil": 1, "data": "abc"}, ("PLAIN", 1, b"abc")),
    (
        "secret_set_value",
        {"secret": {"uuid": UUID, "usage_type": 0, "usage_id": ""}, "value": "AAE="},
        ((RAW, 0, ""), b"\0\1", 0),
    ),
    (
        "domain_set_memory_parameters",
        {"dom": ("w", RAW, 1), "params": {"hard_limit": 1}},
        (("w", RAW, 1), {"hard_limit": 1}, 0),
    ),
    (
        "domain_set_memory_parameters",
        {"dom": ("w", RAW, 1), "params": [{"name": "x", "kind": "llong", "value": 1}, ("y", 2, 5)]},
        (("w", RAW, 1), [TypedParam("x", 3, 1), TypedParam("y", 2, 5)], 0),
    ),
    (
        "connect_get_all_domain_stats",
        {"doms": [{"name": "web", "uuid": UUID, "id": 1}], "stats": 0},
        ([("web", RAW, 1)], 0, 0),
    ),
]


@pytest.mark.parametrize(("name", "given", "wanted"), ARGUMENTS, ids=lambda one: str(one)[:40])
def test_plain_arguments(name: str, given: dict[str, Any], wanted: tuple[Any, ...]) -> None:
    procedure = registry.find("remote", name)
    made = registry.arguments(procedure, given)
    assert made == wanted
    assert procedure.encode_args(*made)


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("domain_lookup_by_name", {}, "domain_lookup_by_name lacks name; its fields are: name"),
        ("domain_lookup_by_name", {"name": "a", "x": 1}, "has no field x; its fields are: name"),
        ("connect_close", {"x": 1}, "connect_close has no field x; its fields are: none"),
        ("domain_lookup_by_uuid", {"uuid": "nonsense"}, "uuid: 'nonsense' is not a UUID"),
        ("domain_lookup_by_uuid", {"uuid": "00"}, "uuid: '00' is not a UUID"),
        ("domain_get_xml_desc", {"dom": {"name": "a"}}, "dom lacks uuid, id"),
        ("domain_get_xml_desc", {"dom": {"name": "a", "uuid": UUID, "id": 1, "z": 2}}, "dom has no field z"),
        ("domain_get_xml_desc", {"dom": ("a", UUID)}, "dom: an object, or these fields .* name, uuid, id"),
        ("domain_get_xml_desc", {"dom": 5}, "dom: an object, or these fields"),
        ("domain_get_xml_desc", {"dom": ("a", UUID, 1), "flags": "NO_SUCH"}, "flags: 'NO_SUCH' is neither"),
        (
            "domain_get_xml_desc",
            {"dom": ("a", UUID, 1), "flags": "VIR_MIGRATE_PARAM_URI"},
            "is neither a number",
        ),
        (
            "domain_fsfreeze",
            {"dom": ("a", UUID, 1), "mountpoints": "/"},
            "mountpoints: a list is wanted, not str",
        ),
        ("secret_set_value", {"secret": (UUID, 0, ""), "value": "!"}, "value: base64 text is wanted"),
        (
            "domain_set_memory_parameters",
            {"dom": ("a", UUID, 1), "params": [{"name": "x", "kind": "long", "value": 1}]},
            r"params\[0\]: no kind 'long'; kinds are int, uint",
        ),
        (
            "domain_set_memory_parameters",
            {"dom": ("a", UUID, 1), "params": [{"name": "x"}]},
            r"params\[0\] lacks 'kind'",
        ),
        (
            "domain_set_memory_parameters",
            {"dom": ("a", UUID, 1), "params": [(1, 2)]},
            r"params\[0\]: name, kind and value",
        ),
    ],
)
def test_arguments_that_make_no_sense(name: str, given: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        registry.arguments(registry.find("remote", name), given)


def test_numbers_beyond_their_type_are_left_to_the_encoder() -> None:
    procedure = registry.find("remote", "domain_lookup_by_id")
    with pytest.raises(EncodeError, match="id is 4294967296"):
        procedure.encode_args(*registry.arguments(procedure, {"id": str(2**32)}))


def test_objects_are_taken_as_they_are() -> None:
    class Handle:
        _wire = b""

    handle = Handle()
    assert registry.arguments(P.DOMAIN_GET_INFO, {"dom": handle}) == (handle,)


def test_plain_results() -> None:
    record = P.DOMAIN_LOOKUP_BY_NAME.decode_ret(P.DOMAIN_LOOKUP_BY_NAME.encode_ret(("web", RAW, 5)), 0)
    assert registry.results(P.DOMAIN_LOOKUP_BY_NAME, record) == {
        "dom": {"name": "web", "uuid": UUID, "id": 5}
    }
    assert registry.results(P.DOMAIN_CREATE, None) is None
    label = P.NODE_GET_INFO.decode_ret(
        P.NODE_GET_INFO.encode_ret(b"x86_64" + bytes(26), 1, 2, 3, 4, 5, 6, 7), 0
    )
    plain = registry.results(P.NODE_GET_INFO, label)
    assert plain is not None
    assert plain["model"] == "x86_64"
    peek = P.DOMAIN_MEMORY_PEEK.decode_ret(P.DOMAIN_MEMORY_PEEK.encode_ret(b"\0\1"), 0)
    assert registry.results(P.DOMAIN_MEMORY_PEEK, peek) == {"buffer": "AAE="}


def test_all_results_can_be_json() -> None:
    from random import Random

    chance = Random(5)
    for _, spec, codec in procedures():
        if spec.ret:
            values = tuple(decoded(field.type, anything(field.type, chance)) for field in spec.ret.fields)
            plain = registry.results(codec, values)
            assert list(plain or ()) == list(codec.ret_fields)
            json.dumps(plain)


def test_all_fields_can_be_described() -> None:
    for _, spec, codec in procedures():
        arguments, results = registry.describe(codec)
        assert tuple(field.name for field in arguments) == codec.arg_fields
        assert tuple(field.name for field in results) == codec.ret_fields
        assert all(str(field.type) for field in (*arguments, *results))
        assert spec.name == codec.name
    (dom, flags), (xml,) = registry.describe(P.DOMAIN_GET_XML_DESC)
    assert (str(dom.type), str(flags.type), str(xml.type)) == ("domain", "uint", "string")
    assert (dom.optional, flags.optional) == (False, True)


def test_constants() -> None:
    assert constants.VIR_DOMAIN_XML_SECURE == 1
    assert constants.VIR_DOMAIN_DEVICE_MODIFY_LIVE == constants.VIR_DOMAIN_AFFECT_LIVE == 1
    assert constants.VIR_MIGRATE_PARAM_URI == "migrate_uri"
    assert len(dir(constants)) > 1400
    with pytest.raises(AttributeError, match="libvirt has no constant VIR_NOTHING"):
        constants.VIR_NOTHING  # type: ignore[attr-defined] # noqa: B018


def test_enums() -> None:
    assert enums.DomainState(1) is enums.DomainState.RUNNING
    assert enums.DomainState.RUNNING == constants.VIR_DOMAIN_RUNNING
    assert "LAST" not in enums.DomainState.__members__
    both = enums.DomainXMLFlags.SECURE | enums.DomainXMLFlags.INACTIVE
    assert both == 3
    assert P.DOMAIN_GET_XML_DESC.encode_args(("a", RAW, 1), both)[-4:] == b"\0\0\0\3"
    assert len(dir(enums)) == 178
    for name in dir(enums):
        assert len(getattr(enums, name)) > 0
    newer = enums.DomainState(99)
    assert newer == 99
    assert newer.name == "UNKNOWN_99"
    assert pickle.loads(pickle.dumps(newer)) == newer
    assert "UNKNOWN_99" not in enums.DomainState.__members__
    with pytest.raises(ValueError, match="DomainState"):
        enums.DomainState("RUNNING")
    with pytest.raises(AttributeError, match="libvirt has no enum Nothing"):
        enums.Nothing  # type: ignore[attr-defined] # noqa: B018


def test_members_that_differ_from_their_constants_in_name_only() -> None:
    values = {name: getattr(constants, name) for name in dir(constants)}
    for name in dir(enums):
        for member in getattr(enums, name).__members__.items():
            assert any(text.endswith(member[0]) and value == member[1] for text, value in values.items())


def test_what_some_procedures_are_like() -> None:
    rows = [(entry, registry.find("remote", entry[0])) for entry in registry.entries("remote")]
    assert {found.name: found.stream for _, found in rows if found.stream} == {
        "domain_migrate_prepare_tunnel": "write",
        "domain_migrate_prepare_tunnel3": "write",
        "domain_migrate_prepare_tunnel3_params": "write",
        "domain_open_channel": "read",
        "domain_open_console": "read",
        "domain_screenshot": "read",
        "storage_vol_download": "read",
        "storage_vol_upload": "write",
    }
    assert {found.name: found.sparse_flag for _, found in rows if found.sparse_flag} == {
        "storage_vol_download": 1,
        "storage_vol_upload": 1,
    }
    assert [found.name for _, found in rows if found.preauth] == [
        "auth_list",
        "auth_sasl_init",
        "auth_sasl_start",
        "auth_sasl_step",
        "auth_polkit",
    ]
    assert sum(found.event for _, found in rows) == 53
    assert all(found.readonly != "deny" or not found.name.startswith("connect_list") for _, found in rows)
    changing = (
        "_create",
        "_define_",
        "_destroy",
        "_set_",
        "_undefine",
        "_delete",
        "register",
        "open",
        "_del_",
    )
    assert [
        found.name for _, found in rows if found.replayable and any(w in found.name for w in changing)
    ] == []
    assert sum(found.replayable for _, found in rows) == 188


def test_errors_name_the_procedure() -> None:
    with pytest.raises(DecodeError, match=r"^domain_get_info: the body ends too early"):
        P.DOMAIN_GET_INFO.decode_ret(b"", 0)
