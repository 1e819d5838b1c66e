"""What the two hosts of a migration tell each other through the client, and what both check of flags and parameters.

Cookies are XML, as those of libvirt's QEMU driver are (``src/qemu/qemu_migration_cookie.c``); their content is ours.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from virtreach.daemon.hypervisor.domains.definition import OPENED
from virtreach.daemon.hypervisor.xmltext import parse, set_text, text_of, to_text
from virtreach.daemon.parameters import check_params
from virtreach.daemon.wording import check_flags, fault, internal, invalid
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from virtreach.daemon.hypervisor.state import Hypervisor

__all__ = ["SPEED_MAX", "Cookie", "check_move"]

SPEED_MAX = 8796093022207
"""The bandwidth in MiB/s that stands for no limit (libvirt, ``QEMU_DOMAIN_MIG_BANDWIDTH_MAX``)."""

_FLAGS = (1 << 21) - 1
_TEXTS = (
    "migrate_uri destination_name destination_xml persistent_xml graphics_uri listen_address migrate_disks disks_uri"
    " compression tls.destination migrate_disks_detect_zeroes"
).split()
_NUMBERS = (
    "bandwidth bandwidth.postcopy bandwidth.avail.switchover disks_port compression.mt.level compression.mt.threads"
    " compression.mt.dthreads compression.xbzrle.cache compression.zlib.level compression.zstd.level"
    " auto_converge.initial auto_converge.increment parallel.connections"
).split()
_KNOWN = frozenset((*_TEXTS, *_NUMBERS))


class Cookie:
    """What one step tells the next, on the other host.

    Attributes:
        identity: of the hypervisor that has written it, as text.
        host: its host's name.
        sent: all of the guest's memory has been sent.
        paused: the guest stood still before it was sent.
        config: the definition that is kept on the destination, or None.
    """

    def __init__(self, identity: str = "", host: str = "") -> None:
        self.identity = identity
        self.host = host
        self.sent = False
        self.paused = False
        self.config: Element | None = None

    @classmethod
    def of(cls, hypervisor: Hypervisor) -> Cookie:
        """A new one."""
        return cls(hypervisor.identity, hypervisor.host.name)

    @classmethod
    def read(cls, data: bytes) -> Cookie:
        """Take the other side's; an empty one says nothing.

        Raises:
            LibvirtError: it is none.
        """
        made = cls()
        if not data:
            return made
        try:
            text = data.rstrip(b"\0").decode()
        except UnicodeDecodeError:
            raise internal("the migration cookie is not text") from None
        root = parse(text, "migration_cookie", "test-migration", domain=C.VIR_FROM_TEST)
        made.identity = text_of(root, "hostuuid")
        made.host = text_of(root, "hostname")
        made.sent = root.find("sent") is not None
        made.paused = root.find("paused") is not None
        made.config = root.find("domain")
        return made

    def write(self) -> bytes:
        """The bytes for the other side."""
        root = Element("test-migration")
        set_text(root, "hostname", self.host)
        set_text(root, "hostuuid", self.identity)
        for name in ("sent", "paused"):
            if getattr(self, name):
                root.append(Element(name))
        if self.config is not None:
            root.append(self.config)
        return to_text(root, opened=OPENED).encode() + b"\0"


def check_move(flags: int, params: Mapping[str, Any], function: str) -> None:
    """Check the flags and parameters of a step.

    Raises:
        LibvirtError: they are unknown, contradict each other, or are of what cannot be had here.
    """
    check_flags(flags, _FLAGS, function)
    check_params(params, _KNOWN, texts=_TEXTS)
    if flags & C.VIR_MIGRATE_TUNNELLED:
        raise fault(C.VIR_ERR_OPERATION_UNSUPPORTED, "tunnelled migration is not supported by this driver")
    if flags & C.VIR_MIGRATE_OFFLINE:
        if flags & (C.VIR_MIGRATE_NON_SHARED_DISK | C.VIR_MIGRATE_NON_SHARED_INC):
            raise invalid("offline migration cannot handle non-shared storage")
        if not flags & C.VIR_MIGRATE_PERSIST_DEST:
            raise invalid("offline migration must be specified with the persistent flag set")
    if not 0 <= params.get("bandwidth", 0) <= SPEED_MAX:
        raise fault(
            C.VIR_ERR_OVERFLOW, f"bandwidth must be less than {SPEED_MAX + 1}", domain=C.VIR_FROM_TEST
        )
