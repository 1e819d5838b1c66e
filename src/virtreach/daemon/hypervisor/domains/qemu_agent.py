"""Commands for the agent in a guest, as QEMU's guest agent answers the harmless ones (``qga/qapi-schema.json``)."""

from __future__ import annotations

import json

from virtreach.daemon.hypervisor.domains.domain import Domain
from virtreach.daemon.hypervisor.domains.qemu_monitor import read_command
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.wording import DOMAIN, bad_argument, check_flags, internal
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result

__all__: list[str] = []

_NANO = 1_000_000_000


def _sync(domain: Domain, arguments: dict[str, Any]) -> Any:
    number = arguments.get("id")
    if not isinstance(number, int):
        raise ValueError("Parameter 'id' is missing")
    return number


def _time(domain: Domain, arguments: dict[str, Any]) -> Any:
    seconds, nanoseconds = domain.tuning.get("time", (627319920, 0))
    return seconds * _NANO + nanoseconds


def _interfaces(domain: Domain, arguments: dict[str, Any]) -> Any:
    found = []
    for number, device in enumerate(domain.devices("interface")):
        mac = device.find("mac")
        address = mac.get("address", "") if mac is not None else ""
        found.append({"name": f"eth{number}", "hardware-address": address})
    return found


_COMMANDS: dict[str, Callable[[Domain, dict[str, Any]], Any]] = {
    "guest-ping": lambda domain, arguments: {},
    "guest-sync": _sync,
    "guest-info": lambda domain, arguments: {
        "version": "1.0.0",
        "supported_commands": [
            {"enabled": True, "name": name, "success-response": True} for name in sorted(_COMMANDS)
        ],
    },
    "guest-get-host-name": lambda domain, arguments: {"host-name": f"{domain.name}host"},
    "guest-get-osinfo": lambda domain, arguments: {"id": "test", "name": "Test guest", "version-id": "1"},
    "guest-get-time": _time,
    "guest-get-users": lambda domain, arguments: [],
    "guest-get-timezone": lambda domain, arguments: {"zone": "UTC", "offset": 0},
    "guest-network-get-interfaces": _interfaces,
    "guest-fsfreeze-status": lambda domain, arguments: "frozen" if domain.frozen else "thawed",
}


@handles("qemu.domain_agent_command")
def _on_command(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainQemuAgentCommand")
    if args.timeout < C.VIR_DOMAIN_QEMU_AGENT_COMMAND_MIN:
        detail = f"guest agent timeout '{args.timeout}' is less than the minimum '-2'"
        raise bad_argument(detail, domain=DOMAIN)
    domain = session.hypervisor.domain(args.dom)
    domain.need_active()
    command = read_command(args.cmd)
    name = command["execute"]
    arguments = command.get("arguments", {})
    refused = f"unable to execute QEMU agent command '{name[:100]}'"
    function = _COMMANDS.get(name)
    if function is None:
        raise internal(f"{refused}: The command {name[:100]} has not been found")
    if not isinstance(arguments, dict):
        raise internal(f"{refused}: QMP input member 'arguments' must be an object")
    try:
        answer = function(domain, arguments)
    except ValueError as error:
        raise internal(f"{refused}: {error}") from None
    return (json.dumps({"return": answer}, separators=(",", ":")),)
