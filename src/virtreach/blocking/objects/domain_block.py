# Made by `make generate` (tools/twin.py) from aio/objects/domain_block.py. Edit that file.
"""A domain's disks: figures, limits, and the jobs that copy, merge and back them up.

A disk is named by its target (``vda``) or, where the driver allows it, by the path of its source.
Bandwidths are in MiB/s, or in bytes/s with the ``BANDWIDTH_BYTES`` flag of the method; 0 is no limit.
"""

from __future__ import annotations

from virtreach.blocking.objects.base import Facet
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.blocking.objects.base import Params
    from virtreach.protocol.remote import (
        DomainBlockStatsRet,
        DomainGetBlockInfoRet,
        DomainGetBlockJobInfoRet,
    )

__all__ = ["DomainBlock"]

_STRINGS = 4  # VIR_TYPED_PARAM_STRING_OKAY: without it, the daemon leaves parameters that are text out
_STATS = 16  # REMOTE_DOMAIN_BLOCK_STATS_PARAMETERS_MAX
_IO_TUNE = 32  # REMOTE_DOMAIN_BLOCK_IO_TUNE_PARAMETERS_MAX
_ERRORS = 256  # REMOTE_DOMAIN_DISK_ERRORS_MAX


class DomainBlock(Facet):
    """``domain.block``."""

    __slots__ = ()

    # -- figures -------------------------------------------------------------------------------------

    def stats(self, disk: str) -> DomainBlockStatsRet:
        """Return a disk's requests, bytes and errors; -1 where unknown. `stats_all` tells more.

        libvirt: virDomainBlockStats.
        """
        return self._connection._call(P.DOMAIN_BLOCK_STATS, self._owner, disk)

    def stats_all(self, disk: str = "", *, flags: int = 0) -> dict[str, Any]:
        """Return all counters of a disk (``rd_operations``, ``wr_bytes``, ``flush_total_times``, ...).

        Args:
            disk: the disk; empty for the sum over all.
            flags: none are defined.

        libvirt: virDomainBlockStatsFlags.
        """
        ret = self._connection._call(
            P.DOMAIN_BLOCK_STATS_FLAGS, self._owner, disk, _STATS, flags | _STRINGS
        )
        return ret.params

    def info(self, disk: str, *, flags: int = 0) -> DomainGetBlockInfoRet:
        """Return a disk's sizes in bytes.

        Returns:
            ``capacity`` as the guest sees it, ``allocation`` in use, ``physical`` on the host.

        libvirt: virDomainGetBlockInfo.
        """
        return self._connection._call(P.DOMAIN_GET_BLOCK_INFO, self._owner, disk, flags)

    def errors(self, *, flags: int = 0) -> dict[str, int]:
        """Return the disks that have an I/O error, with its `DomainDiskErrorCode`.

        libvirt: virDomainGetDiskErrors.
        """
        ret = self._connection._call(P.DOMAIN_GET_DISK_ERRORS, self._owner, _ERRORS, flags)
        return {one.disk: one.error for one in ret.errors}

    def peek(self, disk: str, offset: int, size: int, *, flags: int = 0) -> bytes:
        """Read a piece of a disk's content.

        Args:
            disk: the disk.
            offset: where to begin, in bytes.
            size: how many bytes; at most 4 MiB a call.
            flags: none are defined.

        libvirt: virDomainBlockPeek.
        """
        ret = self._connection._call(P.DOMAIN_BLOCK_PEEK, self._owner, disk, offset, size, flags)
        return ret.buffer

    # -- size and limits -----------------------------------------------------------------------------

    def resize(self, disk: str, size: int, *, flags: int = 1) -> None:
        """Change the size of a running guest's disk.

        Args:
            disk: the disk.
            size: the new size in bytes (in KiB without the ``BYTES`` flag).
            flags: `DomainBlockResizeFlags`; ``BYTES`` unless told otherwise. ``CAPACITY`` fits a raw
                device's full size.

        libvirt: virDomainBlockResize.
        """
        self._connection._call(P.DOMAIN_BLOCK_RESIZE, self._owner, disk, size, flags)

    def io_tune(self, disk: str | None, *, flags: int = 0) -> dict[str, Any]:
        """Return a disk's limits (``total_bytes_sec``, ``read_iops_sec``, ``group_name``, ...).

        Args:
            disk: the disk.
            flags: `DomainModificationImpact`.

        libvirt: virDomainGetBlockIoTune.
        """
        ret = self._connection._call(
            P.DOMAIN_GET_BLOCK_IO_TUNE, self._owner, disk, _IO_TUNE, flags | _STRINGS
        )
        return ret.params

    def set_io_tune(self, disk: str, params: Params, *, flags: int = 0) -> None:
        """Change a disk's limits.

        Args:
            disk: the disk.
            params: ``VIR_DOMAIN_BLOCK_IOTUNE_*`` names to values; 0 is no limit.
            flags: `DomainModificationImpact`.

        libvirt: virDomainSetBlockIoTune.
        """
        self._connection._call(P.DOMAIN_SET_BLOCK_IO_TUNE, self._owner, disk, params, flags)

    def set_throttle_group(self, group: str, params: Params, *, flags: int = 0) -> None:
        """Make a group of limits that several disks share, or change it (libvirt 11.2).

        Args:
            group: the group's name.
            params: as for `set_io_tune`.
            flags: `DomainModificationImpact`.

        libvirt: virDomainSetThrottleGroup.
        """
        self._connection._call(P.DOMAIN_SET_THROTTLE_GROUP, self._owner, group, params, flags)

    def remove_throttle_group(self, group: str, *, flags: int = 0) -> None:
        """Remove a group that no disk uses (libvirt 11.2).

        Args:
            group: the group's name.
            flags: `DomainModificationImpact`.

        libvirt: virDomainDelThrottleGroup.
        """
        self._connection._call(P.DOMAIN_DEL_THROTTLE_GROUP, self._owner, group, flags)

    def set_threshold(self, device: str, threshold: int, *, flags: int = 0) -> None:
        """Ask for one event when a disk's source is written beyond an offset.

        Args:
            device: a disk, or one image of its chain as ``vda[3]``.
            threshold: the offset in bytes; 0 takes the wish back.
            flags: none are defined.

        libvirt: virDomainSetBlockThreshold.
        """
        self._connection._call(P.DOMAIN_SET_BLOCK_THRESHOLD, self._owner, device, threshold, flags)

    # -- jobs ----------------------------------------------------------------------------------------

    def job_info(self, disk: str, *, flags: int = 0) -> DomainGetBlockJobInfoRet | None:
        """Return the progress of a disk's job, or None when it has none.

        Args:
            disk: the disk.
            flags: `DomainBlockJobInfoFlags`.

        Returns:
            ``type`` (`DomainBlockJobType`), ``bandwidth``, and ``cur`` of ``end`` (the job's own
            units; equal when it is done or waits for `abort_job` to pivot).

        libvirt: virDomainGetBlockJobInfo.
        """
        ret = self._connection._call(P.DOMAIN_GET_BLOCK_JOB_INFO, self._owner, disk, flags)
        return ret if ret.found else None

    def abort_job(self, disk: str, *, flags: int = 0) -> None:
        """End a disk's job, or, for a copy or active commit that is in step, switch over to its result.

        Args:
            disk: the disk.
            flags: `DomainBlockJobAbortFlags`: ``PIVOT`` switches over, ``ASYNC`` does not wait.

        libvirt: virDomainBlockJobAbort.
        """
        self._connection._call(P.DOMAIN_BLOCK_JOB_ABORT, self._owner, disk, flags)

    def set_job_speed(self, disk: str, bandwidth: int, *, flags: int = 0) -> None:
        """Limit the speed of a disk's job.

        Args:
            disk: the disk.
            bandwidth: see the module's text.
            flags: `DomainBlockJobSetSpeedFlags`.

        libvirt: virDomainBlockJobSetSpeed.
        """
        self._connection._call(P.DOMAIN_BLOCK_JOB_SET_SPEED, self._owner, disk, bandwidth, flags)

    def pull(self, disk: str, *, bandwidth: int = 0, flags: int = 0) -> None:
        """Start to copy a disk's backing chain into its active image, which then needs no backing.

        Args:
            disk: the disk.
            bandwidth: see the module's text.
            flags: `DomainBlockPullFlags`.

        libvirt: virDomainBlockPull.
        """
        self._connection._call(P.DOMAIN_BLOCK_PULL, self._owner, disk, bandwidth, flags)

    def rebase(self, disk: str, base: str | None = None, *, bandwidth: int = 0, flags: int = 0) -> None:
        """Start to copy the images above ``base`` into the active one; with ``COPY`` an old form of `copy`.

        Args:
            disk: the disk.
            base: the image to keep as backing; None for none. With ``COPY``, the destination file.
            bandwidth: see the module's text.
            flags: `DomainBlockRebaseFlags`.

        libvirt: virDomainBlockRebase.
        """
        self._connection._call(P.DOMAIN_BLOCK_REBASE, self._owner, disk, base, bandwidth, flags)

    def commit(
        self,
        disk: str,
        *,
        base: str | None = None,
        top: str | None = None,
        bandwidth: int = 0,
        flags: int = 0,
    ) -> None:
        """Start to merge images of a disk's chain downwards.

        Args:
            disk: the disk.
            base: the image that receives; None for the bottom of the chain.
            top: the uppermost image that is merged; None for the active one.
            bandwidth: see the module's text.
            flags: `DomainBlockCommitFlags`; ``ACTIVE`` is needed to merge the active image, and
                `abort_job`, told to pivot, then ends the job.

        libvirt: virDomainBlockCommit.
        """
        self._connection._call(P.DOMAIN_BLOCK_COMMIT, self._owner, disk, base, top, bandwidth, flags)

    def copy(
        self, disk: str, destination_xml: str, *, params: Params | None = None, flags: int = 0
    ) -> None:
        """Start to mirror a disk to somewhere else; `abort_job`, told to pivot, switches over.

        Args:
            disk: the disk.
            destination_xml: a ``<disk>`` element that describes the copy.
            params: ``VIR_DOMAIN_BLOCK_COPY_*``: ``bandwidth`` (bytes/s), ``granularity`` and
                ``buf-size`` (bytes).
            flags: `DomainBlockCopyFlags`.

        libvirt: virDomainBlockCopy.
        """
        self._connection._call(
            P.DOMAIN_BLOCK_COPY, self._owner, disk, destination_xml, params or {}, flags
        )

    # -- backup --------------------------------------------------------------------------------------

    def begin_backup(
        self, backup_xml: str, *, checkpoint_xml: str | None = None, flags: int = 0
    ) -> None:
        """Start a backup job: push images out, or offer them over NBD until ``jobs.abort()``.

        Args:
            backup_xml: a ``<domainbackup>`` element: mode, disks, and the checkpoint to differ from.
            checkpoint_xml: a ``<domaincheckpoint>`` to make at the same instant, or None.
            flags: `DomainBackupBeginFlags`.

        libvirt: virDomainBackupBegin.
        """
        self._connection._call(P.DOMAIN_BACKUP_BEGIN, self._owner, backup_xml, checkpoint_xml, flags)

    def backup_xml(self, *, flags: int = 0) -> str:
        """Return the description of the running backup job. libvirt: virDomainBackupGetXMLDesc."""
        return (self._connection._call(P.DOMAIN_BACKUP_GET_XML_DESC, self._owner, flags)).xml
