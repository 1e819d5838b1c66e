"""Plays scripts on both sides and says where the answers differ."""

from __future__ import annotations

import re
from typing import Any

from tests.daemon.hypervisor.scripts import Kept, Step
from virtreach.errors.libvirt import LibvirtError

__all__ = ["play"]

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_FIXED = ("6695eb01", "dd8fe884", "dfe224cb", "11111111", "00000000")
_MADE_UP = re.compile(r"52:54:00(:[0-9a-f]{2}){3}")
_CREATED = re.compile(r"<creationTime>\d+</creationTime>")


def play(connection: Any, script: list[Step]) -> list[tuple[Step, str]]:
    """Make a script's calls; the steps with what came of them, what is made up at random or by the clock left out."""
    kept: dict[str, Any] = {}
    found = []
    for step in script:
        fields = {
            name: kept.get(value.name) if isinstance(value, Kept) else value
            for name, value in step.fields.items()
        }
        try:
            result = connection.call("remote", step.procedure, **fields)
        except LibvirtError as error:
            texts = (error.str1, error.str2, error.str3, error.int1, error.int2)
            found.append((step, _plain(f"{error!r} {texts}")))
            continue
        if step.keep:
            kept[step.keep] = result[0]
        found.append((step, _plain(_told(result))))
    return found


def _told(result: Any) -> str:
    if result is None:
        return "nothing"
    parts = []
    for name, value in zip(result._fields, result, strict=True):
        if isinstance(value, list) and name not in ("ifaces", "errors", "info"):
            value = sorted(value, key=repr)
        parts.append(f"{name}={value}" if isinstance(value, str) else f"{name}={value!r}")
    return "\n".join(parts)


def _plain(text: str) -> str:
    text = _UUID.sub(lambda found: found[0] if found[0].startswith(_FIXED) else "(some UUID)", text)
    text = re.sub(r"uuid=b(['\"]).*?\1(?=[,)])", "uuid=(bytes)", text)
    text = _MADE_UP.sub(lambda found: found[0] if found[0] == "52:54:00:aa:bb:cc" else "(some MAC)", text)
    return _CREATED.sub("<creationTime/>", text)
