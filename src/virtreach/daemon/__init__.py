"""virtreachd: the server's end of libvirt's protocol, with drivers behind it.

===============  ======================================================================
`listeners`      the sockets that clients connect to
`channel`        a connection: bytes, layers, limits
`client`         one client's connection: authentication, calls, streams, events
`house`          what all clients share
`dispatch`       access, audit and the way of each call to its driver
`assembly`       from a configuration to a house with listeners
`server`         all of it together, from start to graceful stop
`desk`           what administrators see and change
`embedded`       a daemon in a thread of another program
`main`           the command ``virtreachd``
`config`         the configuration file: one table of keys for parser, check and sample
`entry`          who gets in
`life`           from the start of the process to its end, or its successor
`supervisor`     several processes that serve as one daemon
`records`        logs, the audit, figures
`admin`          libvirt's admin protocol
`drivers`        what a driver is: opens sessions, answers calls, emits events
`gateway`        the driver in front of other hosts
`hypervisor`     the driver that is the embedded test hypervisor
===============  ======================================================================

Nothing is imported here.
"""
