"""A system bus and polkit inside a lab's namespaces, with rules of its own."""

from __future__ import annotations

import dataclasses
import time
from typing import TYPE_CHECKING

from tests.interop.lab.namespace import LabError

if TYPE_CHECKING:
    from tests.interop.lab.daemon import Daemon

__all__ = ["POLKITD", "authorise"]

POLKITD = "/usr/lib/polkit-1/polkitd"
"""Where Debian has it."""

# Nobody may, unless a rule says so; what libvirt asks about is in its own org.libvirt.unix.policy.
_ACTIONS = """<?xml version="1.0" encoding="UTF-8"?>
<policyconfig>
  <action id="org.libvirt.unix.manage">
    <description>Manage</description>
    <message>Manage</message>
    <defaults>
      <allow_any>no</allow_any>
      <allow_inactive>no</allow_inactive>
      <allow_active>no</allow_active>
    </defaults>
  </action>
</policyconfig>
"""
_RULE = """polkit.addRule(function(action, subject) {
    if (action.id == "org.libvirt.unix.manage" && subject.user == "%s") {
        return polkit.Result.YES;
    }
});
"""
_ACTION_DIRECTORY = "/usr/share/polkit-1/actions"
_RULE_DIRECTORIES = ("/etc/polkit-1/rules.d", "/usr/share/polkit-1/rules.d")
_PATIENCE = 10.0


def authorise(daemon: Daemon, user: str) -> None:
    """Start a bus and polkit beside a running daemon, and the daemon anew so that it asks polkit.

    Args:
        daemon: its read-write socket asks polkit afterwards.
        user: the one who may; root is not asked by libvirt.

    Raises:
        LabError: something does not start.
    """
    namespace = daemon.namespace
    assert namespace is not None
    for directory in (_ACTION_DIRECTORY, *_RULE_DIRECTORIES):
        namespace.run("mount", "-t", "tmpfs", "-o", "mode=755", "lab-polkit", directory)
    namespace.run("tee", f"{_ACTION_DIRECTORY}/org.libvirt.unix.policy", stdin=_ACTIONS.encode())
    namespace.run("tee", f"{_RULE_DIRECTORIES[0]}/10-lab.rules", stdin=(_RULE % user).encode())
    namespace.run("mkdir", "-p", "/run/dbus")
    namespace.run("dbus-daemon", "--system", "--fork", "--nopidfile")
    log = daemon.directory / "polkitd.log"
    namespace.run("sh", "-c", f'"{POLKITD}" --no-debug >"{log}" 2>&1 &')
    question = [
        "dbus-send",
        "--system",
        "--print-reply",
        "--dest=org.freedesktop.DBus",
        "/org/freedesktop/DBus",
    ]
    question += ["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.PolicyKit1"]
    deadline = time.monotonic() + _PATIENCE
    while b"true" not in namespace.run(*question):
        if time.monotonic() > deadline:
            raise LabError(f"polkitd does not serve:\n{log.read_text(errors='replace')}")
        time.sleep(0.02)
    daemon.settings = dataclasses.replace(daemon.settings, unix="polkit")
    daemon.kill("TERM")
    daemon.write_configuration()
    daemon.launch()
