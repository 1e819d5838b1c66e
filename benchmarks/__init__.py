"""Measurements beside libvirt-python: same machine, same run, same interpreter, interleaved and pinned."""
