"""libvirt's public constants under their own names (``VIR_DOMAIN_XML_SECURE``), as plain ints and strings.

Source: ``include/libvirt/*.h``. The table loads when the first constant is asked for.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.protocol._generated.constants import *  # noqa: F403 - the stub lists the names
else:

    def __getattr__(name):
        if name.startswith("VIR_"):
            from virtreach.protocol._generated.constants import VALUES

            if name in VALUES:
                value = globals()[name] = VALUES[name]
                return value
        raise AttributeError(f"libvirt has no constant {name}")

    def __dir__():
        from virtreach.protocol._generated.constants import VALUES

        return list(VALUES)
