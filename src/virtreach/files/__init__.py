"""Files of other hosts: create, remove and copy them by a driver of one's choice.

`remote_filesystem` makes the driver that a setting names::

    async with virtreach.files.remote_filesystem("host", "sftp") as there:
        await there.create_dir(b"/srv/images", exist_ok=True)
        await there.copy_file("disk.qcow2", there.path(b"/srv/images/disk.qcow2"))

`blocking` does the same for programs without an event loop.
"""

from __future__ import annotations

from virtreach.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.files.base import RemoteFilesystem as RemoteFilesystem
    from virtreach.files.between import copy_between as copy_between
    from virtreach.files.blocking import BlockingFilesystem as BlockingFilesystem
    from virtreach.files.choosing import remote_filesystem as remote_filesystem
    from virtreach.files.model import Capability as Capability
    from virtreach.files.model import FileStat as FileStat
    from virtreach.files.model import RemotePath as RemotePath
    from virtreach.files.model import TreeResult as TreeResult
    from virtreach.files.rsync import RsyncRemoteFilesystem as RsyncRemoteFilesystem
    from virtreach.files.sftp import SftpRemoteFilesystem as SftpRemoteFilesystem
    from virtreach.files.ssh import SshRemoteFilesystem as SshRemoteFilesystem

__all__ = [
    "BlockingFilesystem",
    "Capability",
    "FileStat",
    "RemoteFilesystem",
    "RemotePath",
    "RsyncRemoteFilesystem",
    "SftpRemoteFilesystem",
    "SshRemoteFilesystem",
    "TreeResult",
    "copy_between",
    "remote_filesystem",
]

_HOMES = {
    "BlockingFilesystem": "blocking",
    "Capability": "model",
    "FileStat": "model",
    "RemoteFilesystem": "base",
    "RemotePath": "model",
    "RsyncRemoteFilesystem": "rsync",
    "SftpRemoteFilesystem": "sftp",
    "SshRemoteFilesystem": "ssh",
    "TreeResult": "model",
    "copy_between": "between",
    "remote_filesystem": "choosing",
}
__getattr__ = door(__name__, _HOMES)


def __dir__() -> list[str]:
    return __all__
