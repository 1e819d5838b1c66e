# Made from spec/typed_params.spec by: python tools/generate.py
# Do not edit.

KINDS: dict[str, int]
