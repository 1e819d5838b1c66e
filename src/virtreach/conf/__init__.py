"""libvirt's configuration files: the ``key = value`` grammar, the key file grammar, ``libvirt.conf``.

Each module stands alone; nothing is loaded until it is asked for.
"""

from __future__ import annotations

__all__: list[str] = []
