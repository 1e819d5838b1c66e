"""Storage pools and volumes."""

from __future__ import annotations

POOL = "<pool type='{}'><name>{}</name><uuid>00000000-0000-0000-0000-0000000000{}</uuid>{}</pool>"
PATH = "<target><path>/{}</path></target>"
VOLUME = "<volume><name>{}</name><capacity unit='{}'>{}</capacity>{}</volume>"


def steps(call, conn):
    """Make the calls."""
    call.each(conn.storagePoolLookupByName, "nope", "")
    call.each(conn.storagePoolLookupByUUIDString, "00000000-0000-0000-0000-000000000009", "x")
    default = call(conn.storagePoolLookupByName, "default-pool")
    for name in (
        "name UUIDString info isActive isPersistent autostart numOfVolumes listVolumes listAllVolumes XMLDesc"
    ).split():
        call(getattr(default, name))
    call.each(default.setAutostart, 1, 0)
    call.each(default.refresh, 0, 1)
    call.each(default.build, 0, 1)
    call.each(default.create, 0, 1)
    call(default.undefine)
    call(default.delete, 0)
    volumes(call, conn, default)
    call(default.destroy)
    for name in ("destroy", "numOfVolumes", "listVolumes", "info", "isActive", "listAllVolumes"):
        call(getattr(default, name))
    call(default.createXML, VOLUME.format("x", "M", 1, ""), 0)
    call(default.storageVolLookupByName, "x")
    call.each(default.refresh, 0)
    call.each(default.build, 0, 4)
    call.each(default.create, 0)
    pools(call, conn)
    call(default.destroy)
    call(default.delete, 0)
    for name in ("undefine", "undefine", "XMLDesc", "info", "isActive"):
        call(getattr(default, name))


def volumes(call, conn, pool):
    """Volumes of a pool."""
    one = call(pool.createXML, VOLUME.format("one", "M", 1, "<allocation>0</allocation>"), 0)
    call.each(
        pool.createXML,
        (VOLUME.format("one", "M", 1, ""), 0),
        (VOLUME.format("big", "P", 1, ""), 0),
        (VOLUME.format("thin", "P", 1, "<allocation>0</allocation>"), 0),
        (VOLUME.format("f", "M", 1, "<target><format type='qcow2'/></target>"), 0),
        (VOLUME.format("g", "M", 1, "<target><format type='x'/></target>"), 0),
        (VOLUME.format("h", "x", 1, ""), 0),
        (VOLUME.format("i", "M", -1, ""), 0),
        (VOLUME.format("", "M", 1, ""), 0),
        ("<volume><name>x</name></volume>", 0),
        ("<volume type='x'><name>x</name><capacity>1</capacity></volume>", 0),
        ("<volume type='block'><name>block</name><capacity>1</capacity></volume>", 0),
        ("<x/>", 0),
        ("", 0),
        (VOLUME.format("z", "M", 1, ""), 64),
    )
    for name in ("name", "key", "path", "info", "XMLDesc", "storagePoolLookupByVolume"):
        call(getattr(one, name))
    call.each(one.XMLDesc, 1)
    call.each(pool.storageVolLookupByName, "one", "nope", "")
    call.each(conn.storageVolLookupByKey, "/default-pool/one", "nope", "")
    call.each(conn.storageVolLookupByPath, "/default-pool/one", "nope", "")
    call.each(
        pool.createXMLFrom,
        (VOLUME.format("copy", "M", 1, ""), one, 0),
        (VOLUME.format("copy", "M", 1, ""), one, 0),
        (VOLUME.format("small", "b", 1, ""), one, 0),
        ("<x/>", one, 0),
    )
    call(pool.listVolumes)
    call(pool.info)
    call.each(one.delete, 64, 0, 0)
    call(one.info)
    call(one.XMLDesc)
    call(one.path)


def pools(call, conn):
    """Kinds of pools, right and wrong."""
    call.each(
        conn.storagePoolDefineXML,
        ("", 0),
        ("<x/>", 0),
        ("<pool/>", 0),
        ("<pool type='x'/>", 0),
        ("<pool type='dir'/>", 0),
        ("<pool type='dir'><name>a</name></pool>", 0),
        (POOL.format("dir", "a/b", "21", PATH.format("a")), 0),
        (POOL.format("dir", "default-pool", "21", PATH.format("a")), 0),
        (POOL.format("dir", "a", "21", PATH.format("a")), 64),
    )
    sources = {
        "dir": PATH.format("a"),
        "fs": "<source><device path='/dev/x'/></source>" + PATH.format("a"),
        "logical": "<source><device path='/dev/x'/><name>vg</name></source>",
        "disk": "<source><device path='/dev/x'/></source>" + PATH.format("dev"),
        "iscsi": "<source><host name='h'/><device path='iqn'/></source>" + PATH.format("dev"),
        "netfs": "<source><host name='h'/><dir path='/d'/></source>" + PATH.format("n"),
        "rbd": "<source><host name='h'/><name>n</name></source>",
        "gluster": "<source><host name='h'/><name>n</name><dir path='/'/></source>",
        "zfs": "<source><name>z</name></source>",
    }
    for place, (kind, text) in enumerate(sources.items()):
        found = call(conn.storagePoolDefineXML, POOL.format(kind, kind, 30 + place, text), 0)
        call(found.XMLDesc, 0)
        call(found.create, 0)
        made = call(found.createXML, VOLUME.format("v", "M", 1, ""), 0)
        call(made.info)
        call(found.info)
        call(found.destroy)
        call(found.undefine)
    made = call(conn.storagePoolCreateXML, POOL.format("dir", "t", "50", PATH.format("t")), 0)
    call(conn.storagePoolCreateXML, POOL.format("dir", "t", "50", PATH.format("t")), 0)
    call(conn.storagePoolCreateXML, POOL.format("dir", "t", "51", PATH.format("t")), 0)
    call(made.isPersistent)
    call(made.setAutostart, 1)
    call(made.destroy)
    call(made.isActive)
