"""For tests of programs that use libvirt: a server that any libvirt client can talk to, and that a test has in hand.

`LibvirtServer` works with every test framework and without one; pytest has a fixture of it, ``libvirt_server``, as soon
as virtreach is installed::

    def test_it(libvirt_server):
        libvirt_server.inject("error", "domain_create", code=38, message="no space left")
        with pytest.raises(MyError):
            my_program(libvirt_server.uri)
        assert [call.name for call in libvirt_server.calls] == ["domain_lookup_by_name", "domain_create"]

====================  ============================================================
`server`              `LibvirtServer`
`plugin`              pytest's side of it; pytest loads it
`certificates`        an authority and certificates, made without other programs
====================  ============================================================

Nothing is loaded before it is used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.daemon.drivers.injector import Fault as Fault
    from virtreach.daemon.drivers.recorder import RecordedCall as RecordedCall
    from virtreach.testing.server import LibvirtServer as LibvirtServer

__all__ = ["Fault", "LibvirtServer", "RecordedCall"]

_HOMES = {
    "Fault": "virtreach.daemon.drivers.injector",
    "LibvirtServer": "virtreach.testing.server",
    "RecordedCall": "virtreach.daemon.drivers.recorder",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(__import__(home, fromlist=(name,)), name)


def __dir__() -> list[str]:
    return [*__all__]
