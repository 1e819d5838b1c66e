"""The state of hypervisors, beyond the daemon that has them in memory.

===============  =====================================================================================
`values`         plain values and trees of XML as JSON, and back
`kinds`          what of each kind of object is kept, where it is, and how it comes back
`schema`         the tables of a state file, its versions, and what a file must be like to be opened
`state_file`     rows in, rows out, a transaction for each turn of the event loop
`whole`          all of a hypervisor at once: written, loaded, brought back
`journal`        what has changed of a hypervisor since it was written last
`book`           the journals of a file, and the transactions that they are written in
===============  =====================================================================================

Nothing is imported here.
"""
