"""The server for tests, as libvirt's own clients meet it."""

from __future__ import annotations

import subprocess

from tests.needs import need
from virtreach.testing import LibvirtServer

PYTHON = "/usr/bin/python3"
PROGRAM = """
import sys, libvirt
libvirt.registerErrorHandler(lambda context, error: None, None)
conn = libvirt.open(sys.argv[1])
print([domain.name() for domain in conn.listAllDomains()])
try:
    conn.lookupByName("test").suspend()
except libvirt.libvirtError as error:
    print(error.get_error_code(), error)
"""


def virsh(uri: str, *words: str) -> str:
    done = subprocess.run(
        ["virsh", "-c", uri, *words], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_virsh() -> None:
    need("virsh")
    with LibvirtServer() as server:
        for uri in (server.uri, server.tls_uri):
            assert virsh(uri, "domstate", "test") == "running\n\n"
        virsh(server.uri, "suspend", "test")
        assert virsh(server.tls_uri, "domstate", "test") == "paused\n\n"
        assert [call.outcome for call in server.calls if call.name == "domain_suspend"] == ["ok"]


def test_libvirt_python() -> None:
    need(PYTHON, "/usr/lib/python3/dist-packages/libvirt.py")
    with LibvirtServer() as server:
        fault = server.inject("error", "domain_suspend", code=38, message="the disk is full")
        done = subprocess.run(
            [PYTHON, "-c", PROGRAM, server.uri], capture_output=True, text=True, timeout=60, check=False
        )
        assert done.stdout == "['test']\n38 the disk is full\n", done.stderr
        assert fault.hits == 1
        assert [call.outcome for call in server.calls if call.name == "domain_suspend"] == ["error"]
