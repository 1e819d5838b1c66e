"""SSH inside this process: chains of hops, and streams and commands at their end. Needs the extra ``[ssh]``.

`hop` says what a way is, without opening anything and without the extra; `pool` opens and shares what it describes;
`background` does that in a thread of its own for programs without an event loop.
"""
