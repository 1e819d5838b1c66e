# Made from spec/typed_params.spec by: python tools/generate_protocol.py
# Do not edit.

KINDS: dict[str, int]
