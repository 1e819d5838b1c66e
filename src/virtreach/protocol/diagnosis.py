"""Why a value could not be encoded, found by walking the type it should have had."""
from virtreach.errors import EncodeError


def unencodable(program, procedure, kind, values, cause):
    return EncodeError(f"{procedure}: {cause}")
