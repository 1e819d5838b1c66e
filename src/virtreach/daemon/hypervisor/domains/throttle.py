"""Groups of limits that several disks of a guest share.

Source: ``qemuDomainSetThrottleGroup`` and ``qemuDomainDelThrottleGroup`` in ``src/qemu/qemu_driver.c`` (libvirt 11.2).
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from virtreach.daemon.hypervisor.disks.chain import target_of
from virtreach.daemon.hypervisor.domains.definition import IO_TUNE_NUMBERS, arrange_definition
from virtreach.daemon.hypervisor.domains.domain import CONFIG, LIVE
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.xmltext import arrange, child, set_text, text_of
from virtreach.daemon.parameters import check_params
from virtreach.daemon.wording import DOMAIN, bad_argument, check_flags, fault, invalid
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result

__all__ = ["GROUPS_MAX"]

GROUPS_MAX = 256
"""Groups that a domain may have."""


def _group(tree: Element, name: str) -> Element | None:
    found = tree.findall("throttlegroups/throttlegroup")
    return next((one for one in found if text_of(one, "group_name") == name), None)


def _users(tree: Element, name: str) -> list[str]:
    # The disks that keep to a group's limits.
    return [
        target_of(disk)
        for disk in tree.findall("devices/disk")
        if any(one.get("group") == name for one in disk.findall("throttlefilters/filter"))
    ]


@handles("domain_set_throttle_group")
def _on_set(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG, "testDomainSetThrottleGroup")
    check_params(args.params, IO_TUNE_NUMBERS)
    domain = session.hypervisor.domain(args.dom)
    if not args.group:
        raise bad_argument("a throttle group has a name", domain=DOMAIN)
    trees = domain.affected(args.flags)
    if any(len(tree.findall("throttlegroups/throttlegroup")) >= GROUPS_MAX for tree in trees):
        raise fault(C.VIR_ERR_CONFIG_UNSUPPORTED, f"more than {GROUPS_MAX} throttle groups", domain=DOMAIN)
    for tree in trees:
        group = _group(tree, args.group)
        if group is None:
            group = Element("throttlegroup")
            child(tree, "throttlegroups").append(group)
        set_text(group, "group_name", args.group)
        for name, value in args.params.items():
            set_text(group, name, str(value))
        arrange(group, ("group_name", *IO_TUNE_NUMBERS))
        arrange_definition(tree)
    return None


@handles("domain_del_throttle_group")
def _on_delete(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG, "testDomainDelThrottleGroup")
    domain = session.hypervisor.domain(args.dom)
    trees = domain.affected(args.flags)
    for tree in trees:
        users = _users(tree, args.group or "")
        if users:
            detail = f"throttle group '{args.group}' is still being used by disk {users[0]}"
            raise invalid(detail, domain=DOMAIN)
        if _group(tree, args.group or "") is None:
            detail = f"throttle group '{args.group}' doesn't exist"
            raise bad_argument(detail, domain=DOMAIN)
    for tree in trees:
        group = _group(tree, args.group)
        assert group is not None
        section = child(tree, "throttlegroups")
        section.remove(group)
        if not len(section):
            tree.remove(section)
    return None
