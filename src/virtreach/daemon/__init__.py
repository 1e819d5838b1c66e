"""virtreachd: the server's end of libvirt's protocol, with drivers behind it.

=================  ==================================================================
`drivers.base`     what a driver is: opens sessions, answers calls, emits events
`client`           one client connection: bytes, layers, authentication, limits
`opening`          the calls before a driver has the word: authentication and open
`dispatch`         access, audit and the way of each call to its driver
`admission`        how many clients there may be, and who must go when there are too many
`listeners`        the sockets that clients connect to
`server`           all of it together, from start to graceful stop
`config`           the configuration file: one table of keys for parser, check and sample
`main`             the command ``virtreachd``
=================  ==================================================================

Nothing is imported here.
"""
