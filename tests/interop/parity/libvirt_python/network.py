"""Networks and storage."""

from __future__ import annotations

INNER = """<network><name>inner</name><uuid>00000000-0000-0000-0000-000000000011</uuid><forward mode='nat'/>
<bridge name='virbr9'/><ip address='10.9.0.1' prefix='24'><dhcp><range start='10.9.0.2' end='10.9.0.9'/></dhcp></ip>
</network>"""
BAD = (
    "",
    "<x/>",
    "<network/>",
    "<network><name>a/b</name></network>",
    "<network><name>a</name><uuid>x</uuid></network>",
    "<network><name>a</name><forward mode='x'/></network>",
    "<network><name>a</name><ip address='x'/></network>",
    "<network><name>a</name><ip address='10.0.0.1' netmask='x'/></network>",
    "<network><name>a</name><ip address='10.0.0.1' prefix='99'/></network>",
    "<network><name>a</name><ip address='10.0.0.1' prefix='8' netmask='255.0.0.0'/></network>",
    "<network><name>a</name><ip address='::1'/></network>",
    "<network><name>a</name><ip family='x' address='::1'/></network>",
    "<network><name>a</name><ip family='ipv6' address='10.0.0.1'/></network>",
    "<network><name>a</name><ip netmask='255.0.0.0'/></network>",
    "<network><name>a</name><ip address='10.0.0.1'><dhcp><range start='1.1.1.1' end='1.1.1.2'/></dhcp></ip></network>",
    "<network><name>a</name><bridge delay='x'/></network>",
    "<network><name>a</name><mac address='x'/></network>",
    "<network><name>a</name><mtu size='x'/></network>",
    "<network><name>a</name><portgroup/></network>",
    "<network><name>a</name><dns enable='x'/></network>",
    "<network><name>a</name><route address='10.0.0.0'/></network>",
)
HOST = "<host mac='52:54:00:aa:00:0{}' name='n{}' ip='10.9.0.{}'/>"


def steps(call, conn):
    """Make the calls."""
    call.each(conn.networkLookupByName, "nope", "")
    call.each(conn.networkLookupByUUIDString, "00000000-0000-0000-0000-000000000009", "x")
    call(conn.networkLookupByUUID, bytes(16))
    default = call(conn.networkLookupByName, "default")
    for name in ("name", "UUIDString", "bridgeName", "isActive", "isPersistent", "autostart", "XMLDesc"):
        call(getattr(default, name))
    call.each(default.setAutostart, 1, 0)
    call.each(default.XMLDesc, 0, 8)
    for function in (
        default.create,
        default.undefine,
        default.destroy,
        default.destroy,
        default.isActive,
        default.create,
    ):
        call(function)
    call.each(conn.networkDefineXML, *BAD)
    call.each(conn.networkCreateXML, *BAD[:6])
    inner = call(conn.networkDefineXML, INNER)
    call(conn.networkDefineXML, INNER.replace("inner", "other"))
    call(conn.networkDefineXML, INNER.replace("0011", "0012"))
    call(inner.XMLDesc, 0)
    call(inner.create)
    updates(call, inner)
    call(inner.XMLDesc, 0)
    call(inner.destroy)
    call(inner.XMLDesc, 0)
    call(inner.update, 3, 4, -1, HOST.format(1, 1, 5), 1)
    call(inner.update, 3, 4, -1, HOST.format(1, 1, 5), 2)
    call(inner.undefine)
    for function in (
        inner.undefine,
        inner.create,
        inner.XMLDesc,
        inner.isActive,
        inner.bridgeName,
        inner.setAutostart,
    ):
        call(function, *([1] if function == inner.setAutostart else []))
    made = call(conn.networkCreateXML, INNER)
    call(conn.networkCreateXML, INNER)
    call(made.isPersistent)
    call(made.update, 3, 4, -1, HOST.format(1, 1, 5), 2)
    call(made.setAutostart, 1)
    call(made.destroy)
    call(conn.networkDefineXML, "<network><name>plain</name></network>")
    call(conn.networkLookupByName("plain").bridgeName)


def updates(call, network):
    """Changes to a network that runs."""
    texts = {
        4: (
            *(HOST.format(1, 1, 5), HOST.format(1, 1, 5), HOST.format(2, 2, 6)),
            *(
                "<host mac='x' ip='10.9.0.7'/>",
                "<host ip='10.9.0.7'/>",
                "<host mac='52:54:00:aa:00:09'/>",
                "<x/>",
                "",
            ),
        ),
        5: (
            *("<range start='10.9.0.20' end='10.9.0.30'/>", "<range start='10.9.0.20' end='10.9.0.30'/>"),
            *("<range start='10.9.0.40' end='10.9.0.31'/>", "<range start='x' end='10.9.0.31'/>"),
            *("<range start='1.1.1.1' end='1.1.1.2'/>", "<range/>"),
        ),
        7: ("<interface dev='eth0'/>", "<interface dev='eth0'/>", "<interface/>"),
        9: ("<portgroup name='p'/>", "<portgroup name='p'/>", "<portgroup/>"),
        10: (
            *(
                "<host ip='1.2.3.4'><hostname>a</hostname></host>",
                "<host ip='1.2.3.4'><hostname>b</hostname></host>",
            ),
            "<host/>",
        ),
        11: ("<txt name='t' value='v'/>", "<txt name='t' value='v'/>", "<txt name='a b'/>", "<txt/>"),
        12: (
            *("<srv service='s' protocol='tcp'/>", "<srv service='s' protocol='tcp'/>", "<srv/>"),
            "<srv service='s'/>",
        ),
    }
    for section, ones in texts.items():
        for text in ones:
            call(network.update, 3, section, -1, text, 0)
        for command in (1, 2, 2, 4):
            call(network.update, command, section, -1, ones[0], 0)
    for section in (0, 1, 2, 3, 6, 8, 13):
        call(network.update, 3, section, -1, "<x/>", 0)
    for command in (0, 5):
        call(network.update, command, 4, -1, HOST.format(7, 7, 8), 0)
    call(network.update, 3, 4, 9, HOST.format(7, 7, 8), 0)
    call(network.update, 3, 4, 0, HOST.format(7, 7, 8), 3)
    call(network.update, 3, 4, 0, HOST.format(8, 8, 9), 64)
