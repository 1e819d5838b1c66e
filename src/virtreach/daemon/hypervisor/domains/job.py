"""The job of a domain: what keeps it busy as a whole, and what is told of it."""

from __future__ import annotations

from virtreach.daemon.wording import DOMAIN, fault
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from virtreach.daemon.hypervisor.agenda import Work

__all__ = ["BEGUN", "MEMORY_MAX", "RECEIVING", "RUNNING", "SENT", "Job", "need_free"]

BEGUN, RUNNING, SENT, RECEIVING = "begun", "running", "sent", "receiving"
"""How far a job is: nothing is done yet; it works; it waits for somebody's word; the other side works."""

MEMORY_MAX = 1 << 62
"""Bytes that a job tells of at most; definitions may claim more."""


class Job:
    """One job. A domain has one at a time, or none.

    Args:
        operation: of virDomainJobOperation.
        caller: libvirt's name of the call that began it, which errors quote.

    Attributes:
        step: how far it is.
        work: the bytes that it deals with here, once there are any.
        moved: the bytes that it has dealt with, when the work was somebody else's.
        files: whether they are of disks, and not of the guest's memory.
        abort: ends it early, at the wish of a client; None when it cannot be ended.
        broken: called when the domain stops meanwhile.
        success: whether it has ended well; None while it has not ended.
        error: why it has not ended well, or "".
    """

    def __init__(self, operation: int, caller: str) -> None:
        self.operation = operation
        self.caller = caller
        self.step = BEGUN
        self.work: Work | None = None
        self.moved = 0
        self.files = False
        self.abort: Callable[[], None] | None = None
        self.broken: Callable[[], None] | None = None
        self.success: bool | None = None
        self.error = ""
        self._elapsed = 0

    @property
    def elapsed(self) -> int:
        """Milliseconds that it has taken so far, or in all."""
        if self.work is not None and self.success is None:
            self._elapsed = int(self.work.elapsed * 1000)
        return self._elapsed

    def end(self, *, success: bool, error: str = "") -> None:
        """It is over; figures stay as they are now."""
        self._elapsed = self.elapsed
        if self.work is not None:
            self.work.stop()
        self.success = success
        self.error = error

    def info(self) -> tuple[int, ...]:
        """The figures of virDomainJobInfo: kind, times in ms, then bytes of all, memory and files."""
        total, done = self._bytes()
        figures = (total, done, total - done)
        nothing = (0, 0, 0)
        kinds = (nothing, figures) if self.files else (figures, nothing)
        return self._kind(), self.elapsed, 0, *figures, *kinds[0], *kinds[1]

    def stats(self) -> tuple[int, dict[str, int | bool | str]]:
        """Its kind, and its figures as typed parameters (libvirt, ``qemuDomainJobDataToParams``)."""
        total, done = self._bytes()
        found: dict[str, int | bool | str] = {
            C.VIR_DOMAIN_JOB_OPERATION: self.operation,
            C.VIR_DOMAIN_JOB_TIME_ELAPSED: self.elapsed,
            C.VIR_DOMAIN_JOB_DATA_TOTAL: total,
            C.VIR_DOMAIN_JOB_DATA_PROCESSED: done,
            C.VIR_DOMAIN_JOB_DATA_REMAINING: total - done,
        }
        kind = "disk" if self.files else "memory"
        found[f"{kind}_total"] = total
        found[f"{kind}_processed"] = done
        found[f"{kind}_remaining"] = total - done
        if self.work is not None and self.elapsed:
            found[f"{kind}_bps"] = done * 1000 // self.elapsed
        if self.success is not None:
            found[C.VIR_DOMAIN_JOB_SUCCESS] = self.success
        if self.error:
            found[C.VIR_DOMAIN_JOB_ERRMSG] = self.error
        return self._kind(), found

    def _bytes(self) -> tuple[int, int]:
        return (self.work.total, self.work.processed) if self.work is not None else (self.moved, self.moved)

    def _kind(self) -> int:
        if self.success is None:
            kind: int = C.VIR_DOMAIN_JOB_UNBOUNDED
        else:
            kind = C.VIR_DOMAIN_JOB_COMPLETED if self.success else C.VIR_DOMAIN_JOB_FAILED
        return kind


def need_free(job: Job | None) -> None:
    """Refuse what cannot be done while a domain has a job.

    libvirt waits half a minute for the job to end before it says so.

    Raises:
        LibvirtError: there is one.
    """
    if job is not None:
        detail = f"cannot acquire state change lock (held by monitor={job.caller})"
        raise fault(C.VIR_ERR_OPERATION_TIMEOUT, detail, domain=DOMAIN)
