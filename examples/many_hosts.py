"""Ask many hosts at once which guests they run; a host that does not answer is named, not waited for.

python examples/many_hosts.py URI...
"""

import asyncio
import sys

from virtreach import aio
from virtreach.errors import VirtreachError


async def look(uri: str) -> list[str]:
    async with aio.connect(uri, readonly=True, connect_timeout=10) as conn:
        return [domain.name for domain in await conn.domains.list() if domain.id >= 0]


async def main(uris: list[str]) -> None:
    answers = await asyncio.gather(*(look(uri) for uri in uris), return_exceptions=True)
    for uri, answer in zip(uris, answers, strict=True):
        if isinstance(answer, VirtreachError):
            print(f"{uri}: {answer}")
        elif isinstance(answer, BaseException):
            raise answer
        else:
            print(f"{uri}: {', '.join(answer) or 'nothing runs'}")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:] or ["qemu:///system"]))
