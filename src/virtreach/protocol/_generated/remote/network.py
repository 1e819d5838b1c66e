"""The network procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_many_nonnull_network, decode_nonnull_network, decode_nonnull_network_port, encode_nonnull_network, encode_nonnull_network_port
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.protocol.typed_param_kinds import encode_params
from virtreach.wire.record import record
from virtreach.wire.typed_params import decode_params
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_length, bad_nul, bad_presence, bad_tail, decode_many, decode_texts, decode_void, encode_void, undecodable, unfit_fixed, unfit_text

new = tuple.__new__
_p_16s = Struct(">16s").pack
_p_I = Struct(">I").pack
_p_IIiI = Struct(">IIiI").pack
_p_i = Struct(">i").pack
_p_iI = Struct(">iI").pack
_u_I = Struct(">I").unpack_from
_u_II = Struct(">II").unpack_from
_u_i = Struct(">i").unpack_from
_u_qiI = Struct(">qiI").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.network"

NetworkDhcpLease = record("NetworkDhcpLease", "iface expirytime type mac iaid ipaddr prefix hostname clientid", __name__)

ConnectListDefinedNetworksRet = record("ConnectListDefinedNetworksRet", "names", __name__)

ConnectListNetworksRet = record("ConnectListNetworksRet", "names", __name__)

NetworkCreateXmlRet = record("NetworkCreateXmlRet", "net", __name__)

NetworkDefineXmlRet = record("NetworkDefineXmlRet", "net", __name__)

NetworkGetXmlDescRet = record("NetworkGetXmlDescRet", "xml", __name__)

NetworkGetAutostartRet = record("NetworkGetAutostartRet", "autostart", __name__)

NetworkGetBridgeNameRet = record("NetworkGetBridgeNameRet", "name", __name__)

NetworkLookupByNameRet = record("NetworkLookupByNameRet", "net", __name__)

NetworkLookupByUuidRet = record("NetworkLookupByUuidRet", "net", __name__)

ConnectNumOfDefinedNetworksRet = record("ConnectNumOfDefinedNetworksRet", "num", __name__)

ConnectNumOfNetworksRet = record("ConnectNumOfNetworksRet", "num", __name__)

NetworkIsActiveRet = record("NetworkIsActiveRet", "active", __name__)

NetworkIsPersistentRet = record("NetworkIsPersistentRet", "persistent", __name__)

ConnectListAllNetworksRet = record("ConnectListAllNetworksRet", "nets ret", __name__)

NetworkGetDhcpLeasesRet = record("NetworkGetDhcpLeasesRet", "leases ret", __name__)

NetworkListAllPortsRet = record("NetworkListAllPortsRet", "ports ret", __name__)

NetworkPortLookupByUuidRet = record("NetworkPortLookupByUuidRet", "port", __name__)

NetworkPortCreateXmlRet = record("NetworkPortCreateXmlRet", "port", __name__)

NetworkPortGetParametersRet = record("NetworkPortGetParametersRet", "params nparams", __name__)

NetworkPortGetXmlDescRet = record("NetworkPortGetXmlDescRet", "xml", __name__)

NetworkDefineXmlFlagsRet = record("NetworkDefineXmlFlagsRet", "net", __name__)

NetworkCreateXmlFlagsRet = record("NetworkCreateXmlFlagsRet", "net", __name__)

NetworkGetMetadataRet = record("NetworkGetMetadataRet", "metadata", __name__)


def decode_network_dhcp_lease(_d, _o):
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("iface", _n1, 4194304)
    _e = _o + _n1
    iface = _d[_o:_e].decode()
    if "\0" in iface:
        bad_nul("iface")
    _o = _e + (-_n1 & 3)
    expirytime, type, _n2 = _u_qiI(_d, _o)
    _o += 16
    if _n2 == 1:
        (_n3,) = _u_I(_d, _o)
        _o += 4
        if _n3 > 4194304:
            bad_length("mac", _n3, 4194304)
        _e = _o + _n3
        mac = _d[_o:_e].decode()
        if "\0" in mac:
            bad_nul("mac")
        _o = _e + (-_n3 & 3)
    elif _n2 == 0:
        mac = None
    else:
        bad_presence("mac", _n2)
    (_n4,) = _u_I(_d, _o)
    _o += 4
    if _n4 == 1:
        (_n5,) = _u_I(_d, _o)
        _o += 4
        if _n5 > 4194304:
            bad_length("iaid", _n5, 4194304)
        _e = _o + _n5
        iaid = _d[_o:_e].decode()
        if "\0" in iaid:
            bad_nul("iaid")
        _o = _e + (-_n5 & 3)
    elif _n4 == 0:
        iaid = None
    else:
        bad_presence("iaid", _n4)
    (_n6,) = _u_I(_d, _o)
    _o += 4
    if _n6 > 4194304:
        bad_length("ipaddr", _n6, 4194304)
    _e = _o + _n6
    ipaddr = _d[_o:_e].decode()
    if "\0" in ipaddr:
        bad_nul("ipaddr")
    _o = _e + (-_n6 & 3)
    prefix, _n7 = _u_II(_d, _o)
    _o += 8
    if _n7 == 1:
        (_n8,) = _u_I(_d, _o)
        _o += 4
        if _n8 > 4194304:
            bad_length("hostname", _n8, 4194304)
        _e = _o + _n8
        hostname = _d[_o:_e].decode()
        if "\0" in hostname:
            bad_nul("hostname")
        _o = _e + (-_n8 & 3)
    elif _n7 == 0:
        hostname = None
    else:
        bad_presence("hostname", _n7)
    (_n9,) = _u_I(_d, _o)
    _o += 4
    if _n9 == 1:
        (_n10,) = _u_I(_d, _o)
        _o += 4
        if _n10 > 4194304:
            bad_length("clientid", _n10, 4194304)
        _e = _o + _n10
        clientid = _d[_o:_e].decode()
        if "\0" in clientid:
            bad_nul("clientid")
        _o = _e + (-_n10 & 3)
    elif _n9 == 0:
        clientid = None
    else:
        bad_presence("clientid", _n9)
    return new(NetworkDhcpLease, (iface, expirytime, type, mac, iaid, ipaddr, prefix, hostname, clientid)), _o




def _encode_connect_list_defined_networks_args(maxnames):
    try:
        return _p_i(maxnames)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_defined_networks", "args", (maxnames,), _error) from None


def _decode_connect_list_defined_networks_ret(_d, _o):
    try:
        names, _o = decode_texts(_d, _o, "names", 16384, 4194304)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_defined_networks", _error) from None
    return new(ConnectListDefinedNetworksRet, (names,))


def _encode_connect_list_networks_args(maxnames):
    try:
        return _p_i(maxnames)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_networks", "args", (maxnames,), _error) from None


def _decode_connect_list_networks_ret(_d, _o):
    try:
        names, _o = decode_texts(_d, _o, "names", 16384, 4194304)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_networks", _error) from None
    return new(ConnectListNetworksRet, (names,))


def _encode_network_create_args(net):
    try:
        try:
            _w1 = net._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*net)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "network_create", "args", (net,), _error) from None


def _encode_network_create_xml_args(xml):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "network_create_xml", "args", (xml,), _error) from None


def _decode_network_create_xml_ret(_d, _o):
    try:
        net, _o = decode_nonnull_network(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_create_xml", _error) from None
    return new(NetworkCreateXmlRet, (net,))


def _encode_network_define_xml_args(xml):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "network_define_xml", "args", (xml,), _error) from None


def _decode_network_define_xml_ret(_d, _o):
    try:
        net, _o = decode_nonnull_network(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_define_xml", _error) from None
    return new(NetworkDefineXmlRet, (net,))


def _encode_network_destroy_args(net):
    try:
        try:
            _w1 = net._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*net)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "network_destroy", "args", (net,), _error) from None


def _encode_network_get_xml_desc_args(net, flags):
    try:
        try:
            _w1 = net._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*net)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "network_get_xml_desc", "args", (net, flags), _error) from None


def _decode_network_get_xml_desc_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("xml", _n1, 4194304)
        _e = _o + _n1
        xml = _d[_o:_e].decode()
        if "\0" in xml:
            bad_nul("xml")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_get_xml_desc", _error) from None
    return new(NetworkGetXmlDescRet, (xml,))


def _encode_network_get_autostart_args(net):
    try:
        try:
            _w1 = net._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*net)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "network_get_autostart", "args", (net,), _error) from None


def _decode_network_get_autostart_ret(_d, _o):
    try:
        (autostart,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_get_autostart", _error) from None
    return new(NetworkGetAutostartRet, (autostart,))


def _encode_network_get_bridge_name_args(net):
    try:
        try:
            _w1 = net._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*net)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "network_get_bridge_name", "args", (net,), _error) from None


def _decode_network_get_bridge_name_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("name", _n1, 4194304)
        _e = _o + _n1
        name = _d[_o:_e].decode()
        if "\0" in name:
            bad_nul("name")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_get_bridge_name", _error) from None
    return new(NetworkGetBridgeNameRet, (name,))


def _encode_network_lookup_by_name_args(name):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "network_lookup_by_name", "args", (name,), _error) from None


def _decode_network_lookup_by_name_ret(_d, _o):
    try:
        net, _o = decode_nonnull_network(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_lookup_by_name", _error) from None
    return new(NetworkLookupByNameRet, (net,))


def _encode_network_lookup_by_uuid_args(uuid):
    try:
        if len(uuid) != 16:
            unfit_fixed("uuid", uuid, 16)
        return _p_16s(uuid)
    except UNFIT as _error:
        raise unencodable("remote", "network_lookup_by_uuid", "args", (uuid,), _error) from None


def _decode_network_lookup_by_uuid_ret(_d, _o):
    try:
        net, _o = decode_nonnull_network(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_lookup_by_uuid", _error) from None
    return new(NetworkLookupByUuidRet, (net,))


def _encode_network_set_autostart_args(net, autostart):
    try:
        try:
            _w1 = net._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*net)
        return _w1 + _p_i(autostart)
    except UNFIT as _error:
        raise unencodable("remote", "network_set_autostart", "args", (net, autostart), _error) from None


def _encode_network_undefine_args(net):
    try:
        try:
            _w1 = net._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*net)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "network_undefine", "args", (net,), _error) from None


def _decode_connect_num_of_defined_networks_ret(_d, _o):
    try:
        (num,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_num_of_defined_networks", _error) from None
    return new(ConnectNumOfDefinedNetworksRet, (num,))


def _decode_connect_num_of_networks_ret(_d, _o):
    try:
        (num,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_num_of_networks", _error) from None
    return new(ConnectNumOfNetworksRet, (num,))


def _encode_network_is_active_args(net):
    try:
        try:
            _w1 = net._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*net)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "network_is_active", "args", (net,), _error) from None


def _decode_network_is_active_ret(_d, _o):
    try:
        (active,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_is_active", _error) from None
    return new(NetworkIsActiveRet, (active,))


def _encode_network_is_persistent_args(net):
    try:
        try:
            _w1 = net._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*net)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "network_is_persistent", "args", (net,), _error) from None


def _decode_network_is_persistent_ret(_d, _o):
    try:
        (persistent,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_is_persistent", _error) from None
    return new(NetworkIsPersistentRet, (persistent,))


def _encode_connect_list_all_networks_args(need_results, flags):
    try:
        return _p_iI(need_results, flags)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_all_networks", "args", (need_results, flags), _error) from None


def _decode_connect_list_all_networks_ret(_d, _o):
    try:
        nets, _o = decode_many_nonnull_network(_d, _o, "nets", 16384)
        (ret,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_all_networks", _error) from None
    return new(ConnectListAllNetworksRet, (nets, ret))


def _encode_network_update_args(net, command, section, parent_index, xml, flags):
    try:
        try:
            _w1 = net._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*net)
        _s2 = xml.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("xml", _s2, 4194304)
        return b"".join((_w1, _p_IIiI(command, section, parent_index, _n3), _s2, PAD[_n3 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "network_update", "args", (net, command, section, parent_index, xml, flags), _error) from None


def _encode_network_get_dhcp_leases_args(net, mac, need_results, flags):
    try:
        try:
            _w1 = net._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*net)
        if mac is None:
            _m2 = NIL
        else:
            _s3 = mac.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("mac", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        return _w1 + _m2 + _p_iI(need_results, flags)
    except UNFIT as _error:
        raise unencodable("remote", "network_get_dhcp_leases", "args", (net, mac, need_results, flags), _error) from None


def _decode_network_get_dhcp_leases_ret(_d, _o):
    try:
        leases, _o = decode_many(_d, _o, "leases", 65536, 40, decode_network_dhcp_lease)
        (ret,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_get_dhcp_leases", _error) from None
    return new(NetworkGetDhcpLeasesRet, (leases, ret))


def _encode_network_list_all_ports_args(network, need_results, flags):
    try:
        try:
            _w1 = network._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*network)
        return _w1 + _p_iI(need_results, flags)
    except UNFIT as _error:
        raise unencodable("remote", "network_list_all_ports", "args", (network, need_results, flags), _error) from None


def _decode_network_list_all_ports_ret(_d, _o):
    try:
        ports, _o = decode_many(_d, _o, "ports", 16384, 36, decode_nonnull_network_port)
        (ret,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_list_all_ports", _error) from None
    return new(NetworkListAllPortsRet, (ports, ret))


def _encode_network_port_lookup_by_uuid_args(network, uuid):
    try:
        try:
            _w1 = network._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*network)
        if len(uuid) != 16:
            unfit_fixed("uuid", uuid, 16)
        return _w1 + _p_16s(uuid)
    except UNFIT as _error:
        raise unencodable("remote", "network_port_lookup_by_uuid", "args", (network, uuid), _error) from None


def _decode_network_port_lookup_by_uuid_ret(_d, _o):
    try:
        port, _o = decode_nonnull_network_port(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_port_lookup_by_uuid", _error) from None
    return new(NetworkPortLookupByUuidRet, (port,))


def _encode_network_port_create_xml_args(network, xml, flags):
    try:
        try:
            _w1 = network._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*network)
        _s2 = xml.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("xml", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "network_port_create_xml", "args", (network, xml, flags), _error) from None


def _decode_network_port_create_xml_ret(_d, _o):
    try:
        port, _o = decode_nonnull_network_port(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_port_create_xml", _error) from None
    return new(NetworkPortCreateXmlRet, (port,))


def _encode_network_port_get_parameters_args(port, nparams, flags):
    try:
        try:
            _w1 = port._wire
        except AttributeError:
            _w1 = encode_nonnull_network_port(*port)
        return _w1 + _p_iI(nparams, flags)
    except UNFIT as _error:
        raise unencodable("remote", "network_port_get_parameters", "args", (port, nparams, flags), _error) from None


def _decode_network_port_get_parameters_ret(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 16)
        (nparams,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_port_get_parameters", _error) from None
    return new(NetworkPortGetParametersRet, (params, nparams))


def _encode_network_port_set_parameters_args(port, params, flags):
    try:
        try:
            _w1 = port._wire
        except AttributeError:
            _w1 = encode_nonnull_network_port(*port)
        return _w1 + encode_params(params, "params", 16) + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "network_port_set_parameters", "args", (port, params, flags), _error) from None


def _encode_network_port_get_xml_desc_args(port, flags):
    try:
        try:
            _w1 = port._wire
        except AttributeError:
            _w1 = encode_nonnull_network_port(*port)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "network_port_get_xml_desc", "args", (port, flags), _error) from None


def _decode_network_port_get_xml_desc_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("xml", _n1, 4194304)
        _e = _o + _n1
        xml = _d[_o:_e].decode()
        if "\0" in xml:
            bad_nul("xml")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_port_get_xml_desc", _error) from None
    return new(NetworkPortGetXmlDescRet, (xml,))


def _encode_network_port_delete_args(port, flags):
    try:
        try:
            _w1 = port._wire
        except AttributeError:
            _w1 = encode_nonnull_network_port(*port)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "network_port_delete", "args", (port, flags), _error) from None


def _encode_network_define_xml_flags_args(xml, flags):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "network_define_xml_flags", "args", (xml, flags), _error) from None


def _decode_network_define_xml_flags_ret(_d, _o):
    try:
        net, _o = decode_nonnull_network(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_define_xml_flags", _error) from None
    return new(NetworkDefineXmlFlagsRet, (net,))


def _encode_network_create_xml_flags_args(xml, flags):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "network_create_xml_flags", "args", (xml, flags), _error) from None


def _decode_network_create_xml_flags_ret(_d, _o):
    try:
        net, _o = decode_nonnull_network(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_create_xml_flags", _error) from None
    return new(NetworkCreateXmlFlagsRet, (net,))


def _encode_network_set_metadata_args(network, type, metadata, key, uri, flags):
    try:
        try:
            _w1 = network._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*network)
        if metadata is None:
            _m2 = NIL
        else:
            _s3 = metadata.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("metadata", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        if key is None:
            _m5 = NIL
        else:
            _s6 = key.encode()
            _n7 = len(_s6)
            if _n7 > 4194304 or 0 in _s6:
                unfit_text("key", _s6, 4194304)
            _m5 = b"".join((PRESENT, _p_I(_n7), _s6, PAD[_n7 & 3]))
        if uri is None:
            _m8 = NIL
        else:
            _s9 = uri.encode()
            _n10 = len(_s9)
            if _n10 > 4194304 or 0 in _s9:
                unfit_text("uri", _s9, 4194304)
            _m8 = b"".join((PRESENT, _p_I(_n10), _s9, PAD[_n10 & 3]))
        return b"".join((_w1, _p_i(type), _m2, _m5, _m8, _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "network_set_metadata", "args", (network, type, metadata, key, uri, flags), _error) from None


def _encode_network_get_metadata_args(network, type, uri, flags):
    try:
        try:
            _w1 = network._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*network)
        if uri is None:
            _m2 = NIL
        else:
            _s3 = uri.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("uri", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        return b"".join((_w1, _p_i(type), _m2, _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "network_get_metadata", "args", (network, type, uri, flags), _error) from None


def _decode_network_get_metadata_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("metadata", _n1, 4194304)
        _e = _o + _n1
        metadata = _d[_o:_e].decode()
        if "\0" in metadata:
            bad_nul("metadata")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_get_metadata", _error) from None
    return new(NetworkGetMetadataRet, (metadata,))


CONNECT_LIST_DEFINED_NETWORKS = Procedure(_PROGRAM, 36, "connect_list_defined_networks", _encode_connect_list_defined_networks_args, _decode_connect_list_defined_networks_ret, arg_fields=('maxnames',), ret_fields=('names',), priority='high', acl=('connect:search_networks',), aclfilter=('network:getattr',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_LIST_NETWORKS = Procedure(_PROGRAM, 38, "connect_list_networks", _encode_connect_list_networks_args, _decode_connect_list_networks_ret, arg_fields=('maxnames',), ret_fields=('names',), priority='high', acl=('connect:search_networks',), aclfilter=('network:getattr',), readonly='allow', replayable=True, server=_SERVER)
NETWORK_CREATE = Procedure(_PROGRAM, 39, "network_create", _encode_network_create_args, decode_void, arg_fields=('net',), acl=('network:start',), server=_SERVER)
NETWORK_CREATE_XML = Procedure(_PROGRAM, 40, "network_create_xml", _encode_network_create_xml_args, _decode_network_create_xml_ret, arg_fields=('xml',), ret_fields=('net',), acl=('network:write', 'network:start'), server=_SERVER)
NETWORK_DEFINE_XML = Procedure(_PROGRAM, 41, "network_define_xml", _encode_network_define_xml_args, _decode_network_define_xml_ret, arg_fields=('xml',), ret_fields=('net',), priority='high', acl=('network:write', 'network:save'), server=_SERVER)
NETWORK_DESTROY = Procedure(_PROGRAM, 42, "network_destroy", _encode_network_destroy_args, decode_void, arg_fields=('net',), priority='high', acl=('network:stop',), server=_SERVER)
NETWORK_GET_XML_DESC = Procedure(_PROGRAM, 43, "network_get_xml_desc", _encode_network_get_xml_desc_args, _decode_network_get_xml_desc_ret, arg_fields=('net', 'flags'), ret_fields=('xml',), priority='high', acl=('network:read',), readonly='allow', replayable=True, server=_SERVER)
NETWORK_GET_AUTOSTART = Procedure(_PROGRAM, 44, "network_get_autostart", _encode_network_get_autostart_args, _decode_network_get_autostart_ret, arg_fields=('net',), ret_fields=('autostart',), priority='high', acl=('network:read',), readonly='allow', replayable=True, server=_SERVER)
NETWORK_GET_BRIDGE_NAME = Procedure(_PROGRAM, 45, "network_get_bridge_name", _encode_network_get_bridge_name_args, _decode_network_get_bridge_name_ret, arg_fields=('net',), ret_fields=('name',), priority='high', acl=('network:read',), readonly='allow', replayable=True, server=_SERVER)
NETWORK_LOOKUP_BY_NAME = Procedure(_PROGRAM, 46, "network_lookup_by_name", _encode_network_lookup_by_name_args, _decode_network_lookup_by_name_ret, arg_fields=('name',), ret_fields=('net',), priority='high', acl=('network:getattr',), readonly='allow', replayable=True, server=_SERVER)
NETWORK_LOOKUP_BY_UUID = Procedure(_PROGRAM, 47, "network_lookup_by_uuid", _encode_network_lookup_by_uuid_args, _decode_network_lookup_by_uuid_ret, arg_fields=('uuid',), ret_fields=('net',), priority='high', acl=('network:getattr',), readonly='allow', replayable=True, server=_SERVER)
NETWORK_SET_AUTOSTART = Procedure(_PROGRAM, 48, "network_set_autostart", _encode_network_set_autostart_args, decode_void, arg_fields=('net', 'autostart'), priority='high', acl=('network:write',), server=_SERVER)
NETWORK_UNDEFINE = Procedure(_PROGRAM, 49, "network_undefine", _encode_network_undefine_args, decode_void, arg_fields=('net',), priority='high', acl=('network:delete',), server=_SERVER)
CONNECT_NUM_OF_DEFINED_NETWORKS = Procedure(_PROGRAM, 50, "connect_num_of_defined_networks", encode_void, _decode_connect_num_of_defined_networks_ret, ret_fields=('num',), priority='high', acl=('connect:search_networks',), aclfilter=('network:getattr',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_NUM_OF_NETWORKS = Procedure(_PROGRAM, 52, "connect_num_of_networks", encode_void, _decode_connect_num_of_networks_ret, ret_fields=('num',), priority='high', acl=('connect:search_networks',), aclfilter=('network:getattr',), readonly='allow', replayable=True, server=_SERVER)
NETWORK_IS_ACTIVE = Procedure(_PROGRAM, 152, "network_is_active", _encode_network_is_active_args, _decode_network_is_active_ret, arg_fields=('net',), ret_fields=('active',), priority='high', acl=('network:read',), readonly='allow', replayable=True, server=_SERVER)
NETWORK_IS_PERSISTENT = Procedure(_PROGRAM, 153, "network_is_persistent", _encode_network_is_persistent_args, _decode_network_is_persistent_ret, arg_fields=('net',), ret_fields=('persistent',), priority='high', acl=('network:read',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_LIST_ALL_NETWORKS = Procedure(_PROGRAM, 283, "connect_list_all_networks", _encode_connect_list_all_networks_args, _decode_connect_list_all_networks_ret, arg_fields=('need_results', 'flags'), ret_fields=('nets', 'ret'), priority='high', acl=('connect:search_networks',), aclfilter=('network:getattr',), readonly='allow', replayable=True, server=_SERVER)
NETWORK_UPDATE = Procedure(_PROGRAM, 291, "network_update", _encode_network_update_args, decode_void, arg_fields=('net', 'command', 'section', 'parent_index', 'xml', 'flags'), priority='high', acl=('network:write', 'network:save:!VIR_NETWORK_UPDATE_AFFECT_CONFIG|VIR_NETWORK_UPDATE_AFFECT_LIVE', 'network:save:VIR_NETWORK_UPDATE_AFFECT_CONFIG'), server=_SERVER)
NETWORK_GET_DHCP_LEASES = Procedure(_PROGRAM, 341, "network_get_dhcp_leases", _encode_network_get_dhcp_leases_args, _decode_network_get_dhcp_leases_ret, arg_fields=('net', 'mac', 'need_results', 'flags'), ret_fields=('leases', 'ret'), acl=('network:read',), readonly='allow', replayable=True, server=_SERVER)
NETWORK_LIST_ALL_PORTS = Procedure(_PROGRAM, 404, "network_list_all_ports", _encode_network_list_all_ports_args, _decode_network_list_all_ports_ret, arg_fields=('network', 'need_results', 'flags'), ret_fields=('ports', 'ret'), priority='high', acl=('network:search_ports',), aclfilter=('network_port:getattr',), readonly='allow', replayable=True, server=_SERVER)
NETWORK_PORT_LOOKUP_BY_UUID = Procedure(_PROGRAM, 405, "network_port_lookup_by_uuid", _encode_network_port_lookup_by_uuid_args, _decode_network_port_lookup_by_uuid_ret, arg_fields=('network', 'uuid'), ret_fields=('port',), priority='high', acl=('network_port:getattr',), readonly='allow', replayable=True, server=_SERVER)
NETWORK_PORT_CREATE_XML = Procedure(_PROGRAM, 406, "network_port_create_xml", _encode_network_port_create_xml_args, _decode_network_port_create_xml_ret, arg_fields=('network', 'xml', 'flags'), ret_fields=('port',), acl=('network_port:create',), server=_SERVER)
NETWORK_PORT_GET_PARAMETERS = Procedure(_PROGRAM, 407, "network_port_get_parameters", _encode_network_port_get_parameters_args, _decode_network_port_get_parameters_ret, arg_fields=('port', 'nparams', 'flags'), ret_fields=('params', 'nparams'), acl=('network_port:read',), readonly='allow', replayable=True, server=_SERVER)
NETWORK_PORT_SET_PARAMETERS = Procedure(_PROGRAM, 408, "network_port_set_parameters", _encode_network_port_set_parameters_args, decode_void, arg_fields=('port', 'params', 'flags'), acl=('network_port:write',), server=_SERVER)
NETWORK_PORT_GET_XML_DESC = Procedure(_PROGRAM, 409, "network_port_get_xml_desc", _encode_network_port_get_xml_desc_args, _decode_network_port_get_xml_desc_ret, arg_fields=('port', 'flags'), ret_fields=('xml',), acl=('network_port:read',), readonly='allow', replayable=True, server=_SERVER)
NETWORK_PORT_DELETE = Procedure(_PROGRAM, 410, "network_port_delete", _encode_network_port_delete_args, decode_void, arg_fields=('port', 'flags'), acl=('network_port:delete',), server=_SERVER)
NETWORK_DEFINE_XML_FLAGS = Procedure(_PROGRAM, 432, "network_define_xml_flags", _encode_network_define_xml_flags_args, _decode_network_define_xml_flags_ret, arg_fields=('xml', 'flags'), ret_fields=('net',), priority='high', acl=('network:write', 'network:save'), server=_SERVER)
NETWORK_CREATE_XML_FLAGS = Procedure(_PROGRAM, 437, "network_create_xml_flags", _encode_network_create_xml_flags_args, _decode_network_create_xml_flags_ret, arg_fields=('xml', 'flags'), ret_fields=('net',), priority='high', acl=('network:write', 'network:start'), server=_SERVER)
NETWORK_SET_METADATA = Procedure(_PROGRAM, 444, "network_set_metadata", _encode_network_set_metadata_args, decode_void, arg_fields=('network', 'type', 'metadata', 'key', 'uri', 'flags'), acl=('network:write', 'network:save:!VIR_NETWORK_UPDATE_AFFECT_CONFIG|VIR_NETWORK_UPDATE_AFFECT_LIVE', 'network:save:VIR_NETWORK_UPDATE_AFFECT_CONFIG'), server=_SERVER)
NETWORK_GET_METADATA = Procedure(_PROGRAM, 445, "network_get_metadata", _encode_network_get_metadata_args, _decode_network_get_metadata_ret, arg_fields=('network', 'type', 'uri', 'flags'), ret_fields=('metadata',), acl=('network:read',), readonly='allow', replayable=True, server=_SERVER)
