"""The embedded test hypervisor: hosts, guests and all around them, in memory and, when asked to, in a file.

`driver.TestDriver` opens ``test:///default`` and ``test:///path/to/node.xml``. It behaves as libvirt's test driver
does towards clients (objects, XML, errors), and does more where that one says "not supported"; the differences
stand in one table in ``docs/reference/test-hypervisor.md``.

====================  ===========================================================================
`table`               which function answers which procedure
`session`             what one client has opened: calls in, events out
`state`               the objects of one hypervisor
`collection`          objects by name and UUID
`ledger`, `limits`    how many objects there are and may be, and which of them a call had in hand
`persistence`         the state, beyond the daemon that has it in memory
`faults`              errors in libvirt's words
`xmltext`, `units`    XML and numbers with units, read and printed as libvirt does
`node_file`           a hypervisor from a file
``domain_*`` ...      one noun each: its object, its XML, its procedures
====================  ===========================================================================

One thread uses all of it; nothing here waits. Nothing is imported here.
"""
