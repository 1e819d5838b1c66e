"""A guest agent of this machine: QEMU's commands answered by Python, over what libvirt would carry; it may lie."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import subprocess
from collections.abc import Callable
from typing import Any

from virtreach.errors.libvirt import InternalError

__all__ = ["LocalAgent"]


class LocalAgent:
    """What a domain's ``qemu`` is, with an agent that works on this machine.

    Attributes:
        lies: answers by the name of a command, instead of the true ones: text, an exception, or what to call.
        commands: what was asked, in order.
    """

    def __init__(self) -> None:
        self.lies: dict[str, Any] = {}
        self.commands: list[str] = []
        self._running: dict[int, tuple[subprocess.Popen[bytes], asyncio.Task[tuple[bytes, bytes]]]] = {}
        self._files: dict[int, Any] = {}

    async def agent_command(self, command: str, *, timeout: int = -1, flags: int = 0) -> str | None:
        """Answer a command as libvirt hands it on."""
        request = json.loads(command)
        name = request["execute"].removeprefix("guest-")
        self.commands.append(name)
        lie = self.lies.get(name)
        if isinstance(lie, Callable):  # type: ignore[arg-type]
            lie = lie(request.get("arguments"))
        if isinstance(lie, BaseException):
            raise lie
        if lie is not None:
            return str(lie)
        try:
            answer = await getattr(self, "_" + name.replace("-", "_"))(request.get("arguments", {}))
        except OSError as error:
            raise self.refusal(name, f"failed to open file: {error.strerror}") from error
        return json.dumps({"return": answer})

    @staticmethod
    def refusal(name: str, said: str) -> InternalError:
        """What libvirt raises when the agent says no."""
        return InternalError(f"internal error: unable to execute QEMU agent command 'guest-{name}': {said}")

    async def _ping(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return {}

    async def _exec(self, arguments: dict[str, Any]) -> dict[str, Any]:
        child = subprocess.Popen(
            [arguments["path"], *arguments["arg"]],
            stdin=subprocess.PIPE if "input-data" in arguments else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"PATH": os.environ["PATH"]},
        )
        data = base64.b64decode(arguments.get("input-data", "")) or None
        self._running[child.pid] = (child, asyncio.create_task(asyncio.to_thread(child.communicate, data)))
        return {"pid": child.pid}

    async def _exec_status(self, arguments: dict[str, Any]) -> dict[str, Any]:
        pid = arguments["pid"]
        if pid not in self._running:
            raise self.refusal("exec-status", f"Invalid parameter 'pid' ({pid})")
        child, talk = self._running[pid]
        if not talk.done():
            return {"exited": False}
        out, err = await talk
        del self._running[pid]
        code = {"exitcode": child.returncode} if child.returncode >= 0 else {"signal": -child.returncode}
        texts = {
            key: base64.b64encode(data).decode()
            for key, data in (("out-data", out), ("err-data", err))
            if data
        }
        return {"exited": True, **code, **texts}

    async def _file_open(self, arguments: dict[str, Any]) -> int:
        opened = open(arguments["path"], arguments["mode"])
        self._files[opened.fileno()] = opened
        return int(opened.fileno())

    async def _file_read(self, arguments: dict[str, Any]) -> dict[str, Any]:
        size = arguments["count"]
        data = self._files[arguments["handle"]].read(size)
        return {"count": len(data), "buf-b64": base64.b64encode(data).decode(), "eof": len(data) < size}

    async def _file_write(self, arguments: dict[str, Any]) -> dict[str, Any]:
        data = base64.b64decode(arguments["buf-b64"])
        # A part of it, as it may.
        count = self._files[arguments["handle"]].write(data[: max(1, len(data) * 2 // 3)])
        return {"count": count, "eof": False}

    async def _file_close(self, arguments: dict[str, Any]) -> dict[str, Any]:
        self._files.pop(arguments["handle"]).close()
        return {}

    async def _ssh_add_authorized_keys(self, arguments: dict[str, Any]) -> dict[str, Any]:
        self.added = arguments
        return {}

    async def finish(self) -> None:
        """End what runs."""
        for child, talk in self._running.values():
            child.kill()
            await talk
        for opened in self._files.values():
            opened.close()
