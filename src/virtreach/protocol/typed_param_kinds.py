"""Which kind a typed parameter has, by its name."""
from virtreach.wire.typed_params import encode_params
