"""Values that do not fit: an EncodeError that names procedure and field, and nothing is sent."""

from __future__ import annotations

from typing import Any

import pytest

from virtreach.errors import EncodeError
from virtreach.protocol import admin
from virtreach.protocol import remote as P
from virtreach.protocol.procedure import Procedure

UUID = bytes(16)
DOMAIN = ("web", UUID, 1)


class Handle:
    """An object that is no handle, with bytes that are none."""

    _wire = "text"


CASES: list[tuple[Procedure[Any], tuple[Any, ...], str]] = [
    (P.DOMAIN_LOOKUP_BY_NAME, (5,), "domain_lookup_by_name: name is int; a string is wanted"),
    (P.DOMAIN_LOOKUP_BY_NAME, (None,), "name is None; a string is wanted"),
    (P.DOMAIN_LOOKUP_BY_NAME, (b"web",), "name is bytes; a string is wanted"),
    (P.DOMAIN_LOOKUP_BY_NAME, ("a\0b",), "name has a NUL character in it"),
    (P.DOMAIN_LOOKUP_BY_NAME, ("\ud800",), "name cannot be written as UTF-8"),
    (P.DOMAIN_LOOKUP_BY_UUID, (bytes(15),), "uuid has 15 bytes; exactly 16 are wanted"),
    (P.DOMAIN_LOOKUP_BY_UUID, (bytes(17),), "uuid has 17 bytes; exactly 16 are wanted"),
    (P.DOMAIN_LOOKUP_BY_UUID, ("0123456789abcdef",), "uuid is str; bytes is wanted"),
    (P.DOMAIN_LOOKUP_BY_UUID, (None,), "uuid is None; bytes is wanted"),
    (P.DOMAIN_LOOKUP_BY_ID, (2**31,), "id is 2147483648; -2147483648 to 2147483647 is allowed"),
    (P.DOMAIN_LOOKUP_BY_ID, (1.0,), "id is float; an integer is wanted"),
    (P.DOMAIN_GET_XML_DESC, (DOMAIN, -1), "flags is -1; 0 to 4294967295 is allowed"),
    (P.DOMAIN_GET_XML_DESC, (DOMAIN, 2**32), "flags is 4294967296"),
    (P.DOMAIN_GET_XML_DESC, (DOMAIN, "1"), "flags is str; an integer is wanted"),
    (P.DOMAIN_GET_XML_DESC, (None, 0), "dom is None; domain or a tuple of its fields is wanted"),
    (P.DOMAIN_GET_XML_DESC, ("web", 0), "dom is str; domain or a tuple"),
    (P.DOMAIN_GET_XML_DESC, (("web", UUID), 0), "dom has 2 fields; these are wanted: name, uuid, id"),
    (P.DOMAIN_GET_XML_DESC, (("web", UUID, None), 0), "dom.id is None; an integer is wanted"),
    (P.DOMAIN_GET_XML_DESC, ((1, UUID, 1), 0), "dom.name is int; a string is wanted"),
    (P.DOMAIN_GET_XML_DESC, (("web", bytes(3), 1), 0), "uuid has 3 bytes"),
    (P.DOMAIN_GET_XML_DESC, (Handle(), 0), "dom is Handle; domain is wanted"),
    (P.DOMAIN_SET_MEMORY, (DOMAIN, -1), "memory is -1; 0 to 18446744073709551615 is allowed"),
    (P.DOMAIN_PIN_VCPU, (DOMAIN, 0, "1"), "cpumap is str; bytes is wanted"),
    (P.DOMAIN_PIN_VCPU, (DOMAIN, 0, bytes(2049)), "cpumap has a length of 2049; at most 2048 is allowed"),
    (P.DOMAIN_SEND_KEY, (DOMAIN, 0, 0, [0] * 17, 0), "keycodes has a length of 17; at most 16 is allowed"),
    (P.DOMAIN_SEND_KEY, (DOMAIN, 0, 0, [1, -1], 0), r"keycodes\[1\] is -1"),
    (P.DOMAIN_SEND_KEY, (DOMAIN, 0, 0, [1, "a"], 0), r"keycodes\[1\] is str; an integer is wanted"),
    (P.DOMAIN_SEND_KEY, (DOMAIN, 0, 0, 5, 0), "keycodes is int; a list is wanted"),
    (P.DOMAIN_SEND_KEY, (DOMAIN, 0, 0, None, 0), "keycodes is None; a list is wanted"),
    (P.DOMAIN_FSFREEZE, (DOMAIN, "/mnt", 0), "mountpoints is str; a list is wanted"),
    (P.DOMAIN_FSFREEZE, (DOMAIN, [1], 0), r"mountpoints\[0\] is int; a string is wanted"),
    (P.DOMAIN_FSFREEZE, (DOMAIN, ["/"] * 257, 0), "mountpoints has a length of 257; at most 256"),
    (P.CONNECT_GET_ALL_DOMAIN_STATS, ([DOMAIN, None], 0, 0), r"doms\[1\] is None; domain or a tuple"),
    (P.CONNECT_GET_ALL_DOMAIN_STATS, ([DOMAIN] * 16385, 0, 0), "doms has a length of 16385"),
    (P.AUTH_SASL_START, ("PLAIN", 1, "text"), "data is str; bytes is wanted"),
    (P.AUTH_SASL_START, ("PLAIN", 1, bytes(65537)), "data has a length of 65537; at most 65536"),
    (P.AUTH_SASL_START, ("PLAIN", 1, None), "data is None; bytes is wanted"),
    (P.DOMAIN_SET_METADATA, (DOMAIN, 0, 1, None, None, 0), "metadata is int; a string is wanted"),
    (P.DOMAIN_SET_MEMORY_PARAMETERS, (DOMAIN, 5, 0), "domain_set_memory_parameters: .*int.* not iterable"),
    (admin.SERVER_LOOKUP_CLIENT, (("s",), -1, 0), "server_lookup_client: id is -1"),
]

RESULTS: list[tuple[Procedure[Any], tuple[Any, ...], str]] = [
    (P.DOMAIN_GET_INFO, (256, 0, 0, 0, 0), "domain_get_info: state is 256; 0 to 255 is allowed"),
    (P.DOMAIN_GET_INFO, (1, 0, 0, 65536, 0), "nr_virt_cpu is 65536; 0 to 65535 is allowed"),
    (P.DOMAIN_GET_INFO, (1, 0, 0, "1", 0), "nr_virt_cpu is str; an integer is wanted"),
    (P.STORAGE_VOL_GET_INFO, (128, 0, 0), "type is 128; -128 to 127 is allowed"),
    (P.NODE_GET_INFO, (b"short", 0, 0, 0, 0, 0, 0, 0), "model has 5 bytes; exactly 32 are wanted"),
    (P.DOMAIN_EVENT_CALLBACK_LIFECYCLE, (1, (DOMAIN, 2**31, 0)), "msg.event is 2147483648"),
    (P.DOMAIN_GET_SECURITY_LABEL, (bytes(4098), 0), "label has a length of 4098; at most 4097"),
]


@pytest.mark.parametrize(("procedure", "values", "message"), CASES, ids=lambda one: str(one)[:50])
def test_arguments_that_do_not_fit(procedure: Procedure[Any], values: tuple[Any, ...], message: str) -> None:
    with pytest.raises(EncodeError, match=message) as caught:
        procedure.encode_args(*values)
    assert str(caught.value).startswith(f"{procedure.name}: ")


@pytest.mark.parametrize(("procedure", "values", "message"), RESULTS, ids=lambda one: str(one)[:50])
def test_results_that_do_not_fit(procedure: Procedure[Any], values: tuple[Any, ...], message: str) -> None:
    with pytest.raises(EncodeError, match=message):
        procedure.encode_ret(*values)
