"""``libvirt.conf``: aliases for URIs, the default URI, and the client's other settings.

Source: libvirt ``src/libvirt.c`` (``virConnectOpenInternal``, ``virConnectGetDefaultURI``),
``src/util/viruri.c`` (``virURIResolveAlias``), ``src/util/virconf.c`` (``virConfLoadConfigPath``).
"""

from __future__ import annotations

import os

from virtreach.errors import ConfigError, URIError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from virtreach.conf.document import ConfDocument

__all__ = ["SYSTEM_DIRECTORY", "ClientConf", "config_path", "user_config_directory"]

SYSTEM_DIRECTORY = "/etc/libvirt"

_ALIAS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


def user_config_directory(environment: Mapping[str, str]) -> str:
    """Return ``$XDG_CONFIG_HOME/libvirt``, or ``~/.config/libvirt``."""
    base = environment.get("XDG_CONFIG_HOME") or ""
    if not base.startswith("/"):
        base = os.path.join(environment.get("HOME") or os.path.expanduser("~"), ".config")
    return os.path.join(base, "libvirt")


def config_path(environment: Mapping[str, str], euid: int) -> str:
    """Return the client configuration file that counts: root has the system's, everybody else their own."""
    directory = SYSTEM_DIRECTORY if euid == 0 else user_config_directory(environment)
    return os.path.join(directory, "libvirt.conf")


class ClientConf:
    """The client's settings. Loaded when first asked; immutable from then on.

    Attributes:
        path: the file, or None when there are no settings.
    """

    __slots__ = ("_document", "_environment", "_loaded", "path")

    def __init__(self, *, path: str | None, environment: Mapping[str, str]) -> None:
        self.path = path
        self._environment = environment
        self._document: ConfDocument | None = None
        self._loaded = False

    @classmethod
    def for_this_process(cls) -> ClientConf:
        """Return the settings of the user that this process runs as, in its environment."""
        return cls(path=config_path(os.environ, os.geteuid()), environment=os.environ)

    @property
    def document(self) -> ConfDocument | None:
        """The parsed file, or None when there is no such file, or only comments in it.

        Raises:
            ConfigError: the file is there but cannot be read or understood.
        """
        if not self._loaded:
            if self.path is not None and _has_settings(self.path):
                from virtreach.conf.document import ConfDocument

                self._document = ConfDocument.load(self.path)
            self._loaded = True
        return self._document

    def aliases(self) -> dict[str, str]:
        """Return ``uri_aliases`` as alias to URI.

        Raises:
            ConfigError: an entry that is not ``alias=URI``, or whose alias has characters it may not have.
        """
        document = self.document
        entries = None if document is None else document.get_strings("uri_aliases")
        found: dict[str, str] = {}
        for entry in entries or ():
            alias, equals, uri = entry.partition("=")
            if not equals or not alias or not _ALIAS.issuperset(alias):
                where = document.entry("uri_aliases") if document is not None else None
                raise ConfigError(
                    f"uri_aliases: {entry!r} must be 'alias=URI'; an alias has letters, digits, '_' and "
                    "'-' only",
                    path=self.path,
                    line=where.line if where else None,
                )
            found.setdefault(alias, uri)
        return found

    def default_uri(self) -> tuple[str, str] | None:
        """Return the default URI and where it comes from, or None.

        ``LIBVIRT_DEFAULT_URI`` comes first, then ``uri_default``.
        """
        uri = self._environment.get("LIBVIRT_DEFAULT_URI")
        if uri:
            return uri, "LIBVIRT_DEFAULT_URI"
        uri = self.string("uri_default")
        return (uri, f"uri_default in {self.path}") if uri else None

    def string(self, name: str) -> str | None:
        """Return a string setting (``remote_mode``, ``remote_proxy``, ``tls_priority``), or None."""
        document = self.document
        return None if document is None else document.get_string(name)

    def resolve(self, text: str | None) -> tuple[str | None, str]:
        """Turn what the user gave into a URI: the default for nothing, an alias into its URI.

        Returns:
            The URI, or None when the daemon is to choose; and a sentence about where it comes from.

        Raises:
            ConfigError: from the configuration file.
            URIError: an alias without a URI. Otherwise the URI is parsed later, not here.
        """
        origin = "as given"
        if not text:
            default = self.default_uri()
            if default is None:
                return None, "no URI given and no default set: the local daemon chooses"
            text, source = default
            origin = f"the default from {source}"
        if text.lower() == "xen":
            return "xen:///system", "the old short form xen"
        if ":" not in text and _ALIAS.issuperset(text):
            uri = self.aliases().get(text)
            if uri is not None:
                if not uri:
                    raise URIError(f"alias {text!r} in {self.path} stands for nothing")
                return uri, f"alias {text} in {self.path}"
        return text, origin


def _has_settings(path: str) -> bool:
    # The file that distributions install has comments alone; then the parser need not even be loaded.
    try:
        with open(path, "rb") as stream:
            return any(line.strip() and not line.lstrip().startswith(b"#") for line in stream)
    except FileNotFoundError:
        return False
    except OSError:
        return True  # whoever loads it meets the same error and names the file
