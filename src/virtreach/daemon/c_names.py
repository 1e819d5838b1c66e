"""What libvirt's C library calls a procedure's function, and which part of libvirt speaks in its errors."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.protocol.procedure import Procedure

__all__ = ["c_name", "origin"]

_WORDS = {
    word.lower(): word
    for word in (
        *(
            "XML",
            "UUID",
            "ID",
            "CPU",
            "FS",
            "OS",
            "MAC",
            "URI",
            "PM",
            "IOThread",
            "FSFreeze",
            "FSThaw",
            "FSTrim",
        ),
        *("NWFilter", "NWFilters", "FSInfo", "SEV", "SCSI", "WWN", "NMI", "SSH", "DHCP", "FD"),
    )
}
# VIR_FROM_...: by what a procedure's name begins with; else VIR_FROM_DOMAIN.
_DOMAIN = 20
_ORIGINS = (
    ("network_", 19),
    ("storage_", 18),
    ("node_device_", 22),
    ("secret_", 30),
    ("nwfilter_", 33),
    ("interface_", 26),
)


def c_name(procedure: Procedure[Any]) -> str:
    """The function's name in C: ``domain_define_xml`` is ``virDomainDefineXML``."""
    words = procedure.name.split("_")
    if procedure.program in ("qemu", "lxc"):
        # virDomainQemuAttach, virConnectDomainQemuMonitorEventRegister.
        words.insert(words.index("domain") + 1, procedure.program)
    return "vir" + "".join([_WORDS.get(word, word.capitalize()) for word in words])


def origin(procedure: Procedure[Any]) -> int:
    """The virErrorDomain under which the C library refuses the call."""
    return next((number for prefix, number in _ORIGINS if procedure.name.startswith(prefix)), _DOMAIN)
