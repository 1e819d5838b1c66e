"""Which certificates a daemon takes: a client's within a handshake, its own when it starts. Must-pass and must-fail."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from tests.auth.certificates import CA, Authority, Leaf, Maker
from virtreach.auth.tls import TLSMaterial
from virtreach.auth.tls_priority import parse_priority
from virtreach.auth.tls_server import ServerContext, build_server
from virtreach.daemon.entry.tls import ServerTLS, TLSRules
from virtreach.errors import CertificateError, ConnectionLost

SERVER = "extendedKeyUsage=serverAuth"
CLIENT = "extendedKeyUsage=clientAuth"
ADDRESS = "192.0.2.7"

pytestmark = pytest.mark.needs("openssl")


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    return Maker(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def ca(maker: Maker) -> Authority:
    return maker.authority()


@pytest.fixture(scope="module")
def own(maker: Maker, ca: Authority) -> Leaf:
    """The daemon's certificate."""
    return maker.server(ca)


def serving(own: Leaf, authority: Path, *, crl: Path | None = None, **options: bool) -> ServerContext:
    material = TLSMaterial(
        ca=str(authority),
        crl=str(crl) if crl else None,
        certificate=str(own.certificate),
        key=str(own.key),
    )
    return build_server(material, parse_priority("NORMAL"), **options)


def come(
    rules: TLSRules,
    leaf: Leaf | None,
    *,
    chain: Path | None = None,
    address: str = ADDRESS,
    **settings: object,
) -> ServerTLS:
    """Let a client that checks nothing come in; gives the server's end, which lets it in or raises."""
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.verify_mode = ssl.CERT_NONE
    # Whatever the client may be made to offer, the server has to refuse it.
    client.set_ciphers("ALL:@SECLEVEL=0")
    for name, value in settings.items():
        setattr(client, name, value)
    if leaf is not None:
        client.load_cert_chain(chain or leaf.certificate, leaf.key)
    server = ServerTLS(rules, address)
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = client.wrap_bio(to_client, to_server)
    for _ in range(8):
        try:
            ours.do_handshake()
        except ssl.SSLWantReadError:
            pass
        if server.handshake(to_server.read()):
            to_client.write(server.outgoing())
            ours.do_handshake()
            assert ours.read(8) == b"\1"
            return server
        to_client.write(server.outgoing())
    raise AssertionError("no end of the handshake")


class TestClientMustPass:
    @pytest.mark.parametrize(
        "extensions",
        [
            (),
            (CLIENT,),
            ("extendedKeyUsage=critical,clientAuth",),
            ("extendedKeyUsage=serverAuth,clientAuth",),
            ("extendedKeyUsage=clientAuth,1.2.3.4",),
            (CLIENT, "keyUsage=critical,digitalSignature"),
            (CLIENT, "keyUsage=digitalSignature,keyEncipherment"),
            (CLIENT, "keyUsage=critical,digitalSignature,keyAgreement,nonRepudiation"),
            (CLIENT, "basicConstraints=critical,CA:FALSE"),
            ("subjectAltName=critical,DNS:whatever",),
        ],
    )
    def test_usages(self, maker: Maker, ca: Authority, own: Leaf, extensions: tuple[str, ...]) -> None:
        come(TLSRules(serving(own, ca.certificate)), maker.leaf(ca, *extensions))

    def test_chain_of_three_sent_by_the_client(self, maker: Maker, ca: Authority, own: Leaf) -> None:
        level1 = maker.authority("Level 1", key="level1", by=ca)
        level2 = maker.authority("Level 2", key="level2", by=level1)
        leaf = maker.leaf(level2, CLIENT)
        chain = maker.bundle(leaf.certificate, level2.certificate, level1.certificate)
        come(TLSRules(serving(own, ca.certificate)), leaf, chain=chain)

    def test_not_revoked(self, maker: Maker, ca: Authority, own: Leaf) -> None:
        revoked, good = maker.leaf(ca, CLIENT), maker.leaf(ca, CLIENT)
        rules = TLSRules(serving(own, ca.certificate, crl=maker.revocations(ca, revoked)))
        come(rules, good)

    @pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
    def test_versions(self, maker: Maker, ca: Authority, own: Leaf, version: ssl.TLSVersion) -> None:
        rules = TLSRules(serving(own, ca.certificate))
        come(rules, maker.leaf(ca, CLIENT), minimum_version=version, maximum_version=version)

    @pytest.mark.parametrize("names", [None, ["CN=admin"], ["CN=nobody", "CN=ad*"], ["*"]])
    def test_names(self, maker: Maker, ca: Authority, own: Leaf, names: list[str] | None) -> None:
        rules = TLSRules(serving(own, ca.certificate), allowed_names=names)
        assert come(rules, maker.leaf(ca, CLIENT, name="admin")).distinguished_name == "CN=admin"

    @pytest.mark.parametrize("san", [f"IP:{ADDRESS}", f"DNS:x,IP:192.0.2.1,IP:{ADDRESS}"])
    def test_addresses(self, maker: Maker, ca: Authority, own: Leaf, san: str) -> None:
        rules = TLSRules(serving(own, ca.certificate), verify_address=True)
        come(rules, maker.leaf(ca, CLIENT, f"subjectAltName={san}"))

    @pytest.mark.parametrize("address", ["2001:db8::7", "2001:db8:0:0::7", "2001:db8::7%eth0"])
    def test_addresses_of_version_6(self, maker: Maker, ca: Authority, own: Leaf, address: str) -> None:
        rules = TLSRules(serving(own, ca.certificate), verify_address=True)
        leaf = maker.leaf(ca, CLIENT, "subjectAltName=IP:2001:0db8:0000::0007")
        come(rules, leaf, address=address)

    def test_nobody_asks(self, ca: Authority, own: Leaf) -> None:
        rules = TLSRules(serving(own, ca.certificate, verify=False), allowed_names=["CN=x"])
        assert come(rules, None).distinguished_name == ""


class TestClientMustFail:
    """Every one of these must end with an error, and without the byte that lets a client in."""

    def refused(self, rules: TLSRules, leaf: Leaf | None, why: str, **options: object) -> None:
        with pytest.raises((CertificateError, ConnectionLost), match=why):
            come(rules, leaf, **options)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        "extensions",
        [
            # libvirt takes those that are not marked critical, and unknown purposes always.
            (SERVER,),
            ("extendedKeyUsage=critical,serverAuth",),
            ("extendedKeyUsage=critical,codeSigning",),
            ("extendedKeyUsage=codeSigning",),
            ("extendedKeyUsage=emailProtection,timeStamping,OCSPSigning",),
            ("extendedKeyUsage=1.2.3.4",),
            ("extendedKeyUsage=anyExtendedKeyUsage",),
            (CLIENT, "keyUsage=critical,keyCertSign"),
            (CLIENT, "keyUsage=keyCertSign"),
            (CLIENT, "keyUsage=nonRepudiation"),
            (CLIENT, "keyUsage=critical,keyEncipherment"),
            (CLIENT, *CA),
            (CLIENT, "basicConstraints=CA:TRUE"),
            (CLIENT, "1.2.3.4=critical,ASN1:UTF8:x"),
        ],
    )
    def test_usages(self, maker: Maker, ca: Authority, own: Leaf, extensions: tuple[str, ...]) -> None:
        self.refused(TLSRules(serving(own, ca.certificate)), maker.leaf(ca, *extensions), "TLS")

    @pytest.mark.parametrize(("days", "why"), [((-10, -1), "expired"), ((1, 10), "not yet valid")])
    def test_times(self, maker: Maker, ca: Authority, own: Leaf, days: tuple[float, float], why: str) -> None:
        self.refused(TLSRules(serving(own, ca.certificate)), maker.leaf(ca, CLIENT, days=days), why)

    @pytest.mark.parametrize("key_ids", [True, False])
    @pytest.mark.parametrize("name", ["Foreign CA", "Test CA"])
    def test_foreign_authorities(
        self, maker: Maker, ca: Authority, own: Leaf, name: str, key_ids: bool
    ) -> None:
        foreign = maker.authority(name, key="foreign", key_ids=key_ids)
        leaf = maker.leaf(foreign, CLIENT, key_ids=key_ids)
        self.refused(TLSRules(serving(own, ca.certificate)), leaf, "TLS")

    def test_self_signed(self, maker: Maker, ca: Authority, own: Leaf) -> None:
        self.refused(TLSRules(serving(own, ca.certificate)), maker.leaf(None, CLIENT), "self-signed")

    def test_none(self, ca: Authority, own: Leaf) -> None:
        self.refused(TLSRules(serving(own, ca.certificate)), None, "TLS")

    def test_missing_intermediate(self, maker: Maker, ca: Authority, own: Leaf) -> None:
        level1 = maker.authority("Level 1", key="level1", by=ca)
        self.refused(TLSRules(serving(own, ca.certificate)), maker.leaf(level1, CLIENT), "issuer")

    @pytest.mark.parametrize(
        ("extensions", "days"),
        [
            (("basicConstraints=critical,CA:FALSE",), (-1, 30)),
            ((), (-1, 30)),
            (("basicConstraints=critical,CA:TRUE", "keyUsage=critical,digitalSignature"), (-1, 30)),
            ((*CA, "extendedKeyUsage=serverAuth"), (-1, 30)),
            (CA, (-10, -1)),
        ],
    )
    def test_bad_intermediate(
        self,
        maker: Maker,
        ca: Authority,
        own: Leaf,
        extensions: tuple[str, ...],
        days: tuple[float, float],
    ) -> None:
        level1 = maker.authority("Level 1", key="level1", by=ca, extensions=extensions, days=days)
        leaf = maker.leaf(level1, CLIENT)
        chain = maker.bundle(leaf.certificate, level1.certificate)
        self.refused(TLSRules(serving(own, ca.certificate)), leaf, "TLS", chain=chain)

    def test_path_too_long(self, maker: Maker, ca: Authority, own: Leaf) -> None:
        short = ("basicConstraints=critical,CA:TRUE,pathlen:0", "keyUsage=critical,keyCertSign")
        level1 = maker.authority("Level 1", key="level1", by=ca, extensions=short)
        level2 = maker.authority("Level 2", key="level2", by=level1)
        leaf = maker.leaf(level2, CLIENT)
        chain = maker.bundle(leaf.certificate, level2.certificate, level1.certificate)
        self.refused(TLSRules(serving(own, ca.certificate)), leaf, "path length", chain=chain)

    def test_revoked(self, maker: Maker, ca: Authority, own: Leaf) -> None:
        leaf = maker.leaf(ca, CLIENT)
        rules = TLSRules(serving(own, ca.certificate, crl=maker.revocations(ca, leaf)))
        self.refused(rules, leaf, "revoked")

    def test_revocation_list_that_is_too_old(self, maker: Maker, ca: Authority, own: Leaf) -> None:
        crl = maker.revocations(ca, days=-1)
        with pytest.raises(CertificateError, match="CRL"):
            come(TLSRules(serving(own, ca.certificate, crl=crl)), maker.leaf(ca, CLIENT))

    @pytest.mark.parametrize("names", [[], ["CN=adm"], ["cn=admin"], ["CN=admin,O=x"], ["O=*"], ["?"]])
    def test_names(self, maker: Maker, ca: Authority, own: Leaf, names: list[str]) -> None:
        rules = TLSRules(serving(own, ca.certificate), allowed_names=names)
        self.refused(rules, maker.leaf(ca, CLIENT, name="admin"), "tls_allowed_dn_list")

    @pytest.mark.parametrize(
        "san", ["IP:192.0.2.8", f"DNS:{ADDRESS}", f"email:{ADDRESS}@x", f"IP:::ffff:{ADDRESS}", "DNS:*"]
    )
    def test_addresses(self, maker: Maker, ca: Authority, own: Leaf, san: str) -> None:
        rules = TLSRules(serving(own, ca.certificate), verify_address=True)
        self.refused(rules, maker.leaf(ca, CLIENT, f"subjectAltName={san}"), "does not name its address")
        self.refused(rules, maker.leaf(ca, CLIENT), "does not name its address")

    def test_old_versions(self, maker: Maker, ca: Authority, own: Leaf) -> None:
        rules = TLSRules(serving(own, ca.certificate))
        with pytest.warns(DeprecationWarning, match="TLSv1"):
            self.refused(
                rules,
                maker.leaf(ca, CLIENT),
                "TLS",
                minimum_version=ssl.TLSVersion.TLSv1,
                maximum_version=ssl.TLSVersion.TLSv1_1,
            )

    def test_no_handshake_at_all(self, ca: Authority, own: Leaf) -> None:
        rules = TLSRules(serving(own, ca.certificate))
        for noise in (
            b"GET / HTTP/1.0\r\n\r\n",
            b"\0\0\0\x1c" + bytes(24),
            b"\x16\x03\x01\xff\xff" + bytes(90),
        ):
            with pytest.raises(ConnectionLost):
                ServerTLS(rules, ADDRESS).handshake(noise)


class TestOwnCertificate:
    """A daemon with one of these does not start, and one that is told to load it keeps what it had."""

    @pytest.mark.parametrize(
        ("extensions", "days", "why"),
        [
            ((SERVER,), (-10, -1), "expired"),
            ((SERVER,), (1, 10), "not valid before"),
            ((CLIENT,), (-1, 30), "TLS server"),
            (("extendedKeyUsage=critical,clientAuth",), (-1, 30), "TLS server"),
            (("extendedKeyUsage=critical,codeSigning",), (-1, 30), "TLS server"),
            (("extendedKeyUsage=codeSigning",), (-1, 30), "TLS server"),
            (("extendedKeyUsage=anyExtendedKeyUsage",), (-1, 30), "TLS server"),
            ((SERVER, "keyUsage=keyCertSign"), (-1, 30), "digital signatures"),
            ((SERVER, "keyUsage=critical,keyEncipherment"), (-1, 30), "digital signatures"),
            ((SERVER, *CA), (-1, 30), "CA"),
        ],
    )
    def test_must_fail(
        self, maker: Maker, ca: Authority, extensions: tuple[str, ...], days: tuple[float, float], why: str
    ) -> None:
        bad = maker.leaf(ca, *extensions, days=days)
        with pytest.raises(CertificateError, match=why) as caught:
            serving(bad, ca.certificate)
        assert "tls_no_sanity_certificate" in str(caught.value)
        assert isinstance(serving(bad, ca.certificate, sanity=False), ServerContext)

    @pytest.mark.parametrize(
        "extensions",
        [
            (),
            (SERVER,),
            ("extendedKeyUsage=critical,serverAuth",),
            ("extendedKeyUsage=serverAuth,clientAuth",),
            (SERVER, "keyUsage=critical,digitalSignature"),
            (SERVER, "keyUsage=digitalSignature,keyEncipherment", "basicConstraints=CA:FALSE"),
        ],
    )
    def test_must_pass(self, maker: Maker, ca: Authority, extensions: tuple[str, ...]) -> None:
        come(TLSRules(serving(maker.leaf(ca, *extensions), ca.certificate)), maker.leaf(ca, CLIENT))

    def test_of_another_key(self, maker: Maker, ca: Authority, own: Leaf) -> None:
        with pytest.raises(CertificateError, match="key"):
            serving(Leaf(own.certificate, maker.key("another")), ca.certificate)

    def test_files_that_are_none(self, ca: Authority, own: Leaf, tmp_path: Path) -> None:
        nothing, garbage = tmp_path / "nothing", tmp_path / "garbage"
        garbage.write_text("-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n")
        for bad in (nothing, garbage):
            for leaf, authority in (
                (Leaf(bad, own.key), ca.certificate),
                (Leaf(own.certificate, bad), ca.certificate),
                (own, bad),
            ):
                with pytest.raises(CertificateError):
                    serving(leaf, authority)
