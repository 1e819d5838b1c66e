"""The monitor of a guest, as far as there is one: a few of QEMU's commands, answered from what the hypervisor knows.

Commands and answers are those of QMP (QEMU's ``qapi/*.json``); what is not known is refused in its words, inside the
answer.
"""

from __future__ import annotations

import json

from virtreach.daemon.hypervisor.collection import dashed
from virtreach.daemon.hypervisor.disks.chain import image_path, target_of
from virtreach.daemon.hypervisor.domains.busy import need_still
from virtreach.daemon.hypervisor.domains.domain import Domain
from virtreach.daemon.hypervisor.domains.lifecycle import announce, stop
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.wording import check_flags, internal
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.state import Hypervisor
    from virtreach.daemon.hypervisor.table import Result

__all__ = ["read_command"]

_STATES = {
    C.VIR_DOMAIN_RUNNING: "running",
    C.VIR_DOMAIN_PAUSED: "paused",
    C.VIR_DOMAIN_PMSUSPENDED: "suspended",
}
_DEPTH = "maximum recursion depth"


def read_command(text: str, key: str = "execute") -> dict[str, Any]:
    """Read a command.

    Args:
        text: JSON.
        key: the member that names it.

    Raises:
        LibvirtError: it is none.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        why = _DEPTH if isinstance(error, RecursionError) else str(error)
        raise internal(f"cannot parse json {text[:100]}: {why}", domain=C.VIR_FROM_NONE) from None
    if not isinstance(found, dict) or not isinstance(found.get(key), str):
        raise internal(f"a command is an object with a member '{key}'")
    return found


def _status(hypervisor: Hypervisor, domain: Domain) -> Any:
    running = domain.state == C.VIR_DOMAIN_RUNNING
    return {"status": _STATES.get(domain.state, "internal-error"), "singlestep": False, "running": running}


def _version(hypervisor: Hypervisor, domain: Domain) -> Any:
    return {"qemu": {"micro": 0, "minor": 0, "major": 1}, "package": "virtreach"}


def _blocks(hypervisor: Hypervisor, domain: Domain) -> Any:
    found = []
    for disk in domain.devices("disk"):
        path = image_path(disk)
        removable = disk.get("device") in ("cdrom", "floppy")
        one: dict[str, Any] = {
            "device": target_of(disk),
            "locked": False,
            "removable": removable,
            "type": "unknown",
        }
        if path:
            one["inserted"] = {"file": path, "ro": disk.find("readonly") is not None}
        found.append(one)
    return found


def _stop(hypervisor: Hypervisor, domain: Domain) -> Any:
    if domain.state == C.VIR_DOMAIN_RUNNING:
        domain.state, domain.reason = C.VIR_DOMAIN_PAUSED, C.VIR_DOMAIN_PAUSED_UNKNOWN
        announce(hypervisor, domain, C.VIR_DOMAIN_EVENT_SUSPENDED, C.VIR_DOMAIN_EVENT_SUSPENDED_PAUSED)
    return {}


def _cont(hypervisor: Hypervisor, domain: Domain) -> Any:
    if domain.state == C.VIR_DOMAIN_PAUSED:
        domain.state, domain.reason = C.VIR_DOMAIN_RUNNING, C.VIR_DOMAIN_RUNNING_UNPAUSED
        announce(hypervisor, domain, C.VIR_DOMAIN_EVENT_RESUMED, C.VIR_DOMAIN_EVENT_RESUMED_UNPAUSED)
    return {}


def _reset(hypervisor: Hypervisor, domain: Domain) -> Any:
    hypervisor.announce("domain", C.VIR_DOMAIN_EVENT_ID_REBOOT, domain)
    return {}


def _powerdown(hypervisor: Hypervisor, domain: Domain) -> Any:
    stop(
        hypervisor,
        domain,
        reason=C.VIR_DOMAIN_SHUTOFF_SHUTDOWN,
        detail=C.VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN,
    )
    return {}


_COMMANDS: dict[str, Callable[[Hypervisor, Domain], Any]] = {
    "query-status": _status,
    "query-version": _version,
    "query-name": lambda hypervisor, domain: {"name": domain.name},
    "query-uuid": lambda hypervisor, domain: {"UUID": dashed(domain.uuid)},
    "query-kvm": lambda hypervisor, domain: {"enabled": False, "present": False},
    "query-balloon": lambda hypervisor, domain: {"actual": domain.memory * 1024},
    "query-cpus-fast": lambda hypervisor, domain: [
        {"cpu-index": number, "thread-id": number + 1, "target": "x86_64"} for number in range(domain.vcpus)
    ],
    "query-block": _blocks,
    "query-commands": lambda hypervisor, domain: [{"name": name} for name in sorted(_COMMANDS)],
    "stop": _stop,
    "cont": _cont,
    "system_reset": _reset,
    "system_powerdown": _powerdown,
}
# Those that change something; the human monitor knows them too.
_MOVES = frozenset(("stop", "cont", "system_reset", "system_powerdown"))


def _run(hypervisor: Hypervisor, domain: Domain, text: str) -> str:
    command = read_command(text)
    function = _COMMANDS.get(command["execute"])
    answer: dict[str, Any]
    if function is None:
        detail = f"The command {command['execute'][:100]} has not been found"
        answer = {"error": {"class": "CommandNotFound", "desc": detail}}
    else:
        if command["execute"] in _MOVES:
            need_still(domain)
        answer = {"return": function(hypervisor, domain)}
    number = domain.tuning.get("monitor", 366) + 1
    domain.tuning["monitor"] = number
    return json.dumps({**answer, "id": command.get("id", f"libvirt-{number}")}, separators=(",", ":"))


def _run_human(hypervisor: Hypervisor, domain: Domain, text: str) -> str:
    words = text.split()
    if words == ["info", "status"]:
        return f"VM status: {_STATES.get(domain.state, 'internal-error')}\r\n"
    if words == ["info", "version"]:
        return "1.0.0virtreach\r\n"
    if words == ["info", "name"]:
        return f"{domain.name}\r\n"
    if words == ["info", "uuid"]:
        return f"{dashed(domain.uuid)}\r\n"
    if len(words) == 1 and words[0] in _MOVES:
        need_still(domain)
        _COMMANDS[words[0]](hypervisor, domain)
        return ""
    return f"unknown command: '{words[0][:100] if words else ''}'\r\n"


@handles("qemu.domain_monitor_command", "qemu.domain_monitor_command_with_files")
def _on_command(session: TestSession, args: Any) -> Result:
    human = C.VIR_DOMAIN_QEMU_MONITOR_COMMAND_HMP
    check_flags(args.flags, human, "testDomainQemuMonitorCommand")
    hypervisor = session.hypervisor
    domain = hypervisor.domain(args.dom)
    domain.need_active()
    run = _run_human if args.flags & human else _run
    return (run(hypervisor, domain, args.cmd),)
