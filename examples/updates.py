"""Look which nodes wait for a restart, and have each write a list of its packages, by a job that survives a lost link.

python examples/updates.py NODE...
"""

import sys

from virtreach.shell import open_remote
from virtreach.shell.blocking import run_on

WAITS = 'if [ -e /run/reboot-required ]; then echo "waits for a restart"; else echo "runs $(uname -r)"; fi'
LIST = "dpkg-query -W 2>/dev/null || rpm -qa"


def main(names: list[str]) -> None:
    nodes = [open_remote(name) for name in names]
    for found in run_on(nodes, ["sh", "-c", WAITS], concurrency=10, timeout=30):
        said = found.result.text.strip() if found.result is not None else found.how
        print(f"{found.label}: {said}")
    jobs = [(node, node.start_script(LIST)) for node in nodes]
    for node, job in jobs:
        state = job.wait(timeout=300)
        print(f"{node.label}: job {state.state}, {state.stdout_size} bytes")
        job.forget()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
