"""Turning a guest on and off: what most callers want from a domain, directly on it.

Where libvirt has an older procedure that does the same without flags, a call without flags uses it,
as the C library does, so that old daemons are served too. An older procedure that does *less* is a
method of its own with ``_legacy`` in its name.
"""

from __future__ import annotations

from virtreach.aio.objects.base import NamedObject
from virtreach.errors import UsageError
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self

    from virtreach.aio.objects.base import ParamValue

__all__ = ["DomainPower", "no_descriptors", "save_params"]


class DomainPower(NamedObject):
    """The part of `Domain` that starts, stops, pauses, saves and removes."""

    __slots__ = ()

    # -- on ------------------------------------------------------------------------------------------

    async def start(self, *, flags: int = 0) -> Self:
        """Start a defined, inactive domain; a managed save image is resumed from if there is one.

        Args:
            flags: `DomainCreateFlags`, such as ``START_PAUSED``, ``START_AUTODESTROY``,
                ``START_FORCE_BOOT``.

        Returns:
            A fresh handle with the running domain's id; this one keeps the id that it has.

        Raises:
            OperationInvalid: the domain is running already.

        libvirt: virDomainCreateWithFlags.
        """
        ret = await self._connection._call(P.DOMAIN_CREATE_WITH_FLAGS, self, flags)
        return self._one(self._connection, ret.dom)

    async def start_legacy(self) -> None:
        """Start a defined domain on a daemon that is too old for `start` (before libvirt 0.8.2).

        The answer carries no id: use `refresh` to learn it. libvirt: virDomainCreate.
        """
        await self._connection._call(P.DOMAIN_CREATE, self)

    async def start_with_files(self, files: Sequence[int] = (), *, flags: int = 0) -> Self:
        """Start a domain and hand it open file descriptors (containers: they become 3, 4, ...).

        Args:
            files: file descriptors. Passing any is refused for now: only a call without them is sent.
            flags: as for `start`.

        Raises:
            UsageError: descriptors were given; nothing was sent.

        libvirt: virDomainCreateWithFiles.
        """
        if files:
            raise no_descriptors(P.DOMAIN_CREATE_WITH_FILES.name)
        ret = await self._connection._call(P.DOMAIN_CREATE_WITH_FILES, self, flags)
        return self._one(self._connection, ret.dom)

    # -- off -----------------------------------------------------------------------------------------

    async def shutdown(self, *, flags: int = 0) -> None:
        """Ask the guest to power itself off; it may take its time, or ignore it.

        The call returns once the request is delivered. Watch the lifecycle event or `is_active` for
        the outcome, and `destroy` a guest that does not react.

        Args:
            flags: `DomainShutdownFlagValues`, the ways to try; 0 lets the hypervisor choose.

        libvirt: virDomainShutdown, virDomainShutdownFlags.
        """
        if flags:
            await self._connection._call(P.DOMAIN_SHUTDOWN_FLAGS, self, flags)
        else:
            await self._connection._call(P.DOMAIN_SHUTDOWN, self)

    async def destroy(self, *, flags: int = 0) -> None:
        """Stop the guest at once, as if its power were cut. A transient domain is gone afterwards.

        Args:
            flags: `DomainDestroyFlagsValues`: ``GRACEFUL`` fails rather than kill a process that does
                not end on request; ``REMOVE_LOGS`` removes the log file.

        Raises:
            OperationInvalid: the domain is not running.

        libvirt: virDomainDestroy, virDomainDestroyFlags.
        """
        if flags:
            await self._connection._call(P.DOMAIN_DESTROY_FLAGS, self, flags)
        else:
            await self._connection._call(P.DOMAIN_DESTROY, self)

    async def reboot(self, *, flags: int = 0) -> None:
        """Ask the guest to restart itself.

        Args:
            flags: `DomainRebootFlagValues`, the ways to try; 0 lets the hypervisor choose.

        libvirt: virDomainReboot.
        """
        await self._connection._call(P.DOMAIN_REBOOT, self, flags)

    async def reset(self, *, flags: int = 0) -> None:
        """Press the reset button: the guest starts over without being asked. libvirt: virDomainReset."""
        await self._connection._call(P.DOMAIN_RESET, self, flags)

    # -- paused --------------------------------------------------------------------------------------

    async def suspend(self) -> None:
        """Pause the guest's processors; its memory stays on the host. libvirt: virDomainSuspend."""
        await self._connection._call(P.DOMAIN_SUSPEND, self)

    async def resume(self) -> None:
        """Let a paused guest run on. libvirt: virDomainResume."""
        await self._connection._call(P.DOMAIN_RESUME, self)

    async def pm_suspend(self, target: int = 0, *, duration: int = 0, flags: int = 0) -> None:
        """Ask the guest's own power management to sleep; usually needs the guest agent.

        Args:
            target: `NodeSuspendTarget`: 0 to memory, 1 to disk, 2 both.
            duration: seconds after which it should wake; 0 for no limit.
            flags: none are defined.

        libvirt: virDomainPMSuspendForDuration.
        """
        await self._connection._call(P.DOMAIN_PM_SUSPEND_FOR_DURATION, self, target, duration, flags)

    async def pm_wakeup(self, *, flags: int = 0) -> None:
        """Wake a guest that sleeps after `pm_suspend`. libvirt: virDomainPMWakeup."""
        await self._connection._call(P.DOMAIN_PM_WAKEUP, self, flags)

    # -- saved ---------------------------------------------------------------------------------------

    async def save(
        self,
        path: str,
        *,
        xml: str | None = None,
        params: Mapping[str, ParamValue] | None = None,
        flags: int = 0,
    ) -> None:
        """Write the guest's memory and state to a file on its host and stop it.

        `Domains.restore` brings it back; the disks are not part of the file. The call lasts until
        the file is complete; another task can watch `jobs` or stop it with ``jobs.abort()``.

        Args:
            path: the file, as the host names it.
            xml: domain XML to save instead of the current one; only host-side details may differ.
            params: more ``VIR_DOMAIN_SAVE_PARAM_*`` values, such as ``image_format`` and
                ``parallel.channels`` (libvirt 8.4; needs a driver that supports it).
            flags: `DomainSaveRestoreFlags`.

        libvirt: virDomainSave, virDomainSaveFlags, virDomainSaveParams.
        """
        if params is not None:
            await self._connection._call(P.DOMAIN_SAVE_PARAMS, self, save_params(path, xml, params), flags)
        elif flags or xml is not None:
            await self._connection._call(P.DOMAIN_SAVE_FLAGS, self, path, xml, flags)
        else:
            await self._connection._call(P.DOMAIN_SAVE, self, path)

    async def dump_core(self, path: str, *, dump_format: int = 0, flags: int = 0) -> None:
        """Write the guest's memory to a file on its host, for a debugger.

        Args:
            path: the file, as the host names it.
            dump_format: `DomainCoreDumpFormat`: 0 raw; others need ``MEMORY_ONLY``.
            flags: `DomainCoreDumpFlags`: ``CRASH`` ends the guest, ``LIVE`` keeps it running
                meanwhile, ``RESET`` restarts it, ``MEMORY_ONLY`` writes an ELF file.

        libvirt: virDomainCoreDump, virDomainCoreDumpWithFormat.
        """
        if dump_format:
            await self._connection._call(P.DOMAIN_CORE_DUMP_WITH_FORMAT, self, path, dump_format, flags)
        else:
            await self._connection._call(P.DOMAIN_CORE_DUMP, self, path, flags)

    # -- defined -------------------------------------------------------------------------------------

    async def undefine(self, *, flags: int = 0) -> None:
        """Remove the configuration; a running domain goes on as a transient one.

        Args:
            flags: `DomainUndefineFlagsValues`: what else goes (``MANAGED_SAVE``,
                ``SNAPSHOTS_METADATA``, ``CHECKPOINTS_METADATA``, ``NVRAM``, ``TPM``) or stays
                (``KEEP_NVRAM``, ``KEEP_TPM``). Without them a domain that has such things is refused.

        libvirt: virDomainUndefine, virDomainUndefineFlags.
        """
        if flags:
            await self._connection._call(P.DOMAIN_UNDEFINE_FLAGS, self, flags)
        else:
            await self._connection._call(P.DOMAIN_UNDEFINE, self)

    async def rename(self, new_name: str, *, flags: int = 0) -> Self:
        """Give an inactive domain another name.

        Returns:
            A fresh handle with the new name; this one keeps the old name.

        libvirt: virDomainRename.
        """
        await self._connection._call(P.DOMAIN_RENAME, self, new_name, flags)
        ret = await self._connection._call(P.DOMAIN_LOOKUP_BY_UUID, self.uuid_bytes)
        return self._one(self._connection, ret.dom)

    async def autostart(self) -> bool:
        """Tell whether the domain starts with its host. libvirt: virDomainGetAutostart."""
        return bool((await self._connection._call(P.DOMAIN_GET_AUTOSTART, self)).autostart)

    async def set_autostart(self, enabled: bool) -> None:
        """Choose whether the domain starts with its host. libvirt: virDomainSetAutostart."""
        await self._connection._call(P.DOMAIN_SET_AUTOSTART, self, int(enabled))

    async def autostart_once(self) -> bool:
        """Tell whether it starts at the host's next boot only (libvirt 11.2).

        libvirt: virDomainGetAutostartOnce.
        """
        return bool((await self._connection._call(P.DOMAIN_GET_AUTOSTART_ONCE, self)).autostart)

    async def set_autostart_once(self, enabled: bool) -> None:
        """Choose whether it starts at the host's next boot only (libvirt 11.2).

        libvirt: virDomainSetAutostartOnce.
        """
        await self._connection._call(P.DOMAIN_SET_AUTOSTART_ONCE, self, int(enabled))

    async def set_lifecycle_action(self, event: int, action: int, *, flags: int = 0) -> None:
        """Change what happens when the guest powers off, reboots or crashes.

        Args:
            event: `DomainLifecycle`: 0 power off, 1 reboot, 2 crash.
            action: `DomainLifecycleAction`.
            flags: `DomainModificationImpact`.

        libvirt: virDomainSetLifecycleAction.
        """
        await self._connection._call(P.DOMAIN_SET_LIFECYCLE_ACTION, self, event, action, flags)


def save_params(path: str, xml: str | None, params: Mapping[str, ParamValue]) -> dict[str, ParamValue]:
    """Merge a save image's path and XML into its typed parameters (``VIR_DOMAIN_SAVE_PARAM_*``)."""
    merged = {**params, "file": path}
    if xml is not None:
        merged["dxml"] = xml
    return merged


def no_descriptors(procedure: str) -> UsageError:
    """Say that a procedure needs open file descriptors inside its message, which is not supported."""
    return UsageError(
        f"{procedure}: virtreach cannot pass file descriptors to a daemon yet, and this call is made of them"
    )
