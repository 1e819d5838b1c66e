"""The programs that libvirt's daemons speak: remote, qemu, lxc, admin, keepalive.

Each is a module whose attributes are `virtreach.protocol.procedure.Procedure` objects::

    from virtreach.protocol import remote as P

    body = P.DOMAIN_LOOKUP_BY_NAME.encode_args("test")

What a module holds loads by family when first touched. The codecs live in ``_generated/``; their source is ``spec/``.
"""
