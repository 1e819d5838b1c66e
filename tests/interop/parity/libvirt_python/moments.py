"""Snapshots and checkpoints."""

from __future__ import annotations

SNAPSHOT = "<domainsnapshot><name>{}</name>{}</domainsnapshot>"
CHECKPOINT = "<domaincheckpoint><name>{}</name>{}</domaincheckpoint>"
PAST = "<creationTime>5</creationTime><state>running</state>"


def steps(call, conn):
    """Make the calls."""
    test = call(conn.lookupByName, "test")
    call(test.snapshotNum)
    call(test.snapshotCurrent)
    call(test.hasCurrentSnapshot)
    for name in ("one", "two", "three", "a/b"):
        call(test.snapshotCreateXML, SNAPSHOT.format(name, "<description>words</description>"), 0)
    definition = test.XMLDesc(0)
    call.each(
        test.snapshotCreateXML,
        (SNAPSHOT.format("one", ""), 0),
        ("<x/>", 0),
        ("", 0),
        (SNAPSHOT.format("s", ""), 1),
        (SNAPSHOT.format("s", "<creationTime>5</creationTime>"), 1),
        (SNAPSHOT.format("s", PAST), 1),
        (SNAPSHOT.format("s", PAST + "<parent><name>nope</name></parent>" + definition), 1),
        (SNAPSHOT.format("s", PAST + "<parent><name>s</name></parent>" + definition), 1),
        (SNAPSHOT.format("s", PAST + "<parent><name>one</name></parent>" + definition), 1),
        (SNAPSHOT.format("one", PAST + "<parent><name>two</name></parent>" + definition), 1),
        ("<domainsnapshot/>", 1),
        (SNAPSHOT.format("d", "<disks><disk name='nope'/></disks>"), 0),
        (SNAPSHOT.format("d", "<disks><disk/></disks>"), 0),
        (SNAPSHOT.format("d", "<disks><disk name='vda' snapshot='x'/></disks>"), 0),
        (SNAPSHOT.format("d", "<disks><disk name='vda' snapshot='no'/></disks>"), 0),
        (SNAPSHOT.format("d", "<disks><disk name='vda'/><disk name='vda'/></disks>"), 0),
        (SNAPSHOT.format("m", "<memory snapshot='external'/>"), 0),
        (SNAPSHOT.format("m", "<memory snapshot='x'/>"), 0),
        (SNAPSHOT.format("m", "<memory snapshot='external' file='m'/>"), 0),
        (SNAPSHOT.format("m", "<memory snapshot='internal' file='/m'/>"), 0),
        (SNAPSHOT.format("m", "<memory snapshot='external' file='/m'/>"), 0),
        (
            SNAPSHOT.format(
                "e", "<memory file='/m'/><disks><disk name='vda'><source file='/x'/></disk></disks>"
            ),
            0,
        ),
        (SNAPSHOT.format("f", ""), 2),
        (SNAPSHOT.format("f", ""), 5),
        (SNAPSHOT.format("f", ""), 9),
        (SNAPSHOT.format("f", ""), 1 << 12),
    )
    call.each(test.snapshotLookupByName, "nope", "")
    lists(call, test)
    two = call(test.snapshotLookupByName, "two")
    for function in (
        two.getName,
        two.getXMLDesc,
        two.getParent,
        two.numChildren,
        two.isCurrent,
        two.hasMetadata,
        two.getDomain,
    ):
        call(function)
    call(test.snapshotLookupByName("e").getXMLDesc)
    call(test.snapshotLookupByName("one").getParent)
    for flags in (0, 1, 2, 3, 4, 99):
        call(test.revertToSnapshot, two, flags)
        call(test.state)
    call(test.snapshotListNames)
    call(two.delete, 1)
    call(two.delete, 0)
    call(two.getXMLDesc)
    call(test.snapshotListNames)
    checkpoints(call, test)
    for one in test.listAllSnapshots():
        one.delete(0)
    checkpoints(call, test)


def lists(call, test):
    """Lists of snapshots by what they are."""
    for flags in (0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1 << 14):
        call(lambda flags=flags: sorted(one.getName() for one in test.listAllSnapshots(flags)))
        call(test.snapshotNum, flags)
    one = test.snapshotLookupByName("one")
    for flags in (0, 1, 4, 8):
        call(one.numChildren, flags)
        call(lambda flags=flags: sorted(below.getName() for below in one.listAllChildren(flags)))


def checkpoints(call, test):
    """Checkpoints, which do not go with snapshots."""
    call.each(
        test.checkpointCreateXML,
        (CHECKPOINT.format("one", "<description>words</description>"), 0),
        (CHECKPOINT.format("two", ""), 0),
        (CHECKPOINT.format("two", ""), 0),
        (CHECKPOINT.format("three", "<disks><disk name='vda' checkpoint='bitmap' bitmap='b'/></disks>"), 0),
        (CHECKPOINT.format("four", "<disks><disk name='vda' checkpoint='no'/></disks>"), 0),
        (CHECKPOINT.format("d", "<disks><disk name='vdz'/></disks>"), 0),
        (CHECKPOINT.format("d", "<disks><disk name='vda'/><disk name='vda'/></disks>"), 0),
        (CHECKPOINT.format("r", ""), 1),
        (CHECKPOINT.format("r", "<creationTime>5</creationTime>"), 1),
        (CHECKPOINT.format("f", ""), 4),
        (CHECKPOINT.format("f", ""), 1 << 6),
        ("<x/>", 0),
    )
    call.each(test.checkpointLookupByName, "nope", "")
    for flags in (0, 1, 2, 4, 8, 16, 1 << 10):
        call(lambda flags=flags: sorted(one.getName() for one in test.listAllCheckpoints(flags)))
    for name in ("two", "three", "four"):
        found = call(test.checkpointLookupByName, name)
        if found is not None:
            call(found.getXMLDesc, 0)
            call(found.getXMLDesc, 2)
            call(found.getParent)
            call(lambda one=found: sorted(below.getName() for below in one.listAllChildren(1)))
    found = call(test.checkpointLookupByName, "one")
    if found is not None:
        call.each(found.delete, 99, 4, 1)
        call(found.getXMLDesc)
