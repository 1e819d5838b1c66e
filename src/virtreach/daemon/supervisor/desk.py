"""What administration sees of a daemon of several processes."""

from __future__ import annotations

from virtreach.daemon.desk import ClientRecord, Pool, ProcessDesk, ServerDesk, check_pool
from virtreach.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from virtreach.daemon.entry.admission import Admission
    from virtreach.daemon.life.lifetime import Lifetime
    from virtreach.daemon.records.logs import Logs
    from virtreach.daemon.supervisor.supervisor import Supervisor

__all__ = ["SupervisorDesk", "SupervisorProcessDesk"]


class SupervisorDesk(ServerDesk):
    """The server whose clients are in the workers.

    Args:
        supervisor: of the workers.
    """

    def __init__(self, supervisor: Supervisor) -> None:
        self._supervisor = supervisor

    @property
    def admission(self) -> Admission:
        return self._supervisor.admission

    async def clients(self) -> list[ClientRecord]:
        answers = await self._supervisor.crew.ask("clients")
        return sorted(ClientRecord(*record) for answer in answers for record in answer["clients"])

    async def client(self, number: int) -> ClientRecord | None:
        return next((record for record in await self.clients() if record.number == number), None)

    async def close_client(self, number: int, why: str) -> bool:
        return any(
            answer["done"] for answer in await self._supervisor.crew.ask("close", number=number, why=why)
        )

    async def pool(self) -> Pool:
        answers = await self._supervisor.crew.ask("clients")
        wanted = self._supervisor.crew.wanted
        free = sum(not answer["busy"] for answer in answers)
        return Pool(wanted, wanted, len(answers), free, 0, sum(answer["waiting"] for answer in answers))

    async def set_pool(
        self, *, least: int | None = None, most: int | None = None, priority: int | None = None
    ) -> None:
        low, high = check_pool(await self.pool(), least=least, most=most, priority=priority)
        if low != high:
            raise UsageError(
                "there are always as many workers as were asked for: least and most must be the same"
            )
        await self._supervisor.crew.resize(high)

    async def update_tls(self) -> None:
        house = self._supervisor.house
        if house.tls is None:
            raise UsageError("no tls service found, unable to update tls files")
        rules = house.tls.renewed()
        await self._supervisor.prepare_workers(None)
        house.tls = rules
        await self._supervisor.crew.ask("commit")


class SupervisorProcessDesk(ProcessDesk):
    """The daemon as a whole: what is set for its log holds for all processes.

    Args:
        servers, logs, life: as for `ProcessDesk`.
        supervisor: of the workers.
    """

    def __init__(
        self, servers: Mapping[str, ServerDesk], logs: Logs, life: Lifetime, supervisor: Supervisor
    ) -> None:
        super().__init__(servers, logs, life)
        self._supervisor = supervisor

    async def set_log_outputs(self, text: str) -> None:
        await super().set_log_outputs(text)
        self._supervisor.set_logs(outputs=text)

    async def set_log_filters(self, text: str) -> None:
        await super().set_log_filters(text)
        self._supervisor.set_logs(filters=text)
