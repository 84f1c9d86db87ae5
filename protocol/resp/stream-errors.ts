/** What Redis 8 says of commands on streams: rows of the table in errors.ts, and texts with names in them. */

export const STREAM_TEXTS = {
  busyGroup: 'BUSYGROUP Consumer Group name already exists',
  streamIdInvalid: 'ERR Invalid stream ID specified as stream command argument',
  streamIdZero: 'ERR The ID specified in XADD must be greater than 0-0',
  streamIdSmall: 'ERR The ID specified in XADD is equal or smaller than the target stream top item',
  streamExhausted: 'ERR The stream has exhausted the last possible ID, unable to add more items',
  intervalStart: 'ERR invalid start ID for the interval',
  intervalEnd: 'ERR invalid end ID for the interval',
  trimTwice: 'ERR syntax error, MAXLEN and MINID options at the same time are not compatible',
  trimMaxlen: 'ERR The MAXLEN argument must be >= 0.',
  trimLimit: 'ERR The LIMIT argument must be >= 0.',
  trimLimitAlone: 'ERR syntax error, LIMIT cannot be used without specifying a trimming strategy',
  trimLimitExact: 'ERR syntax error, LIMIT cannot be used without the special ~ option',
  trimMissing: 'ERR syntax error, XTRIM must be called with a trimming strategy',
  readGroup: 'ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.',
  readNoAck: 'ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.',
  readGroupMissing: 'ERR Missing GROUP option for XREADGROUP',
  readUnbalanced: "ERR Unbalanced 'xread' list of streams: for each stream key an ID, '+', or '$$' must be specified.",
  readGroupUnbalanced:
    "ERR Unbalanced 'xreadgroup' list of streams: for each stream key an ID or '>' must be specified.",
  readGreater: 'ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.',
  readGroupDollar:
    'ERR The $$ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The $$ ID would just return an empty result set.',
  readGroupPlus:
    'ERR The + ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The + ID would just return an empty result set.',
  entriesAdded: 'ERR entries_added must be positive',
  setIdBelowGiven: 'ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id',
  setIdBelowDeleted: 'ERR The ID specified in XSETID is smaller than current max_deleted_entry_id',
  setIdBelowTop: 'ERR The ID specified in XSETID is smaller than the target stream top item',
  setIdBelowLength: 'ERR The entries_added specified in XSETID is smaller than the target stream length',
  entriesRead: 'ERR value for ENTRIESREAD must be positive or -1',
  groupNeedsKey:
    'ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.',
  claimMinIdle: 'ERR Invalid min-idle-time argument for XCLAIM',
  claimIdle: 'ERR Invalid IDLE option argument for XCLAIM',
  claimTime: 'ERR Invalid TIME option argument for XCLAIM',
  claimRetryCount: 'ERR Invalid RETRYCOUNT option argument for XCLAIM',
  autoClaimMinIdle: 'ERR Invalid min-idle-time argument for XAUTOCLAIM',
  nameTooLong: 'ERR the name is longer than 1048576 bytes, which is the most that this server holds',
} as const;

/** For XPENDING, XCLAIM and XAUTOCLAIM. */
export function noGroupOfKey(key: string, group: string): string {
  return `NOGROUP No such key '${key}' or consumer group '${group}'`;
}

export function noGroupForReading(key: string, group: string): string {
  return `NOGROUP No such key '${key}' or consumer group '${group}' in XREADGROUP with GROUP option`;
}

/** For XGROUP and XINFO CONSUMERS. */
export function noSuchGroup(key: string, group: string): string {
  return `NOGROUP No such consumer group '${group}' for key name '${key}'`;
}

export function unrecognizedClaimOption(option: string): string {
  return `ERR Unrecognized XCLAIM option '${option}'`;
}
