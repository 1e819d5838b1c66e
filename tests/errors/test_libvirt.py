"""libvirt's errors as exception classes."""

from __future__ import annotations

import pickle

import pytest

from virtreach import errors
from virtreach.errors import EncodeError, VirtreachError, libvirt
from virtreach.errors.libvirt import (
    LibvirtError,
    NoDomain,
    OperationInvalid,
    SystemCallFailed,
    class_for,
    from_wire,
)
from virtreach.protocol import constants, enums, rpc


def test_each_code_has_a_class() -> None:
    names = [name for name in dir(constants) if name.startswith(("VIR_ERR_", "VIR_WAR_"))]
    members = {member.value for member in enums.ErrorNumber} - {0}
    classes = {class_for(code) for code in members}
    assert len(classes) == len(members) == 113
    assert LibvirtError not in classes
    assert all(issubclass(made, LibvirtError) for made in classes)
    assert len(names) > 113
    assert class_for(constants.VIR_ERR_NO_DOMAIN) is NoDomain
    assert class_for(constants.VIR_ERR_OPERATION_INVALID) is OperationInvalid
    assert class_for(constants.VIR_ERR_SYSTEM_ERROR) is SystemCallFailed
    assert class_for(constants.VIR_WAR_NO_NETWORK) is libvirt.WarnNoNetwork


def test_classes_are_found_by_name() -> None:
    for name in dir(libvirt):
        if name[0].isupper():
            made = getattr(libvirt, name)
            assert (made.__name__, made.__module__) == (name, "virtreach.errors.libvirt")
    with pytest.raises(AttributeError, match="NoSuchThing"):
        libvirt.NoSuchThing  # type: ignore[attr-defined] # noqa: B018
    assert errors.LibvirtError is LibvirtError


def test_what_an_error_says() -> None:
    error = from_wire(42, 10, "Domain not found: no domain 'x'", 2, None, "format %s", None, None, -1, 7)
    assert type(error) is NoDomain
    assert isinstance(error, VirtreachError)
    assert str(error) == error.message == "Domain not found: no domain 'x'"
    assert (error.code, error.code_name) == (42, "VIR_ERR_NO_DOMAIN")
    assert (error.domain, error.domain_name) == (10, "QEMU")
    assert (error.level, error.str1, error.str2, error.int1, error.int2) == (2, "format %s", None, -1, 7)
    assert repr(error) == "NoDomain(\"Domain not found: no domain 'x'\", VIR_ERR_NO_DOMAIN, from QEMU)"
    assert "42" in str(type(error).__doc__)


def test_codes_that_are_not_known() -> None:
    error = from_wire(9999, 8888, None, 2)
    assert type(error) is LibvirtError
    assert str(error) == "the server gave no message"
    assert (error.code_name, error.domain_name) == ("error 9999", "domain 8888")


def test_errors_survive_pickling() -> None:
    error = from_wire(42, 10, "gone", 2, ("web", bytes(16), 1))
    made = pickle.loads(pickle.dumps(error))
    assert type(made) is NoDomain
    assert vars(made) == vars(error)


def test_errors_survive_the_wire() -> None:
    error = from_wire(
        38, 20, "cannot open", 1, ("web", bytes(range(16)), 5), "a", None, "c", 13, -1, ("default", bytes(16))
    )
    raw = rpc.encode_error(error)
    made = rpc.decode_error(bytes(28) + raw, 28)
    assert type(made) is SystemCallFailed
    assert vars(made) == vars(error)


def test_a_body_as_libvirt_sends_it() -> None:
    # code, domain, message, level, no domain, str1, no str2, no str3, int1, int2, no network
    raw = bytes.fromhex(
        "0000002a 0000000a 00000001 00000004 676f6e65 00000002 00000000 00000001 00000002 25730000"
        "00000000 00000000 ffffffff ffffffff 00000000"
    )
    error = rpc.decode_error(raw, 0)
    assert type(error) is NoDomain
    assert (error.message, error.str1, error.int1, error.domain_ref) == ("gone", "%s", -1, None)
    assert rpc.encode_error(error) == raw
    for end in range(len(raw)):
        with pytest.raises(errors.DecodeError):
            rpc.decode_error(raw[:end], 0)


def test_stream_holes() -> None:
    assert rpc.encode_hole(2**40) == bytes.fromhex("00000100 00000000 00000000")
    assert rpc.decode_hole(rpc.encode_hole(2**40), 0) == 2**40
    for raw in ("ffffffff ffffffff 00000000", "00000000 00000001 00000001", "00000000 00000001", "0" * 32):
        with pytest.raises(errors.DecodeError):
            rpc.decode_hole(bytes.fromhex(raw), 0)
    for length in (-1, 2**63):
        with pytest.raises(EncodeError):
            rpc.encode_hole(length)


def test_its_text_is_harmless_and_its_message_exact() -> None:
    message = "line one\n\tline two\x1b]0;owned\x07\x9b2J\u202e"
    error = from_wire(1, 10, message, 2)
    assert error.message == message
    assert str(error) == "line one\n\tline two\\x1b]0;owned\\x07\\x9b2J\\u202e"
