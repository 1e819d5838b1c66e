"""Print statistics of all running guests, gathered with one call.

python examples/domain_stats.py [URI]
"""

import sys

import virtreach
from virtreach.protocol.enums import ConnectGetAllDomainStatsFlags, DomainStatsTypes


def main(uri: str) -> None:
    with virtreach.connect(uri, readonly=True) as conn:
        wanted = DomainStatsTypes.STATE | DomainStatsTypes.CPU_TOTAL | DomainStatsTypes.VCPU
        for domain, values in conn.domains.stats(wanted, flags=ConnectGetAllDomainStatsFlags.ACTIVE):
            print(domain.name)
            for name, value in values.items():
                print(f"  {name:24} {value}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "qemu:///system")
