"""The administration program: servers and clients of a daemon, its thread pool, its logging.

Its attributes are the program's `virtreach.protocol.procedure.Procedure` objects, in upper case, and the record
classes that they decode to. They load by family when first touched.
"""

from __future__ import annotations

from virtreach.protocol.loading import names_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.protocol._generated.admin.index import *  # noqa: F403 - the stub lists the names
else:
    __getattr__, __dir__ = names_of(__name__)
