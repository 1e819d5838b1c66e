"""Test a program that uses libvirt, without a hypervisor: `pytest examples/test_with_server.py`.

The fixture comes with virtreach. Run as a program, it does the same without pytest.
"""

from __future__ import annotations

import virtreach
from virtreach.testing import LibvirtServer


def stop_all(uri: str) -> list[str]:
    """The program under test: stop every running guest, and go on when one cannot be stopped."""
    stubborn = []
    with virtreach.connect(uri) as conn:
        for domain in conn.domains.list(active=True):
            try:
                domain.destroy()
            except virtreach.errors.LibvirtError as error:
                stubborn.append(f"{domain.name}: {error}")
    return stubborn


def test_all_stop(libvirt_server: LibvirtServer) -> None:
    assert stop_all(libvirt_server.uri) == []
    assert len(libvirt_server.calls.named("domain_destroy")) == 1


def test_one_that_does_not_stop(libvirt_server: LibvirtServer) -> None:
    libvirt_server.inject("error", "domain_destroy", code=9, message="it does not want to")
    assert stop_all(libvirt_server.uri) == ["test: it does not want to"]


if __name__ == "__main__":
    for test in (test_all_stop, test_one_that_does_not_stop):
        with LibvirtServer() as server:
            test(server)
        print(test.__name__, "passed")
