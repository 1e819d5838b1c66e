# Made by `make generate` (tools/twin.py) from aio/objects/domain_jobs.py. Edit that file.
"""The job that a domain is busy with: migrating, saving, dumping, backing up."""

from __future__ import annotations

from virtreach.blocking.objects.base import Facet
from virtreach.protocol import remote as P
from virtreach.wire.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NamedTuple

    from virtreach.protocol.remote import DomainGetJobInfoRet

    class JobStats(NamedTuple):
        """What is known of a job: its ``type`` (`DomainJobType`), and everything else by libvirt's names."""

        type: int
        params: dict[str, Any]

else:
    JobStats = record("JobStats", "type params", __name__)

__all__ = ["DomainJobs", "JobStats"]


class DomainJobs(Facet):
    """``domain.jobs``. Block jobs are another thing: see ``domain.block``."""

    __slots__ = ()

    def info(self) -> DomainGetJobInfoRet:
        """Return the job's progress in fixed figures; `stats` tells more.

        Returns:
            ``type`` (`DomainJobType`), times in milliseconds, ``data_*``, ``mem_*`` and ``file_*`` in
            bytes: total, processed, remaining.

        libvirt: virDomainGetJobInfo.
        """
        return self._connection._call(P.DOMAIN_GET_JOB_INFO, self._owner)

    def stats(self, *, flags: int = 0) -> JobStats:
        """Return everything that is known of the job.

        Args:
            flags: `DomainGetJobStatsFlags`: ``COMPLETED`` asks for the last job that ended, and
                forgets it unless ``KEEP_COMPLETED`` is given too.

        Returns:
            A record of ``type`` (`DomainJobType`) and ``params`` (``VIR_DOMAIN_JOB_*`` names to values).

        libvirt: virDomainGetJobStats.
        """
        ret = self._connection._call(P.DOMAIN_GET_JOB_STATS, self._owner, flags)
        return JobStats._make((ret.type, ret.params))

    def abort(self, *, flags: int = 0) -> None:
        """Ask the job to stop; the call that started it then fails.

        Args:
            flags: `DomainAbortJobFlagsValues`: ``POSTCOPY`` breaks a migration that is past the
                switch-over, and leaves the guest paused on both hosts.

        libvirt: virDomainAbortJob, virDomainAbortJobFlags.
        """
        if flags:
            self._connection._call(P.DOMAIN_ABORT_JOB_FLAGS, self._owner, flags)
        else:
            self._connection._call(P.DOMAIN_ABORT_JOB, self._owner)

    def start_dirty_rate(self, seconds: int, *, flags: int = 0) -> None:
        """Begin to measure how fast the guest changes its memory; ``Domain.stats`` has the result.

        Args:
            seconds: how long, 1 to 60.
            flags: `DomainDirtyRateCalcFlags`, the way to measure.

        libvirt: virDomainStartDirtyRateCalc.
        """
        self._connection._call(P.DOMAIN_START_DIRTY_RATE_CALC, self._owner, seconds, flags)
