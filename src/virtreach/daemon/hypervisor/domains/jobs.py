"""Jobs, control state, messages, security labels: what keeps a guest busy, and what it says of itself."""

from __future__ import annotations

from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.wording import check_flags, invalid
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.daemon.hypervisor.domains.job import Job
    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result

__all__: list[str] = []

_LABEL = b"libvirt-test\0"


def _job(session: TestSession, ref: tuple[str, bytes, int]) -> Job | None:
    session.hypervisor.agenda.run()
    return session.hypervisor.domain(ref).job


@handles("domain_get_job_info")
def _on_job_info(session: TestSession, args: Any) -> Result:
    job = _job(session, args.dom)
    return job.info() if job is not None else (C.VIR_DOMAIN_JOB_NONE, *(0 for _ in range(11)))


@handles("domain_get_job_stats")
def _on_job_stats(session: TestSession, args: Any) -> Result:
    completed, keep = C.VIR_DOMAIN_JOB_STATS_COMPLETED, C.VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED
    check_flags(args.flags, completed | keep, "testDomainGetJobStats")
    job = _job(session, args.dom)
    if args.flags & completed:
        domain = session.hypervisor.domain(args.dom)
        job = domain.finished_job
        if not args.flags & keep:
            domain.finished_job = None
    return job.stats() if job is not None else (C.VIR_DOMAIN_JOB_NONE, {})


@handles("domain_abort_job", "domain_abort_job_flags")
def _on_abort_job(session: TestSession, args: Any) -> Result:
    job = _job(session, args.dom)
    session.hypervisor.domain(args.dom).need_active()
    if job is None:
        raise invalid("no job is active on the domain", domain=C.VIR_FROM_DOMAIN)
    if job.operation == C.VIR_DOMAIN_JOB_OPERATION_MIGRATION_IN:
        detail = "cannot abort incoming migration; use virDomainDestroy instead"
        raise invalid(detail, domain=C.VIR_FROM_DOMAIN)
    if job.abort is None:
        raise invalid("the job cannot be aborted now", domain=C.VIR_FROM_DOMAIN)
    job.abort()
    return None


@handles("domain_get_control_info")
def _on_control_info(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainGetControlInfo")
    session.hypervisor.domain(args.dom).need_active()
    return C.VIR_DOMAIN_CONTROL_OK, 0, 0


@handles("domain_get_messages")
def _on_messages(session: TestSession, args: Any) -> Result:
    session.hypervisor.domain(args.dom)
    return ([],)


@handles("domain_get_security_label")
def _on_security_label(session: TestSession, args: Any) -> Result:
    domain = session.hypervisor.domain(args.dom)
    return (_LABEL, 1) if domain.active else (b"\0", 0)


@handles("domain_get_security_label_list")
def _on_security_labels(session: TestSession, args: Any) -> Result:
    domain = session.hypervisor.domain(args.dom)
    return ([(_LABEL, 1)], 1) if domain.active else ([], 0)


@handles("domain_get_launch_security_info")
def _on_launch_security(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_TYPED_PARAM_STRING_OKAY, "testDomainGetLaunchSecurityInfo")
    session.hypervisor.domain(args.dom)
    return ({"sev-measurement": ""},)
