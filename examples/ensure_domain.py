"""Make sure that a guest is defined and runs, whatever the state before; safe to repeat.

python examples/ensure_domain.py [URI]
"""

import sys

import virtreach
from virtreach.errors.libvirt import NoDomain

XML = """
<domain type='{kind}'>
  <name>ensured</name>
  <memory unit='MiB'>64</memory>
  <vcpu>1</vcpu>
  <os><type>hvm</type></os>
</domain>
"""


def main(uri: str) -> None:
    with virtreach.connect(uri) as conn, conn.deadline(30):
        kind = conn.host.type().lower()
        try:
            domain = conn.domains.lookup_by_name("ensured")
            print("it is defined")
        except NoDomain:
            domain = conn.domains.define_xml(XML.format(kind=kind))
            print("defined it")
        if domain.is_active():
            print("it runs")
        else:
            domain = domain.start()
            print(f"started it as number {domain.id}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "test:///default")
