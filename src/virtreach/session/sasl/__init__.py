"""SASL (RFC 4422): one mechanism a file, as state machines that know nothing of the network.

============================  ==========================================================
`base`                        what every client mechanism can do
`secret`                      passwords that do not show themselves
`saslprep`                    RFC 4013, the preparation of names and passwords
`scram`                       SCRAM-SHA-256 and SCRAM-SHA-1 (RFC 7677, RFC 5802)
`digest_md5`                  DIGEST-MD5 (RFC 2831, obsolete), its security layer in `digest_layer`
`rc4`                         the stream cipher of that layer
`plain`, `external`           RFC 4616, RFC 4422 appendix A
`gssapi`                      the place of RFC 4752
`negotiate`                   which mechanism is strong enough for which channel
============================  ==========================================================

Nothing is imported here: a connection without SASL loads none of it.
"""
