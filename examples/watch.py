"""Tell what happens to the guests of a host, also when its daemon is restarted meanwhile.

python examples/watch.py [URI [SECONDS]]
"""

import sys
import time

import virtreach
from virtreach.session.events import EventsLost, Resync


def main(uri: str, seconds: float) -> None:
    with virtreach.connect(uri, reconnect=True) as conn, conn.events.domain("lifecycle") as events:
        print(f"watching {conn.host.hostname()}")
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            event = events.get(timeout=left)
            if event is None:
                break
            if isinstance(event, Resync | EventsLost):
                print("something was missed; there are:", *(domain.name for domain in conn.domains.list()))
            else:
                print(event.domain.name, event.event.name.lower())


if __name__ == "__main__":
    main(
        sys.argv[1] if len(sys.argv) > 1 else "qemu:///system",
        float(sys.argv[2]) if len(sys.argv) > 2 else 1,
    )
