"""What has to wait while a guest is on its way to another host, or from one: above all, that somebody lets it run."""

from __future__ import annotations

from functools import wraps

from virtreach.daemon.hypervisor.domains.job import need_free
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from virtreach.daemon.hypervisor.domains.domain import Domain
    from virtreach.daemon.hypervisor.session import TestSession

__all__ = ["EXCLUSIVE", "need_still", "unless_moving"]

_MOVES = (C.VIR_DOMAIN_JOB_OPERATION_MIGRATION_IN, C.VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT)

EXCLUSIVE = frozenset(
    f"domain_{one}"
    for one in (
        "resume reboot reset shutdown shutdown_flags pm_suspend_for_duration pm_wakeup save save_flags save_params"
        " managed_save core_dump core_dump_with_format snapshot_create_xml checkpoint_create_xml attach_device"
        " attach_device_flags detach_device detach_device_flags detach_device_alias update_device_flags set_vcpus"
        " set_vcpus_flags set_vcpu set_memory set_memory_flags set_max_memory add_iothread del_iothread block_resize"
        " block_pull block_rebase block_commit block_copy revert_to_snapshot"
    ).split()
)
"""Procedures that a moving guest refuses (libvirt: those that need ``VIR_JOB_MODIFY``, or a job of their own)."""


def need_still(domain: Domain) -> None:
    """Refuse what a guest cannot do while it moves.

    Raises:
        LibvirtError: it moves.
    """
    if domain.job is not None and domain.job.operation in _MOVES:
        need_free(domain.job)


def unless_moving(function: Callable[[TestSession, Any], Any]) -> Callable[[TestSession, Any], Any]:
    """Have a function that answers a procedure refuse to while the domain moves."""

    @wraps(function)
    def answer(session: TestSession, args: Any) -> Any:
        # Snapshots know their domain, everything else names it.
        ref = args.dom if hasattr(args, "dom") else args.snap[1]
        domain = session.hypervisor.domains.with_uuid(ref[1])
        if domain is not None:
            need_still(domain)
        return function(session, args)

    return answer
