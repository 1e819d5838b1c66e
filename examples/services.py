"""Ask a service on several nodes whether it is well, whatever network they are in, with one session for each.

python examples/services.py PATH NODE...
"""

import sys
from concurrent.futures import ThreadPoolExecutor

from virtreach.errors import VirtreachError
from virtreach.shell.http import node_session


def look(node: str, path: str) -> str:
    import requests

    try:
        with node_session(node) as session:
            answer = session.get(path, timeout=10)
    except (VirtreachError, requests.RequestException) as error:
        return f"{node}: {error}"
    return f"{node}: {answer.status_code} {answer.reason}, {len(answer.content)} bytes"


def main(path: str, nodes: list[str]) -> None:
    with ThreadPoolExecutor(10) as threads:
        for line in threads.map(lambda node: look(node, path), nodes):
            print(line)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
