"""What administrators share: their limits, their program, and the desk that carries out what they ask for."""

from __future__ import annotations

from virtreach.daemon.admin.client import AdminClient
from virtreach.daemon.entry.admission import Admission
from virtreach.daemon.house import House
from virtreach.protocol.registry import PROGRAMS
from virtreach.session.programs import Programs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.daemon.config.settings import Settings
    from virtreach.daemon.desk import DaemonDesk
    from virtreach.daemon.dispatch import Policy
    from virtreach.daemon.house import Door

__all__ = ["AdminHouse", "administrator"]


class AdminHouse(House):
    """The house of the server ``admin``.

    Args:
        policy: the daemon's; changes are written down by it.

    Attributes:
        desk: carries out what administrators ask for; to be set before anybody comes in.
    """

    desk: DaemonDesk

    def __init__(self, policy: Policy) -> None:
        super().__init__((), policy=policy)
        self.programs = Programs((PROGRAMS["admin"],))
        # Who they are is known as soon as they connect, and it is always the same user, or root.
        self.admission = Admission(5000, 1, 1, shared=False)

    def configure(self, settings: Settings) -> None:
        """Put a configuration in force, also while administrators are connected."""
        self.admission.max_clients = settings.admin_max_clients
        self.max_requests = settings.admin_max_client_requests


def administrator(house: House, door: Door) -> AdminClient:
    """Make an administrator's connection; what the listener of an `AdminHouse` makes of whoever comes."""
    assert isinstance(house, AdminHouse)
    return AdminClient(house, door)
