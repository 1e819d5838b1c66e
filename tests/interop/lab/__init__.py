"""Real libvirt daemons, certificates, passwords and ssh servers, private to the process that asks.

Everything lives in mount, PID and host-name namespaces of its own and in one temporary
directory: the machine's `/etc/libvirt`, `/run` and `/var/lib/libvirt` are neither read nor
written. Nothing is imported here; take what is needed from the modules.
"""
