"""libvirt's public enums as `enum.IntEnum` and `enum.IntFlag` classes.

``virDomainState`` is `DomainState`, and ``VIR_DOMAIN_RUNNING`` is ``DomainState.RUNNING``: the prefix that all
members share is left out, as are the members that count the others (``VIR_DOMAIN_LAST``). Codecs decode
plain ints, for speed and because a newer daemon may send a value that is not here; ``DomainState(value)`` names one.

Source: ``include/libvirt/*.h``. Classes are made when first asked for.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.protocol._generated.enums import *  # noqa: F403 - the stub lists the classes
else:

    def __getattr__(name):
        if name[:1].isupper():
            from virtreach.protocol._generated.enums import ENUMS

            if name in ENUMS:
                from enum import IntEnum, IntFlag

                flags, members = ENUMS[name]
                made = (IntFlag if flags else IntEnum)(name, members, module=__name__)
                return globals().setdefault(name, made)
        raise AttributeError(f"libvirt has no enum {name}")

    def __dir__():
        from virtreach.protocol._generated.enums import ENUMS

        return list(ENUMS)
