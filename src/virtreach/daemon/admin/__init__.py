"""Administration of a daemon that runs: libvirt's admin protocol on a socket of its own."""
