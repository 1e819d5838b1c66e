"""List the guests of a host with their state and memory.

python examples/list_domains.py [URI]
"""

import sys

import virtreach


def main(uri: str) -> None:
    with virtreach.connect(uri, readonly=True) as conn:
        print(f"{conn.host.hostname()}:")
        for domain in conn.domains.list():
            state, _ = domain.state()
            info = domain.info()
            print(f"  {domain.name:24} {state.name.lower():10} {info.memory // 1024:8} MiB")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "qemu:///system")
