"""Several processes that serve as one daemon: workers have the clients, a supervisor what the clients share.

::

    supervisor ───── nursery            forks workers, and has nothing else to do: no loop, no thread, no client
      │    │            │
      │ control         ├── worker      accepts, does TLS and SASL, answers what needs no driver
      │    │            └── worker
      └────┴── one socket pair for each client that has the hypervisor open; packets pass as they are

The supervisor has the objects of the hypervisor, the places for clients, the names that are locked, and administration.
"""

from __future__ import annotations

__all__: list[str] = []
