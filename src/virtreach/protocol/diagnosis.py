"""Why a value could not be encoded: found by walking the types that it should have had.

Encoders do not check what `struct` checks anyway. When it refuses, or a value lacks what its type should have,
this module finds the field and says what is wanted.
"""

from __future__ import annotations

from virtreach.errors import EncodeError
from virtreach.wire.xdr import Unfit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["diagnose"]


def diagnose(
    program: str, procedure: str, part: str, values: tuple[Any, ...], cause: Exception
) -> EncodeError:
    """Build the error for values that do not fit.

    Args:
        program, procedure: whose values they are.
        part: ``args``, ``ret`` or ``msg``.
        values: the values, in wire order.
        cause: what the encoder ran into.
    """
    if isinstance(cause, Unfit):
        return EncodeError(f"{procedure}: {cause}")
    from virtreach.protocol.schema import Schema

    schema = Schema.of(program)
    fields = schema.fields(procedure, part)
    for field, value in zip(fields, values, strict=False):
        found = schema.misfit(field.type, value, field.name)
        if found:
            return EncodeError(f"{procedure}: {found}")
    return EncodeError(f"{procedure}: {cause}")
