"""Why a value could not be encoded: found by walking the types that it should have had.

Encoders do not check what `struct` checks anyway. When it refuses, or a value lacks what its type should have,
this module finds the field and says what is wanted.
"""

from __future__ import annotations

from virtreach.errors import EncodeError

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
    from virtreach.protocol.schema import Schema

    schema = Schema.of(program)
    # A value of the wrong type is said to be that, even where the encoder stumbled over its length.
    for field, value in zip(schema.fields(procedure, part), values, strict=False):
        found = schema.misfit(field.type, value, field.name)
        if found:
            return EncodeError(f"{procedure}: {found}")
    return EncodeError(f"{procedure}: {cause}")
