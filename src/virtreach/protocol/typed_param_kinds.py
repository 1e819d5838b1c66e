"""Which kind a typed parameter has, by its name.

The wire needs a kind for every value, and daemons refuse a wrong one (``hard_limit`` must be ullong, ``vcpu_quota``
llong). `encode_params` therefore takes `virtreach.wire.typed_params.TypedParam` tuples, which say their kind, or a
mapping of names to plain values. For a mapping, the kind is

- boolean, double or string for a bool, a float or a str;
- for an int, what the table in ``spec/typed_params.spec`` says of the name; when the table says boolean or
  double, the int is taken as such;
- for an int whose name is not there, the first of int, uint, llong and ullong that holds it.
"""

from __future__ import annotations

from virtreach.wire.typed_params import BOOLEAN, DOUBLE, STRING, guess_kind
from virtreach.wire.typed_params import encode_params as encode_with
from virtreach.wire.xdr import Unfit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.wire.typed_params import Params, Value

__all__ = ["encode_params", "kind_of"]

_WANTED = {BOOLEAN: "a bool", DOUBLE: "a float", STRING: "a str"}


def kind_of(name: str, value: Value) -> int:
    """Choose the kind of a parameter.

    Raises:
        Unfit: the value is of a type that the parameter never has.
    """
    from virtreach.protocol._generated.kinds import KINDS

    guessed = guess_kind(value)
    known = KINDS.get(name)
    if known is None or known == guessed:
        return guessed
    if guessed == STRING or known == STRING or (guessed == DOUBLE and known != DOUBLE):
        raise Unfit(f"parameter {name!r} is {type(value).__name__}; {_WANTED.get(known, 'an int')} is wanted")
    if guessed == BOOLEAN:
        raise Unfit(f"parameter {name!r} is a bool; {_WANTED.get(known, 'an int')} is wanted")
    return known


def encode_params(params: Params, field: str, most: int) -> bytes:
    """Encode typed parameters for one field of a procedure; see the module's docstring.

    Raises:
        Unfit, struct.error, TypeError: a value does not fit; the generated codecs turn these into
            `virtreach.errors.EncodeError`.
    """
    return encode_with(params, field, most, kind_of)
