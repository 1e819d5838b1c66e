# Made from spec/enums.spec by: python tools/generate.py
# Do not edit.

from enum import IntEnum, IntFlag
from typing import Final

ENUMS: Final[dict[str, tuple[bool, dict[str, int]]]]

class AdmConnectDaemonShutdownFlags(IntFlag):
    PRESERVE = 1

class BlkioParameterType(IntEnum):
    INT = 1
    UINT = 2
    LLONG = 3
    ULLONG = 4
    DOUBLE = 5
    BOOLEAN = 6

class CPUCompareResult(IntEnum):
    INCOMPATIBLE = 0
    IDENTICAL = 1
    SUPERSET = 2
    ERROR = -1

class ClientTransport(IntEnum):
    UNIX = 0
    TCP = 1
    TLS = 2

class ConnectBaselineCPUFlags(IntFlag):
    EXPAND_FEATURES = 1
    MIGRATABLE = 2

class ConnectCloseReason(IntEnum):
    ERROR = 0
    EOF = 1
    KEEPALIVE = 2
    CLIENT = 3

class ConnectCompareCPUFlags(IntFlag):
    FAIL_INCOMPATIBLE = 1
    VALIDATE_XML = 2

class ConnectCredentialType(IntEnum):
    USERNAME = 1
    AUTHNAME = 2
    LANGUAGE = 3
    CNONCE = 4
    PASSPHRASE = 5
    ECHOPROMPT = 6
    NOECHOPROMPT = 7
    REALM = 8
    EXTERNAL = 9

class ConnectDomainEventAgentLifecycleReason(IntEnum):
    UNKNOWN = 0
    DOMAIN_STARTED = 1
    CHANNEL = 2

class ConnectDomainEventAgentLifecycleState(IntEnum):
    CONNECTED = 1
    DISCONNECTED = 2

class ConnectDomainEventBlockJobStatus(IntEnum):
    COMPLETED = 0
    FAILED = 1
    CANCELED = 2
    READY = 3

class ConnectDomainEventDiskChangeReason(IntEnum):
    CHANGE_MISSING_ON_START = 0
    DROP_MISSING_ON_START = 1

class ConnectDomainQemuMonitorEventRegisterFlags(IntFlag):
    REGEX = 1
    NOCASE = 2

class ConnectFlags(IntFlag):
    RO = 1
    NO_ALIASES = 2

class ConnectGetAllDomainStatsFlags(IntFlag):
    ACTIVE = 1
    INACTIVE = 2
    PERSISTENT = 4
    TRANSIENT = 8
    RUNNING = 16
    PAUSED = 32
    SHUTOFF = 64
    OTHER = 128
    NOWAIT = 536870912
    BACKING = 1073741824
    ENFORCE_STATS = 2147483648

class ConnectGetDomainCapabilitiesFlags(IntFlag):
    DISABLE_DEPRECATED_FEATURES = 1

class ConnectListAllDomainsFlags(IntFlag):
    ACTIVE = 1
    INACTIVE = 2
    PERSISTENT = 4
    TRANSIENT = 8
    RUNNING = 16
    PAUSED = 32
    SHUTOFF = 64
    OTHER = 128
    MANAGEDSAVE = 256
    NO_MANAGEDSAVE = 512
    AUTOSTART = 1024
    NO_AUTOSTART = 2048
    HAS_SNAPSHOT = 4096
    NO_SNAPSHOT = 8192
    HAS_CHECKPOINT = 16384
    NO_CHECKPOINT = 32768

class ConnectListAllInterfacesFlags(IntFlag):
    INACTIVE = 1
    ACTIVE = 2

class ConnectListAllNetworksFlags(IntFlag):
    INACTIVE = 1
    ACTIVE = 2
    PERSISTENT = 4
    TRANSIENT = 8
    AUTOSTART = 16
    NO_AUTOSTART = 32

class ConnectListAllNodeDeviceFlags(IntFlag):
    CAP_SYSTEM = 1
    CAP_PCI_DEV = 2
    CAP_USB_DEV = 4
    CAP_USB_INTERFACE = 8
    CAP_NET = 16
    CAP_SCSI_HOST = 32
    CAP_SCSI_TARGET = 64
    CAP_SCSI = 128
    CAP_STORAGE = 256
    CAP_FC_HOST = 512
    CAP_VPORTS = 1024
    CAP_SCSI_GENERIC = 2048
    CAP_DRM = 4096
    CAP_MDEV_TYPES = 8192
    CAP_MDEV = 16384
    CAP_CCW_DEV = 32768
    CAP_CSS_DEV = 65536
    CAP_VDPA = 131072
    CAP_AP_CARD = 262144
    CAP_AP_QUEUE = 524288
    CAP_AP_MATRIX = 1048576
    CAP_VPD = 2097152
    CAP_CCWGROUP_DEV = 4194304
    CAP_CCWGROUP_MEMBER = 8388608
    PERSISTENT = 268435456
    TRANSIENT = 536870912
    INACTIVE = 1073741824
    ACTIVE = 2147483648

class ConnectListAllSecretsFlags(IntFlag):
    EPHEMERAL = 1
    NO_EPHEMERAL = 2
    PRIVATE = 4
    NO_PRIVATE = 8

class ConnectListAllStoragePoolsFlags(IntFlag):
    INACTIVE = 1
    ACTIVE = 2
    PERSISTENT = 4
    TRANSIENT = 8
    AUTOSTART = 16
    NO_AUTOSTART = 32
    DIR = 64
    FS = 128
    NETFS = 256
    LOGICAL = 512
    DISK = 1024
    ISCSI = 2048
    SCSI = 4096
    MPATH = 8192
    RBD = 16384
    SHEEPDOG = 32768
    GLUSTER = 65536
    ZFS = 131072
    VSTORAGE = 262144
    ISCSI_DIRECT = 524288

class DomainAbortJobFlagsValues(IntFlag):
    POSTCOPY = 1

class DomainAgentResponseTimeoutValues(IntEnum):
    NOWAIT = 0
    BLOCK = -2
    DEFAULT = -1

class DomainAuthorizedSSHKeysSetFlags(IntFlag):
    APPEND = 1
    REMOVE = 2

class DomainBackupBeginFlags(IntFlag):
    REUSE_EXTERNAL = 1

class DomainBlockCommitFlags(IntFlag):
    SHALLOW = 1
    DELETE = 2
    ACTIVE = 4
    RELATIVE = 8
    BANDWIDTH_BYTES = 16

class DomainBlockCopyFlags(IntFlag):
    SHALLOW = 1
    REUSE_EXT = 2
    TRANSIENT_JOB = 4
    SYNCHRONOUS_WRITES = 8

class DomainBlockJobAbortFlags(IntFlag):
    ASYNC = 1
    PIVOT = 2

class DomainBlockJobInfoFlags(IntFlag):
    BANDWIDTH_BYTES = 1

class DomainBlockJobSetSpeedFlags(IntFlag):
    BANDWIDTH_BYTES = 1

class DomainBlockJobType(IntEnum):
    UNKNOWN = 0
    PULL = 1
    COPY = 2
    COMMIT = 3
    ACTIVE_COMMIT = 4
    BACKUP = 5

class DomainBlockPullFlags(IntFlag):
    BANDWIDTH_BYTES = 64

class DomainBlockRebaseFlags(IntFlag):
    SHALLOW = 1
    REUSE_EXT = 2
    COPY_RAW = 4
    COPY = 8
    RELATIVE = 16
    COPY_DEV = 32
    BANDWIDTH_BYTES = 64

class DomainBlockResizeFlags(IntFlag):
    BYTES = 1
    CAPACITY = 2

class DomainBlockedReason(IntEnum):
    UNKNOWN = 0

class DomainChannelFlags(IntFlag):
    FORCE = 1

class DomainCheckpointCreateFlags(IntFlag):
    REDEFINE = 1
    QUIESCE = 2
    REDEFINE_VALIDATE = 4

class DomainCheckpointDeleteFlags(IntFlag):
    CHILDREN = 1
    METADATA_ONLY = 2
    CHILDREN_ONLY = 4

class DomainCheckpointListFlags(IntFlag):
    DESCENDANTS = 1
    ROOTS = 1
    TOPOLOGICAL = 2
    LEAVES = 4
    NO_LEAVES = 8

class DomainCheckpointXMLFlags(IntFlag):
    SECURE = 1
    NO_DOMAIN = 2
    SIZE = 4

class DomainConsoleFlags(IntFlag):
    FORCE = 1
    SAFE = 2

class DomainControlErrorReason(IntEnum):
    NONE = 0
    UNKNOWN = 1
    MONITOR = 2
    INTERNAL = 3

class DomainControlState(IntEnum):
    OK = 0
    JOB = 1
    OCCUPIED = 2
    ERROR = 3

class DomainCoreDumpFlags(IntFlag):
    CRASH = 1
    LIVE = 2
    BYPASS_CACHE = 4
    RESET = 8
    MEMORY_ONLY = 16

class DomainCoreDumpFormat(IntEnum):
    RAW = 0
    KDUMP_ZLIB = 1
    KDUMP_LZO = 2
    KDUMP_SNAPPY = 3
    WIN_DMP = 4

class DomainCrashedReason(IntEnum):
    UNKNOWN = 0
    PANICKED = 1

class DomainCreateFlags(IntFlag):
    NONE = 0
    START_PAUSED = 1
    START_AUTODESTROY = 2
    START_BYPASS_CACHE = 4
    START_FORCE_BOOT = 8
    START_VALIDATE = 16
    START_RESET_NVRAM = 32

class DomainDefineFlags(IntFlag):
    VALIDATE = 1

class DomainDestroyFlagsValues(IntFlag):
    DEFAULT = 0
    GRACEFUL = 1
    REMOVE_LOGS = 2

class DomainDeviceModifyFlags(IntFlag):
    CURRENT = 0
    LIVE = 1
    CONFIG = 2
    FORCE = 4

class DomainDirtyRateCalcFlags(IntFlag):
    PAGE_SAMPLING = 0
    DIRTY_BITMAP = 1
    DIRTY_RING = 2

class DomainDirtyRateStatus(IntEnum):
    UNSTARTED = 0
    MEASURING = 1
    MEASURED = 2

class DomainDiskErrorCode(IntEnum):
    NONE = 0
    UNSPEC = 1
    NO_SPACE = 2

class DomainEventCrashedDetailType(IntEnum):
    PANICKED = 0
    CRASHLOADED = 1

class DomainEventDefinedDetailType(IntEnum):
    ADDED = 0
    UPDATED = 1
    RENAMED = 2
    FROM_SNAPSHOT = 3

class DomainEventGraphicsAddressType(IntEnum):
    IPV4 = 0
    IPV6 = 1
    UNIX = 2

class DomainEventGraphicsPhase(IntEnum):
    CONNECT = 0
    INITIALIZE = 1
    DISCONNECT = 2

class DomainEventID(IntEnum):
    LIFECYCLE = 0
    REBOOT = 1
    RTC_CHANGE = 2
    WATCHDOG = 3
    IO_ERROR = 4
    GRAPHICS = 5
    IO_ERROR_REASON = 6
    CONTROL_ERROR = 7
    BLOCK_JOB = 8
    DISK_CHANGE = 9
    TRAY_CHANGE = 10
    PMWAKEUP = 11
    PMSUSPEND = 12
    BALLOON_CHANGE = 13
    PMSUSPEND_DISK = 14
    DEVICE_REMOVED = 15
    BLOCK_JOB_2 = 16
    TUNABLE = 17
    AGENT_LIFECYCLE = 18
    DEVICE_ADDED = 19
    MIGRATION_ITERATION = 20
    JOB_COMPLETED = 21
    DEVICE_REMOVAL_FAILED = 22
    METADATA_CHANGE = 23
    BLOCK_THRESHOLD = 24
    MEMORY_FAILURE = 25
    MEMORY_DEVICE_SIZE_CHANGE = 26
    NIC_MAC_CHANGE = 27

class DomainEventIOErrorAction(IntEnum):
    NONE = 0
    PAUSE = 1
    REPORT = 2

class DomainEventPMSuspendedDetailType(IntEnum):
    MEMORY = 0
    DISK = 1

class DomainEventResumedDetailType(IntEnum):
    UNPAUSED = 0
    MIGRATED = 1
    FROM_SNAPSHOT = 2
    POSTCOPY = 3
    POSTCOPY_FAILED = 4

class DomainEventShutdownDetailType(IntEnum):
    FINISHED = 0
    GUEST = 1
    HOST = 2

class DomainEventStartedDetailType(IntEnum):
    BOOTED = 0
    MIGRATED = 1
    RESTORED = 2
    FROM_SNAPSHOT = 3
    WAKEUP = 4

class DomainEventStoppedDetailType(IntEnum):
    SHUTDOWN = 0
    DESTROYED = 1
    CRASHED = 2
    MIGRATED = 3
    SAVED = 4
    FAILED = 5
    FROM_SNAPSHOT = 6

class DomainEventSuspendedDetailType(IntEnum):
    PAUSED = 0
    MIGRATED = 1
    IOERROR = 2
    WATCHDOG = 3
    RESTORED = 4
    FROM_SNAPSHOT = 5
    API_ERROR = 6
    POSTCOPY = 7
    POSTCOPY_FAILED = 8

class DomainEventTrayChangeReason(IntEnum):
    OPEN = 0
    CLOSE = 1

class DomainEventType(IntEnum):
    DEFINED = 0
    UNDEFINED = 1
    STARTED = 2
    SUSPENDED = 3
    RESUMED = 4
    STOPPED = 5
    SHUTDOWN = 6
    PMSUSPENDED = 7
    CRASHED = 8

class DomainEventUndefinedDetailType(IntEnum):
    REMOVED = 0
    RENAMED = 1

class DomainEventWatchdogAction(IntEnum):
    NONE = 0
    PAUSE = 1
    RESET = 2
    POWEROFF = 3
    SHUTDOWN = 4
    DEBUG = 5
    INJECTNMI = 6

class DomainFDAssociateFlags(IntFlag):
    RESTORE = 1
    WRITABLE = 2

class DomainGetHostnameFlags(IntFlag):
    LEASE = 1
    AGENT = 2

class DomainGetJobStatsFlags(IntFlag):
    COMPLETED = 1
    KEEP_COMPLETED = 2

class DomainGraphicsReloadType(IntEnum):
    ANY = 0
    VNC = 1

class DomainGuestInfoTypes(IntFlag):
    USERS = 1
    OS = 2
    TIMEZONE = 4
    HOSTNAME = 8
    FILESYSTEM = 16
    DISKS = 32
    INTERFACES = 64
    LOAD = 128

class DomainInterfaceAddressesSource(IntEnum):
    LEASE = 0
    AGENT = 1
    ARP = 2

class DomainJobOperation(IntEnum):
    UNKNOWN = 0
    START = 1
    SAVE = 2
    RESTORE = 3
    MIGRATION_IN = 4
    MIGRATION_OUT = 5
    SNAPSHOT = 6
    SNAPSHOT_REVERT = 7
    DUMP = 8
    BACKUP = 9
    SNAPSHOT_DELETE = 10

class DomainJobType(IntEnum):
    NONE = 0
    BOUNDED = 1
    UNBOUNDED = 2
    COMPLETED = 3
    FAILED = 4
    CANCELLED = 5

class DomainLifecycle(IntEnum):
    POWEROFF = 0
    REBOOT = 1
    CRASH = 2

class DomainLifecycleAction(IntEnum):
    DESTROY = 0
    RESTART = 1
    RESTART_RENAME = 2
    PRESERVE = 3
    COREDUMP_DESTROY = 4
    COREDUMP_RESTART = 5

class DomainMemoryFailureActionType(IntEnum):
    IGNORE = 0
    INJECT = 1
    FATAL = 2
    RESET = 3

class DomainMemoryFailureFlags(IntFlag):
    ACTION_REQUIRED = 1
    RECURSIVE = 2

class DomainMemoryFailureRecipientType(IntEnum):
    HYPERVISOR = 0
    GUEST = 1

class DomainMemoryFlags(IntFlag):
    VIRTUAL = 1
    PHYSICAL = 2

class DomainMemoryModFlags(IntFlag):
    CURRENT = 0
    LIVE = 1
    CONFIG = 2
    MAXIMUM = 4

class DomainMemoryStatTags(IntEnum):
    SWAP_IN = 0
    SWAP_OUT = 1
    MAJOR_FAULT = 2
    MINOR_FAULT = 3
    UNUSED = 4
    AVAILABLE = 5
    ACTUAL_BALLOON = 6
    RSS = 7
    USABLE = 8
    LAST_UPDATE = 9
    DISK_CACHES = 10
    HUGETLB_PGALLOC = 11
    HUGETLB_PGFAIL = 12
    NR = 13

class DomainMessageType(IntFlag):
    DEPRECATION = 1
    TAINTING = 2
    IOERRORS = 4

class DomainMetadataType(IntEnum):
    DESCRIPTION = 0
    TITLE = 1
    ELEMENT = 2

class DomainMigrateFlags(IntFlag):
    LIVE = 1
    PEER2PEER = 2
    TUNNELLED = 4
    PERSIST_DEST = 8
    UNDEFINE_SOURCE = 16
    PAUSED = 32
    NON_SHARED_DISK = 64
    NON_SHARED_INC = 128
    CHANGE_PROTECTION = 256
    UNSAFE = 512
    OFFLINE = 1024
    COMPRESSED = 2048
    ABORT_ON_ERROR = 4096
    AUTO_CONVERGE = 8192
    RDMA_PIN_ALL = 16384
    POSTCOPY = 32768
    TLS = 65536
    PARALLEL = 131072
    NON_SHARED_SYNCHRONOUS_WRITES = 262144
    POSTCOPY_RESUME = 524288
    ZEROCOPY = 1048576

class DomainMigrateMaxSpeedFlags(IntFlag):
    POSTCOPY = 1

class DomainModificationImpact(IntFlag):
    CURRENT = 0
    LIVE = 1
    CONFIG = 2

class DomainNostateReason(IntEnum):
    UNKNOWN = 0

class DomainNumatuneMemMode(IntEnum):
    STRICT = 0
    PREFERRED = 1
    INTERLEAVE = 2
    RESTRICTIVE = 3

class DomainOpenGraphicsFlags(IntFlag):
    SKIPAUTH = 1

class DomainPMSuspendedDiskReason(IntEnum):
    UNKNOWN = 0

class DomainPMSuspendedReason(IntEnum):
    UNKNOWN = 0

class DomainPausedReason(IntEnum):
    UNKNOWN = 0
    USER = 1
    MIGRATION = 2
    SAVE = 3
    DUMP = 4
    IOERROR = 5
    WATCHDOG = 6
    FROM_SNAPSHOT = 7
    SHUTTING_DOWN = 8
    SNAPSHOT = 9
    CRASHED = 10
    STARTING_UP = 11
    POSTCOPY = 12
    POSTCOPY_FAILED = 13
    API_ERROR = 14

class DomainProcessSignal(IntEnum):
    NOP = 0
    HUP = 1
    INT = 2
    QUIT = 3
    ILL = 4
    TRAP = 5
    ABRT = 6
    BUS = 7
    FPE = 8
    KILL = 9
    USR1 = 10
    SEGV = 11
    USR2 = 12
    PIPE = 13
    ALRM = 14
    TERM = 15
    STKFLT = 16
    CHLD = 17
    CONT = 18
    STOP = 19
    TSTP = 20
    TTIN = 21
    TTOU = 22
    URG = 23
    XCPU = 24
    XFSZ = 25
    VTALRM = 26
    PROF = 27
    WINCH = 28
    POLL = 29
    PWR = 30
    SYS = 31
    RT0 = 32
    RT1 = 33
    RT2 = 34
    RT3 = 35
    RT4 = 36
    RT5 = 37
    RT6 = 38
    RT7 = 39
    RT8 = 40
    RT9 = 41
    RT10 = 42
    RT11 = 43
    RT12 = 44
    RT13 = 45
    RT14 = 46
    RT15 = 47
    RT16 = 48
    RT17 = 49
    RT18 = 50
    RT19 = 51
    RT20 = 52
    RT21 = 53
    RT22 = 54
    RT23 = 55
    RT24 = 56
    RT25 = 57
    RT26 = 58
    RT27 = 59
    RT28 = 60
    RT29 = 61
    RT30 = 62
    RT31 = 63
    RT32 = 64

class DomainQemuAgentCommandTimeoutValues(IntEnum):
    NOWAIT = 0
    SHUTDOWN = 60
    BLOCK = -2
    MIN = -2
    DEFAULT = -1

class DomainQemuMonitorCommandFlags(IntFlag):
    DEFAULT = 0
    HMP = 1

class DomainRebootFlagValues(IntFlag):
    DEFAULT = 0
    ACPI_POWER_BTN = 1
    GUEST_AGENT = 2
    INITCTL = 4
    SIGNAL = 8
    PARAVIRT = 16

class DomainRunningReason(IntEnum):
    UNKNOWN = 0
    BOOTED = 1
    MIGRATED = 2
    RESTORED = 3
    FROM_SNAPSHOT = 4
    UNPAUSED = 5
    MIGRATION_CANCELED = 6
    SAVE_CANCELED = 7
    WAKEUP = 8
    CRASHED = 9
    POSTCOPY = 10
    POSTCOPY_FAILED = 11

class DomainSaveImageXMLFlags(IntFlag):
    XML_SECURE = 1

class DomainSaveRestoreFlags(IntFlag):
    BYPASS_CACHE = 1
    RUNNING = 2
    PAUSED = 4
    RESET_NVRAM = 8

class DomainSetTimeFlags(IntFlag):
    SYNC = 1

class DomainSetUserPasswordFlags(IntFlag):
    ENCRYPTED = 1

class DomainShutdownFlagValues(IntFlag):
    DEFAULT = 0
    ACPI_POWER_BTN = 1
    GUEST_AGENT = 2
    INITCTL = 4
    SIGNAL = 8
    PARAVIRT = 16

class DomainShutdownReason(IntEnum):
    UNKNOWN = 0
    USER = 1

class DomainShutoffReason(IntEnum):
    UNKNOWN = 0
    SHUTDOWN = 1
    DESTROYED = 2
    CRASHED = 3
    MIGRATED = 4
    SAVED = 5
    FAILED = 6
    FROM_SNAPSHOT = 7
    DAEMON = 8

class DomainSnapshotCreateFlags(IntFlag):
    REDEFINE = 1
    CURRENT = 2
    NO_METADATA = 4
    HALT = 8
    DISK_ONLY = 16
    REUSE_EXT = 32
    QUIESCE = 64
    ATOMIC = 128
    LIVE = 256
    VALIDATE = 512

class DomainSnapshotDeleteFlags(IntFlag):
    CHILDREN = 1
    METADATA_ONLY = 2
    CHILDREN_ONLY = 4

class DomainSnapshotListFlags(IntFlag):
    DESCENDANTS = 1
    ROOTS = 1
    METADATA = 2
    LEAVES = 4
    NO_LEAVES = 8
    NO_METADATA = 16
    INACTIVE = 32
    ACTIVE = 64
    DISK_ONLY = 128
    INTERNAL = 256
    EXTERNAL = 512
    TOPOLOGICAL = 1024

class DomainSnapshotRevertFlags(IntFlag):
    RUNNING = 1
    PAUSED = 2
    FORCE = 4
    RESET_NVRAM = 8

class DomainSnapshotXMLFlags(IntFlag):
    XML_SECURE = 1

class DomainState(IntEnum):
    NOSTATE = 0
    RUNNING = 1
    BLOCKED = 2
    PAUSED = 3
    SHUTDOWN = 4
    SHUTOFF = 5
    CRASHED = 6
    PMSUSPENDED = 7

class DomainStatsTypes(IntFlag):
    STATE = 1
    CPU_TOTAL = 2
    BALLOON = 4
    VCPU = 8
    INTERFACE = 16
    BLOCK = 32
    PERF = 64
    IOTHREAD = 128
    MEMORY = 256
    DIRTYRATE = 512
    VM = 1024

class DomainUndefineFlagsValues(IntFlag):
    MANAGED_SAVE = 1
    SNAPSHOTS_METADATA = 2
    NVRAM = 4
    KEEP_NVRAM = 8
    CHECKPOINTS_METADATA = 16
    TPM = 32
    KEEP_TPM = 64

class DomainVcpuFlags(IntFlag):
    CURRENT = 0
    LIVE = 1
    CONFIG = 2
    MAXIMUM = 4
    GUEST = 8
    HOTPLUGGABLE = 16

class DomainXMLFlags(IntFlag):
    SECURE = 1
    INACTIVE = 2
    UPDATE_CPU = 4
    MIGRATABLE = 8

class ErrorDomain(IntEnum):
    NONE = 0
    XEN = 1
    XEND = 2
    XENSTORE = 3
    SEXPR = 4
    XML = 5
    DOM = 6
    RPC = 7
    PROXY = 8
    CONF = 9
    QEMU = 10
    NET = 11
    TEST = 12
    REMOTE = 13
    OPENVZ = 14
    XENXM = 15
    STATS_LINUX = 16
    LXC = 17
    STORAGE = 18
    NETWORK = 19
    DOMAIN = 20
    UML = 21
    NODEDEV = 22
    XEN_INOTIFY = 23
    SECURITY = 24
    VBOX = 25
    INTERFACE = 26
    ONE = 27
    ESX = 28
    PHYP = 29
    SECRET = 30
    CPU = 31
    XENAPI = 32
    NWFILTER = 33
    HOOK = 34
    DOMAIN_SNAPSHOT = 35
    AUDIT = 36
    SYSINFO = 37
    STREAMS = 38
    VMWARE = 39
    EVENT = 40
    LIBXL = 41
    LOCKING = 42
    HYPERV = 43
    CAPABILITIES = 44
    URI = 45
    AUTH = 46
    DBUS = 47
    PARALLELS = 48
    DEVICE = 49
    SSH = 50
    LOCKSPACE = 51
    INITCTL = 52
    IDENTITY = 53
    CGROUP = 54
    ACCESS = 55
    SYSTEMD = 56
    BHYVE = 57
    CRYPTO = 58
    FIREWALL = 59
    POLKIT = 60
    THREAD = 61
    ADMIN = 62
    LOGGING = 63
    XENXL = 64
    PERF = 65
    LIBSSH = 66
    RESCTRL = 67
    FIREWALLD = 68
    DOMAIN_CHECKPOINT = 69
    TPM = 70
    BPF = 71
    CH = 72

class ErrorLevel(IntEnum):
    NONE = 0
    WARNING = 1
    ERROR = 2

class ErrorNumber(IntEnum):
    ERR_OK = 0
    ERR_INTERNAL_ERROR = 1
    ERR_NO_MEMORY = 2
    ERR_NO_SUPPORT = 3
    ERR_UNKNOWN_HOST = 4
    ERR_NO_CONNECT = 5
    ERR_INVALID_CONN = 6
    ERR_INVALID_DOMAIN = 7
    ERR_INVALID_ARG = 8
    ERR_OPERATION_FAILED = 9
    ERR_GET_FAILED = 10
    ERR_POST_FAILED = 11
    ERR_HTTP_ERROR = 12
    ERR_SEXPR_SERIAL = 13
    ERR_NO_XEN = 14
    ERR_XEN_CALL = 15
    ERR_OS_TYPE = 16
    ERR_NO_KERNEL = 17
    ERR_NO_ROOT = 18
    ERR_NO_SOURCE = 19
    ERR_NO_TARGET = 20
    ERR_NO_NAME = 21
    ERR_NO_OS = 22
    ERR_NO_DEVICE = 23
    ERR_NO_XENSTORE = 24
    ERR_DRIVER_FULL = 25
    ERR_CALL_FAILED = 26
    ERR_XML_ERROR = 27
    ERR_DOM_EXIST = 28
    ERR_OPERATION_DENIED = 29
    ERR_OPEN_FAILED = 30
    ERR_READ_FAILED = 31
    ERR_PARSE_FAILED = 32
    ERR_CONF_SYNTAX = 33
    ERR_WRITE_FAILED = 34
    ERR_XML_DETAIL = 35
    ERR_INVALID_NETWORK = 36
    ERR_NETWORK_EXIST = 37
    ERR_SYSTEM_ERROR = 38
    ERR_RPC = 39
    ERR_GNUTLS_ERROR = 40
    WAR_NO_NETWORK = 41
    ERR_NO_DOMAIN = 42
    ERR_NO_NETWORK = 43
    ERR_INVALID_MAC = 44
    ERR_AUTH_FAILED = 45
    ERR_INVALID_STORAGE_POOL = 46
    ERR_INVALID_STORAGE_VOL = 47
    WAR_NO_STORAGE = 48
    ERR_NO_STORAGE_POOL = 49
    ERR_NO_STORAGE_VOL = 50
    WAR_NO_NODE = 51
    ERR_INVALID_NODE_DEVICE = 52
    ERR_NO_NODE_DEVICE = 53
    ERR_NO_SECURITY_MODEL = 54
    ERR_OPERATION_INVALID = 55
    WAR_NO_INTERFACE = 56
    ERR_NO_INTERFACE = 57
    ERR_INVALID_INTERFACE = 58
    ERR_MULTIPLE_INTERFACES = 59
    WAR_NO_NWFILTER = 60
    ERR_INVALID_NWFILTER = 61
    ERR_NO_NWFILTER = 62
    ERR_BUILD_FIREWALL = 63
    WAR_NO_SECRET = 64
    ERR_INVALID_SECRET = 65
    ERR_NO_SECRET = 66
    ERR_CONFIG_UNSUPPORTED = 67
    ERR_OPERATION_TIMEOUT = 68
    ERR_MIGRATE_PERSIST_FAILED = 69
    ERR_HOOK_SCRIPT_FAILED = 70
    ERR_INVALID_DOMAIN_SNAPSHOT = 71
    ERR_NO_DOMAIN_SNAPSHOT = 72
    ERR_INVALID_STREAM = 73
    ERR_ARGUMENT_UNSUPPORTED = 74
    ERR_STORAGE_PROBE_FAILED = 75
    ERR_STORAGE_POOL_BUILT = 76
    ERR_SNAPSHOT_REVERT_RISKY = 77
    ERR_OPERATION_ABORTED = 78
    ERR_AUTH_CANCELLED = 79
    ERR_NO_DOMAIN_METADATA = 80
    ERR_MIGRATE_UNSAFE = 81
    ERR_OVERFLOW = 82
    ERR_BLOCK_COPY_ACTIVE = 83
    ERR_OPERATION_UNSUPPORTED = 84
    ERR_SSH = 85
    ERR_AGENT_UNRESPONSIVE = 86
    ERR_RESOURCE_BUSY = 87
    ERR_ACCESS_DENIED = 88
    ERR_DBUS_SERVICE = 89
    ERR_STORAGE_VOL_EXIST = 90
    ERR_CPU_INCOMPATIBLE = 91
    ERR_XML_INVALID_SCHEMA = 92
    ERR_MIGRATE_FINISH_OK = 93
    ERR_AUTH_UNAVAILABLE = 94
    ERR_NO_SERVER = 95
    ERR_NO_CLIENT = 96
    ERR_AGENT_UNSYNCED = 97
    ERR_LIBSSH = 98
    ERR_DEVICE_MISSING = 99
    ERR_INVALID_NWFILTER_BINDING = 100
    ERR_NO_NWFILTER_BINDING = 101
    ERR_INVALID_DOMAIN_CHECKPOINT = 102
    ERR_NO_DOMAIN_CHECKPOINT = 103
    ERR_NO_DOMAIN_BACKUP = 104
    ERR_INVALID_NETWORK_PORT = 105
    ERR_NETWORK_PORT_EXIST = 106
    ERR_NO_NETWORK_PORT = 107
    ERR_NO_HOSTNAME = 108
    ERR_CHECKPOINT_INCONSISTENT = 109
    ERR_MULTIPLE_DOMAINS = 110
    ERR_NO_NETWORK_METADATA = 111
    ERR_AGENT_COMMAND_TIMEOUT = 112
    ERR_AGENT_COMMAND_FAILED = 113

class EventHandleType(IntFlag):
    READABLE = 1
    WRITABLE = 2
    ERROR = 4
    HANGUP = 8

class IPAddrType(IntEnum):
    IPV4 = 0
    IPV6 = 1

class InterfaceDefineFlags(IntFlag):
    VALIDATE = 1

class InterfaceXMLFlags(IntFlag):
    XML_INACTIVE = 1

class KeycodeSet(IntEnum):
    LINUX = 0
    XT = 1
    ATSET1 = 2
    ATSET2 = 3
    ATSET3 = 4
    OSX = 5
    XT_KBD = 6
    USB = 7
    WIN32 = 8
    QNUM = 9

class MemoryParameterType(IntEnum):
    INT = 1
    UINT = 2
    LLONG = 3
    ULLONG = 4
    DOUBLE = 5
    BOOLEAN = 6

class NWFilterBindingCreateFlags(IntFlag):
    VALIDATE = 1

class NWFilterDefineFlags(IntFlag):
    VALIDATE = 1

class NetworkCreateFlags(IntFlag):
    VALIDATE = 1

class NetworkDefineFlags(IntFlag):
    VALIDATE = 1

class NetworkEventID(IntEnum):
    LIFECYCLE = 0
    METADATA_CHANGE = 1

class NetworkEventLifecycleType(IntEnum):
    DEFINED = 0
    UNDEFINED = 1
    STARTED = 2
    STOPPED = 3

class NetworkMetadataType(IntEnum):
    DESCRIPTION = 0
    TITLE = 1
    ELEMENT = 2

class NetworkPortCreateFlags(IntFlag):
    RECLAIM = 1
    VALIDATE = 2

class NetworkUpdateCommand(IntEnum):
    NONE = 0
    MODIFY = 1
    DELETE = 2
    ADD_LAST = 3
    ADD_FIRST = 4

class NetworkUpdateFlags(IntFlag):
    CURRENT = 0
    LIVE = 1
    CONFIG = 2

class NetworkUpdateSection(IntEnum):
    NONE = 0
    BRIDGE = 1
    DOMAIN = 2
    IP = 3
    IP_DHCP_HOST = 4
    IP_DHCP_RANGE = 5
    FORWARD = 6
    FORWARD_INTERFACE = 7
    FORWARD_PF = 8
    PORTGROUP = 9
    DNS_HOST = 10
    DNS_TXT = 11
    DNS_SRV = 12

class NetworkXMLFlags(IntFlag):
    XML_INACTIVE = 1

class NodeAllocPagesFlags(IntFlag):
    ADD = 0
    SET = 1

class NodeDeviceCreateXMLFlags(IntFlag):
    XML_VALIDATE = 1

class NodeDeviceDefineXMLFlags(IntFlag):
    XML_VALIDATE = 1

class NodeDeviceEventID(IntEnum):
    LIFECYCLE = 0
    UPDATE = 1

class NodeDeviceEventLifecycleType(IntEnum):
    CREATED = 0
    DELETED = 1
    DEFINED = 2
    UNDEFINED = 3

class NodeDeviceUpdateFlags(IntFlag):
    CURRENT = 0
    LIVE = 1
    CONFIG = 2

class NodeDeviceXMLFlags(IntFlag):
    XML_INACTIVE = 1

class NodeGetCPUStatsAllCPUs(IntEnum):
    CPU_STATS_ALL_CPUS = -1

class NodeGetMemoryStatsAllCells(IntEnum):
    CELLS = -1

class NodeSuspendTarget(IntEnum):
    MEM = 0
    DISK = 1
    HYBRID = 2

class SchedParameterType(IntEnum):
    INT = 1
    UINT = 2
    LLONG = 3
    ULLONG = 4
    DOUBLE = 5
    BOOLEAN = 6

class SecretDefineFlags(IntFlag):
    VALIDATE = 1

class SecretEventID(IntEnum):
    LIFECYCLE = 0
    VALUE_CHANGED = 1

class SecretEventLifecycleType(IntEnum):
    DEFINED = 0
    UNDEFINED = 1

class SecretUsageType(IntEnum):
    NONE = 0
    VOLUME = 1
    CEPH = 2
    ISCSI = 3
    TLS = 4
    VTPM = 5

class StoragePoolBuildFlags(IntFlag):
    NEW = 0
    REPAIR = 1
    RESIZE = 2
    NO_OVERWRITE = 4
    OVERWRITE = 8

class StoragePoolCreateFlags(IntFlag):
    NORMAL = 0
    WITH_BUILD = 1
    WITH_BUILD_OVERWRITE = 2
    WITH_BUILD_NO_OVERWRITE = 4

class StoragePoolDefineFlags(IntFlag):
    VALIDATE = 1

class StoragePoolDeleteFlags(IntFlag):
    NORMAL = 0
    ZEROED = 1

class StoragePoolEventID(IntEnum):
    LIFECYCLE = 0
    REFRESH = 1

class StoragePoolEventLifecycleType(IntEnum):
    DEFINED = 0
    UNDEFINED = 1
    STARTED = 2
    STOPPED = 3
    CREATED = 4
    DELETED = 5

class StoragePoolState(IntEnum):
    INACTIVE = 0
    BUILDING = 1
    RUNNING = 2
    DEGRADED = 3
    INACCESSIBLE = 4

class StorageVolCreateFlags(IntFlag):
    PREALLOC_METADATA = 1
    REFLINK = 2
    VALIDATE = 4

class StorageVolDeleteFlags(IntFlag):
    NORMAL = 0
    ZEROED = 1
    WITH_SNAPSHOTS = 2

class StorageVolDownloadFlags(IntFlag):
    SPARSE_STREAM = 1

class StorageVolInfoFlags(IntFlag):
    USE_ALLOCATION = 0
    GET_PHYSICAL = 1

class StorageVolResizeFlags(IntFlag):
    ALLOCATE = 1
    DELTA = 2
    SHRINK = 4

class StorageVolType(IntEnum):
    FILE = 0
    BLOCK = 1
    DIR = 2
    NETWORK = 3
    NETDIR = 4
    PLOOP = 5

class StorageVolUploadFlags(IntFlag):
    SPARSE_STREAM = 1

class StorageVolWipeAlgorithm(IntEnum):
    ZERO = 0
    NNSA = 1
    DOD = 2
    BSI = 3
    GUTMANN = 4
    SCHNEIER = 5
    PFITZNER7 = 6
    PFITZNER33 = 7
    RANDOM = 8
    TRIM = 9

class StorageXMLFlags(IntFlag):
    XML_INACTIVE = 1

class StreamEventType(IntFlag):
    READABLE = 1
    WRITABLE = 2
    ERROR = 4
    HANGUP = 8

class StreamFlags(IntFlag):
    NONBLOCK = 1

class StreamRecvFlagsValues(IntFlag):
    STOP_AT_HOLE = 1

class TypedParameterFlags(IntFlag):
    PARAM_STRING_OKAY = 4

class TypedParameterType(IntEnum):
    INT = 1
    UINT = 2
    LLONG = 3
    ULLONG = 4
    DOUBLE = 5
    BOOLEAN = 6
    STRING = 7

class VcpuHostCpuState(IntEnum):
    UNAVAILABLE = -2
    OFFLINE = -1

class VcpuState(IntEnum):
    OFFLINE = 0
    RUNNING = 1
    BLOCKED = 2
