"""Call a procedure of libvirt's protocol by its name, with plain values.

python examples/any_procedure.py [URI]
"""

import sys

import virtreach


def main(uri: str) -> None:
    with virtreach.connect(uri) as conn:
        found = conn.call("remote", "domain_lookup_by_name", name="test")
        print(found.dom)
        print(conn.call("remote", "domain_get_info", dom=found.dom))
        print(conn.call("remote", "node_get_cells_free_memory", start_cell=0, maxcells=2))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "test:///default")
