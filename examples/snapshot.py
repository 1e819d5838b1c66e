"""Take a snapshot of a guest, look at the tree of snapshots, go back, and remove it.

python examples/snapshot.py [URI [DOMAIN]]
"""

import sys

import virtreach


def main(uri: str, name: str) -> None:
    with virtreach.connect(uri) as conn:
        domain = conn.domains.lookup_by_name(name)
        snapshot = domain.snapshots.create(
            "<domainsnapshot><name>before</name><description>before the update</description></domainsnapshot>"
        )
        try:
            domain.set_autostart(True)
            for each in domain.snapshots.list():
                print(each.name, "(current)" if each.is_current() else "")
            snapshot.revert()
            print("back at", domain.snapshots.current().name)
        finally:
            snapshot.delete()


if __name__ == "__main__":
    main(
        sys.argv[1] if len(sys.argv) > 1 else "test:///default", sys.argv[2] if len(sys.argv) > 2 else "test"
    )
