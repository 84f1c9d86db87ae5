/**
 * Every error text that clients can see, in one table. The words are the wire's: clients match on them, so they are
 * those of Redis 8 (protocol/vectors/errors.json holds what it answered).
 *
 * The place of a row is its code (`ERROR.syntax`), which is what the inside of the server passes around; `%` stands for
 * the name of the command, `$` for the argument that is wrong, `$$` for a `$`. Texts that carry other names are the functions below the table. All of them begin with the
 * code word and lack the leading `-`; characters are bytes of the client (latin1).
 */
import { STREAM_TEXTS } from './stream-errors.ts';

const TEXTS = {
  // The first six are the codes of protocol/command/parse-error.ts, in its order.
  none: '',
  syntax: 'ERR syntax error',
  wrongArity: "ERR wrong number of arguments for '%' command",
  notAnInteger: 'ERR value is not an integer or out of range',
  notAFloat: 'ERR value is not a valid float',
  outOfRange: 'ERR value is out of range',

  // state of the server
  outOfMemory: "OOM command not allowed when used memory > 'maxmemory'.",
  loading: 'LOADING Redis is loading the dataset in memory',
  busyScript: 'BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.',
  busyFunction: 'BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.',
  readOnly: "READONLY You can't write against a read only replica.",
  masterDown: "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
  noReplicas: 'NOREPLICAS Not enough good replicas to write.',
  misconfRdb:
    "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk. Commands that may modify the data set are disabled, because this instance is configured to report errors during writes if RDB snapshotting fails (stop-writes-on-bgsave-error option). Please check the Redis logs for details about the RDB error.",
  internal: 'ERR internal error: the command was not run; see the log of the server',

  // connection
  noAuth: 'NOAUTH Authentication required.',
  noAuthHello:
    'NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time',
  wrongPass: 'WRONGPASS invalid username-password pair or user is disabled.',
  noPasswordSet:
    'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
  noProto: 'NOPROTO unsupported protocol version',
  protoNotInteger: 'ERR Protocol version is not an integer or out of range',
  maxClients: 'ERR max number of clients reached',
  denied:
    "DENIED Redis is running in protected mode because protected mode is enabled and no password is set for the default user. In this mode connections are only accepted from the loopback interface. If you want to connect from external computers to Redis you may adopt one of the following solutions: 1) Just disable protected mode sending the command 'CONFIG SET protected-mode no' from the loopback interface by connecting to Redis from the same host the server is running, however MAKE SURE Redis is not publicly accessible from internet if you do so. Use CONFIG REWRITE to make this change permanent. 2) Alternatively you can just disable the protected mode by editing the Redis configuration file, and setting the protected mode option to 'no', and then restarting the server. 3) If you started the server manually just for testing, restart it with the '--protected-mode no' option. 4) Set up an authentication password for the default user. NOTE: You only need to do one of the above things in order for the server to start accepting connections from the outside.",
  clientName: 'ERR Client names cannot contain spaces, newlines or special characters.',
  noSuchClient: 'ERR No such client',
  clientIdPositive: 'ERR client-id should be greater than 0',
  invalidClientId: 'ERR Invalid client ID',
  pauseMode: 'ERR CLIENT PAUSE mode must be WRITE or ALL',
  unblockReason: 'ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR',
  unblocked: 'UNBLOCKED client unblocked via CLIENT UNBLOCK',
  cachingNotTracking:
    'ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled',
  cachingYes: 'ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.',
  cachingNo: 'ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.',
  trackingBcast: 'ERR OPTIN and OPTOUT are not compatible with BCAST',
  trackingPrefix: 'ERR PREFIX option requires BCAST mode to be enabled',
  trackingBoth: "ERR You can't specify both OPTIN mode and OPTOUT mode",
  trackingRedirect: 'ERR The client ID you want redirect to does not exist',
  trackingRedirectOnce: 'ERR A client can only redirect to a single other client',
  pauseArguments: "ERR unknown subcommand or wrong number of arguments for 'PAUSE'. Try CLIENT HELP.",
  unblockArguments: "ERR unknown subcommand or wrong number of arguments for 'UNBLOCK'. Try CLIENT HELP.",
  maxAgeNotInteger: 'ERR maxage is not an integer or out of range',
  maxAgePositive: 'ERR maxage should be greater than 0',
  monitorKeyspace: "ERR Replica can't interact with the keyspace",
  genpassBits:
    'ERR ACL GENPASS argument must be the number of bits for the output password, a positive number up to 4096',
  trackingSwitchBcast:
    "ERR You can't switch BCAST mode on/off before disabling tracking for this client, and then re-enabling it with a different mode.",
  trackingSwitchOpt:
    "ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then re-enabling it with a different mode.",
  timeoutNotInteger: 'ERR timeout is not an integer or out of range',
  timeoutNotFloat: 'ERR timeout is not a float or out of range',
  timeoutNegative: 'ERR timeout is negative',
  timeoutOutOfRange: 'ERR timeout is out of range',

  // transactions, scripts
  monitorInTransaction: "ERR MONITOR isn't allowed for DENY BLOCKING client",
  shardChannelInTransaction: "ERR SSUBSCRIBE isn't allowed for a DENY BLOCKING client",
  execAbort: 'EXECABORT Transaction discarded because of previous errors.',
  execWithoutMulti: 'ERR EXEC without MULTI',
  discardWithoutMulti: 'ERR DISCARD without MULTI',
  nestedMulti: 'ERR MULTI calls can not be nested',
  watchInMulti: 'ERR WATCH inside MULTI is not allowed',
  notInTransaction: 'ERR Command not allowed inside a transaction',
  noScript: 'NOSCRIPT No matching script. Please use EVAL.',
  notBusy: 'NOTBUSY No scripts in execution right now.',
  unkillable:
    'UNKILLABLE Sorry the script already executed write commands against the dataset. You can either wait the script termination or kill the server in a hard way using the SHUTDOWN NOSAVE command.',
  functionNotFound: 'ERR Function not found',
  libraryNotFound: 'ERR Library not found',
  libraryNameMissing: 'ERR library name argument was not given',
  unknownArgumentOf: 'ERR Unknown argument $',
  scriptFlushOption: 'ERR SCRIPT FLUSH only support SYNC|ASYNC option',
  functionFlushOption: 'ERR FUNCTION FLUSH only supports SYNC|ASYNC option',
  restorePolicy: 'ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.',
  scriptDebugOption: 'ERR Use SCRIPT DEBUG YES/SYNC/NO',
  noScriptDebugger: 'ERR This server has no debugger of scripts',
  keysNegative: "ERR Number of keys can't be negative",
  badKeyCount: 'ERR Bad number of keys provided',
  keysTooMany: "ERR Number of keys can't be greater than number of args",
  analyticsOff: 'ERR analytics are off: CONFIG SET analytics yes',
  hotKeysUnderWay: 'ERR a hotkeys session is under way: HOTKEYS STOP ends it',
  hotKeysMetrics: 'ERR METRICS count must be the number of metrics that follow, CPU or NET or both',
  hotKeysSlots: 'ERR SLOTS needs cluster mode',
  notFromScript: 'ERR This Redis command is not allowed from script',

  // keys
  wrongType: 'WRONGTYPE Operation against a key holding the wrong kind of value',
  noSuchKey: 'ERR no such key',
  sameObject: 'ERR source and destination objects are the same',
  indexOutOfRange: 'ERR index out of range',
  dbOutOfRange: 'ERR DB index is out of range',
  invalidDb: 'ERR invalid DB index',
  firstDbIndex: 'ERR invalid first DB index',
  secondDbIndex: 'ERR invalid second DB index',
  invalidExpire: "ERR invalid expire time in '%' command",
  keyTooLong: 'ERR the key is longer than 2097152 bytes, which is the most that this server holds',
  invalidCursor: 'ERR invalid cursor',
  expireNxAndOther: 'ERR NX and XX, GT or LT options at the same time are not compatible',
  expireGtAndLt: 'ERR GT and LT options at the same time are not compatible',
  numkeysPositive: 'ERR numkeys should be greater than 0',
  busyKey: 'BUSYKEY Target key name already exists.',
  sortNotNumbers: "ERR One or more scores can't be converted into double",
  badDumpFormat: 'ERR Bad data format',
  restoreTtl: 'ERR Invalid TTL value, must be >= 0',
  restoreIdleTime: 'ERR Invalid IDLETIME value, must be >= 0',
  restoreFrequency: 'ERR Invalid FREQ value, must be >= 0 and <= 255',
  badDump: 'ERR DUMP payload version or checksum are wrong',
  lfuNotSelected:
    'ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.',
  lfuSelected:
    'ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.',
  notPositive: 'ERR value is out of range, must be positive',
  notInt32: 'ERR value is out of range, value must between -2147483648 and 2147483647',
  notZeroOrOne: 'ERR value is out of range, value must between 0 and 1',
  unsupportedOption: 'ERR Unsupported option $',
  scanNoValues: 'ERR NOVALUES option can only be used in HSCAN',
  invalidNumkeys: 'ERR invalid numkeys value',

  // strings
  overflow: 'ERR increment or decrement would overflow',
  decrementOverflow: 'ERR decrement would overflow',
  nanOrInfinity: 'ERR increment would produce NaN or Infinity',
  stringTooLong: 'ERR string exceeds maximum allowed size (proto-max-bulk-len)',
  offsetOutOfRange: 'ERR offset is out of range',
  bitOffset: 'ERR bit offset is not an integer or out of range',
  bitValue: 'ERR bit is not an integer or out of range',
  bitArgument: 'ERR The bit argument must be 1 or 0.',
  bitopNot: 'ERR BITOP NOT must be called with a single source key.',
  bitfieldType: 'ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.',
  bitfieldOverflow: 'ERR Invalid OVERFLOW type specified',
  bitfieldReadOnly: 'ERR BITFIELD_RO only supports the GET subcommand',
  hllInvalid: 'WRONGTYPE Key is not a valid HyperLogLog string value.',
  hllCorrupted: 'INVALIDOBJ Corrupted HLL object detected',
  hllNotSparse: 'ERR HLL encoding is not sparse',
  keyMissing: 'ERR The specified key does not exist',
  digestFormat: 'ERR must be exactly 16 hexadecimal characters',
  delexCondition: 'ERR Invalid condition. Use IFEQ, IFNE, IFDEQ, or IFDNE',
  delexType: 'ERR Key should be of string type if conditions are specified',
  keyValuePairs: 'ERR wrong number of key-value pairs',
  lcsKeys: 'ERR The specified keys must contain string values',
  lcsLenAndIdx: 'ERR If you want both the length and indexes, please just use IDX.',
  lcsTooLong: 'ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len',

  // collections
  hashNotInteger: 'ERR hash value is not an integer',
  hashNotFloat: 'ERR hash value is not a float',
  fieldExpireNegative: 'ERR invalid expire time, must be >= 0',
  fieldsMissing: 'ERR Mandatory argument FIELDS is missing or not at the right position',
  fieldCountPositive: 'ERR Number of fields must be a positive integer',
  fieldCountAboveZero: 'ERR Parameter `numFields` should be greater than 0',
  fieldCountMismatch: 'ERR The `numfields` parameter must match the number of arguments',
  fieldCountInvalid: 'ERR invalid number of fields',
  fieldConditions: 'ERR Only one of FXX or FNX arguments can be specified',
  fieldExpirations: 'ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified',
  valueNaN: 'ERR value is NaN or Infinity',
  minMaxNotFloat: 'ERR min or max is not a float',
  minMaxNotItem: 'ERR min or max not valid string range item',
  weightNotFloat: 'ERR weight value is not a float',
  geoUnit: 'ERR unsupported unit provided. please use M, KM, FT, MI',
  geoRadiusNumber: 'ERR need numeric radius',
  geoRadiusNegative: 'ERR radius cannot be negative',
  geoWidthNumber: 'ERR need numeric width',
  geoHeightNumber: 'ERR need numeric height',
  geoBoxNegative: 'ERR height or width cannot be negative',
  geoMember: 'ERR could not decode requested zset member',
  geoAny: 'ERR the ANY argument requires COUNT argument',
  geoStore: 'ERR % is not compatible with WITHDIST, WITHHASH and WITHCOORD options',
  geoFrom: 'ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for %',
  geoBy: 'ERR exactly one of BYRADIUS and BYBOX can be specified for %',
  scoreNaN: 'ERR resulting score is not a number (NaN)',
  zaddNxXx: 'ERR XX and NX options at the same time are not compatible',
  zaddGtLtNx: 'ERR GT, LT, and/or NX options at the same time are not compatible',
  zaddIncr: 'ERR INCR option supports a single increment-element pair',
  inputKeyNeeded: "ERR at least 1 input key is needed for '%' command",
  rangeLimit: 'ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX',
  rangeScoresByLex: 'ERR syntax error, WITHSCORES not supported in combination with BYLEX',
  rankZero:
    "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list",
  notNegatable: 'ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807',
  countNegative: "ERR COUNT can't be negative",
  maxlenNegative: "ERR MAXLEN can't be negative",
  limitNegative: "ERR LIMIT can't be negative",
  countPositive: 'ERR COUNT must be > 0',

  ...STREAM_TEXTS,

  // server
  clusterDisabled: 'ERR This instance has cluster support disabled',
  noConfigFile: 'ERR The server is running without a config file',
  keyArgumentsNone: 'ERR The command has no key arguments',
  commandInvalid: 'ERR Invalid command specified',
  commandInvalidArity: 'ERR Invalid number of arguments specified for command',
  countNotPositive: 'ERR count should be greater than 0',
  slowlogCount: 'ERR count should be greater than or equal to -1',
  masterPort: 'ERR Invalid master port',
  failoverReplicas: 'ERR FAILOVER requires connected replicas.',
  waitaofNoAof: 'ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.',
  noPermKey: 'NOPERM No permissions to access a key',
  noPermChannel: 'NOPERM No permissions to access a channel',
  shutdownFailed: 'ERR Errors trying to SHUTDOWN. Check logs.',
  noShutdown: 'ERR No shutdown in progress.',
  commandInvalidArguments: 'ERR Invalid arguments specified for command',
  noFailover: 'ERR No failover in progress.',
  failoverTimeout: 'ERR FAILOVER timeout must be greater than 0',
  persistenceDisabled: 'ERR This instance has persistence disabled',
  replicationDisabled: 'ERR This instance has replication disabled',
  migrationDisabled: 'ERR This instance has migration disabled',
  migrateKeys: 'ERR When using MIGRATE KEYS option, the key argument must be set to the empty string',
  debugProtocol:
    'ERR Wrong protocol type name. Please use one of the following: string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false',
  resp3Only: 'ERR RESP2 is not supported by this command',
} as const;

/** The name of a row. */
export type ErrorName = keyof typeof TEXTS;

/** Place of a row in the table; 0 is "no error". */
export type ErrorCode = number;

const NAMES = Object.keys(TEXTS) as ErrorName[];
const ROWS: readonly string[] = Object.values(TEXTS);

/** The code of each row. */
export const ERROR: Readonly<Record<ErrorName, ErrorCode>> = Object.fromEntries(
  NAMES.map((name, code) => [name, code]),
) as Record<ErrorName, ErrorCode>;

const LINES: readonly (Buffer | null)[] = ROWS.map((text) => (/[%$]/.test(text) ? null : makeErrorLine(text)));

/** A whole error line, ready for `ReplyWriter.errorLine`. */
export function makeErrorLine(text: string): Buffer {
  return Buffer.from(`-${text}\r\n`, 'latin1');
}

/** The line of a row, ready to send; null if the row has names in it. */
export function errorLine(code: ErrorCode): Buffer | null {
  return LINES[code] ?? null;
}

/** The text of a row; `command` in lower case, `container|sub` for subcommands; `argument` is the one that is wrong. */
export function errorText(code: ErrorCode, command = '', argument = ''): string {
  return ROWS[code]!.replace('%', command).replace(/\$\$?/g, (sign) => (sign === '$' ? argument : '$'));
}

/** What an unknown command's name, and all its arguments together, may take of the error line. */
const QUOTED_BYTES = 128;

/** Quotes arguments until they, with their quotes, take 128 bytes; it needs no more of them than that. */
export function unknownCommand(name: string, args: readonly string[]): string {
  let list = '';
  for (let i = 0; i < args.length && list.length < QUOTED_BYTES; i++) {
    list += `'${clip(args[i]!, QUOTED_BYTES - list.length)}' `;
  }
  return `ERR unknown command '${clip(name, QUOTED_BYTES)}', with args beginning with: ${list}`;
}

/** For a container such as CLIENT that has no subcommand `name`. */
export function unknownSubcommand(name: string, container: string): string {
  return `ERR unknown subcommand '${clip(name, QUOTED_BYTES)}'. Try ${container.toUpperCase()} HELP.`;
}

/** Text as C's printf would show it: up to a NUL, and at most `limit` bytes. */
function clip(text: string, limit: number): string {
  const nul = text.indexOf('\0');
  return text.slice(0, nul < 0 ? limit : Math.min(nul, limit));
}

/** For a subcommand whose name or number of arguments is wrong, where Redis does not tell which. */
export function unknownOrWrongArity(name: string, container: string): string {
  return `ERR unknown subcommand or wrong number of arguments for '${clip(name, QUOTED_BYTES)}'. Try ${container.toUpperCase()} HELP.`;
}

export function noLatencySamples(event: string): string {
  return `ERR No samples available for event '${event}'`;
}

export function unrecognizedOption(option: string): string {
  return `ERR Unrecognized option '${option}'`;
}

export function outOfRangeBetween(low: number | bigint, high: number | bigint): string {
  return `ERR value is out of range, value must between ${low} and ${high}`;
}

export function helloSyntax(option: string): string {
  return `ERR Syntax error in HELLO option '${option}'`;
}

/** `attribute` as the client wrote it. */
export function clientInfoCharacters(attribute: string): string {
  return `ERR ${attribute} cannot contain spaces, newlines or special characters.`;
}

export function noSuchUser(user: string): string {
  return `ERR No such user '${user}'`;
}

export function unknownCategory(category: string): string {
  return `ERR Unknown category '${category}'`;
}

export function unknownClientType(type: string): string {
  return `ERR Unknown client type '${type}'`;
}

/** CONFIG SET of a name that does not exist, or without a value. */
export function unknownConfig(name: string): string {
  return `ERR Unknown option or number of arguments for CONFIG SET - '${name}'`;
}

export function configSetFailed(name: string, reason: string): string {
  return `ERR CONFIG SET failed (possibly related to argument '${name}') - ${reason}`;
}

/** EXEC itself was refused, with `error`. */
export function execAborted(error: string): string {
  return `EXECABORT Transaction discarded because of: ${error.startsWith('ERR ') ? error.slice(4) : error}`;
}

/** DEBUG and MODULE, which a setting must allow. */
export function commandNotAllowed(command: string, setting: string): string {
  return `ERR ${command} command not allowed. If the ${setting} option is set to "local", you can run it from a local connection, otherwise you need to set this option in the configuration file, and then restart the server.`;
}

export function unknownPfdebug(subcommand: string): string {
  return `ERR Unknown PFDEBUG subcommand '${subcommand}'`;
}

/** A position off the map; the numbers as C prints them with `%f`. */
export function invalidPosition(longitude: number, latitude: number): string {
  return `ERR invalid longitude,latitude pair ${sixDecimals(longitude)},${sixDecimals(latitude)}`;
}

function sixDecimals(value: number): string {
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  return Math.abs(value) < 1e21 ? value.toFixed(6) : `${BigInt(value)}.000000`;
}

/** A word that HSETEX does not know. */
export function unknownArgument(word: string): string {
  return `ERR unknown argument: ${word}`;
}

/** A protocol error as the parser words it. */
export function protocolError(text: string): string {
  return `ERR ${text}`;
}

/** For a subscribed RESP2 client. @param command in lower case, `container|sub` for subcommands */
export function subscriberOnly(command: string): string {
  return `ERR Can't execute '${command}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`;
}

/** Prefixes of CLIENT TRACKING that begin with one another. @param which `an existing` or `another provided` */
export function prefixOverlap(prefix: string, which: string, other: string): string {
  return `ERR Prefix '${prefix}' overlaps with ${which} prefix '${other}'. Prefixes for a single client must not overlap.`;
}
