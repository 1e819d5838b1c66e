"""XML in and out, and numbers with units."""

from __future__ import annotations

import pytest

from virtreach.daemon.hypervisor.units import bytes_of, cpu_map, cpus_of, format_cpus, kib_of, parse_cpus
from virtreach.daemon.hypervisor.xmltext import parse, to_text
from virtreach.errors.libvirt import LibvirtError


def read(text: str) -> str:
    return to_text(parse(text, "domain_definition", "domain"))


def test_document_type_is_refused() -> None:
    text = "<!DOCTYPE domain [<!ENTITY a 'aaaa'>]><domain>&a;</domain>"
    with pytest.raises(LibvirtError, match="document type declarations are not accepted") as caught:
        read(text)
    assert caught.value.code_name == "VIR_ERR_XML_DETAIL"


def test_depth_is_bounded() -> None:
    deep = "<domain>" + "<a>" * 300 + "</a>" * 300 + "</domain>"
    with pytest.raises(LibvirtError, match="Excessive depth"):
        read(deep)


def test_unknown_elements_are_kept() -> None:
    text = """<domain>
  <odd:thing xmlns:odd='urn:odd' odd:a='1 &lt; 2'>
    <odd:inner/>
  </odd:thing>
</domain>
"""
    assert read(text) == text


def test_mixed_content_is_kept_on_one_line() -> None:
    assert read("<domain><a>one <b>two</b> three</a></domain>") == (
        "<domain>\n  <a>one <b>two</b> three</a>\n</domain>\n"
    )


def test_quotes_are_escaped_as_libvirt_does() -> None:
    assert read("<domain><a b=\"it's\">&quot;x&quot; &amp; 'y'</a></domain>") == (
        "<domain>\n  <a b='it&apos;s'>&quot;x&quot; &amp; &apos;y&apos;</a>\n</domain>\n"
    )


def test_metadata_has_double_quotes() -> None:
    assert '<k xmlns="urn:k"/>' in read("<domain><metadata><k xmlns='urn:k'/></metadata></domain>")


@pytest.mark.parametrize(
    ("number", "unit", "kib"),
    [(1, None, 1), (1, "b", 1), (2048, "bytes", 2), (1, "MiB", 1024), (1, "MB", 977), (1, "G", 1 << 20)],
)
def test_sizes(number: int, unit: str | None, kib: int) -> None:
    assert kib_of(number, unit) == kib


@pytest.mark.parametrize("unit", ["zz", "MiBs", "kk", ""])
def test_unknown_units(unit: str) -> None:
    if unit:
        with pytest.raises(LibvirtError, match="unknown suffix"):
            bytes_of(1, unit)
    else:
        assert bytes_of(1, unit) == 1


def test_sizes_that_do_not_fit() -> None:
    with pytest.raises(LibvirtError, match="value too large"):
        kib_of(1 << 63, "KiB")


def test_cpus() -> None:
    assert parse_cpus("0-3,^1,8") == {0, 2, 3, 8}
    assert format_cpus({0, 2, 3, 8}) == "0,2-3,8"
    assert cpus_of(cpu_map({0, 9}, 2)) == {0, 9}
    assert cpu_map({0, 9}, 1) == b"\1"


@pytest.mark.parametrize("text", ["", "a", "3-1", "^0", "0-99999999", "0," * 70000, "-1", "1-2-3"])
def test_cpus_that_cannot_be(text: str) -> None:
    with pytest.raises(LibvirtError, match="Failed to parse bitmap"):
        parse_cpus(text)
