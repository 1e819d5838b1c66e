"""libvirt's public enums as `enum.IntEnum` and `enum.IntFlag` classes.

``virDomainState`` is `DomainState`, and ``VIR_DOMAIN_RUNNING`` is ``DomainState.RUNNING``: the prefix that all
members share is left out, as are the members that count the others (``VIR_DOMAIN_LAST``). Codecs decode
plain ints, for speed; ``DomainState(value)`` names one. A newer daemon may send a value that is not here: it becomes
a member all the same, which is called ``UNKNOWN_99`` after its number.

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
                flags, members = ENUMS[name]
                return globals().setdefault(name, _base(flags)(name, members, module=__name__))
        raise AttributeError(f"libvirt has no enum {name}")

    def _base(flags):
        # Made here, so that importing this module does not load `enum`.
        from enum import IntEnum, IntFlag

        if flags:
            return IntFlag

        class OpenEnum(IntEnum):
            @classmethod
            def _missing_(cls, value):
                if not isinstance(value, int):
                    return None
                member = int.__new__(cls, value)
                member._name_ = f"UNKNOWN_{int(value)}"
                member._value_ = int(value)
                return member

            def __reduce_ex__(self, protocol):
                # By value in every Python: some would look an unknown member up by its name.
                return self.__class__, (int(self),)

        return OpenEnum

    def __dir__():
        from virtreach.protocol._generated.enums import ENUMS

        return list(ENUMS)
