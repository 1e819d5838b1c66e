"""Who we are and whom we trust: credentials, ``auth.conf``, TLS certificates.

`credentials` gathers names and passwords, `authfile` reads libvirt's ``auth.conf``, `tls` finds certificates
and makes the TLS context, `tls_priority` understands GnuTLS priority strings, `x509` reads what a certificate
may be used for.
"""
