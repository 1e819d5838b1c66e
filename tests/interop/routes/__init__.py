"""Routes through proxies in a cluster of namespaces."""
