/**
 * What can happen to a key, in the words of Redis' keyspace notifications: names and classes are what clients subscribe
 * to (https://redis.io/docs/latest/develop/pubsub/keyspace-notifications/).
 */

/** Classes of events: one letter each of `notify-keyspace-events`, and the bit of the setting. */
const CLASS_BITS: Readonly<Record<string, number>> = {
  g: 1,
  $: 2,
  l: 4,
  s: 8,
  h: 16,
  z: 32,
  x: 64,
  e: 128,
  t: 256,
  d: 512,
  n: 1024,
  m: 2048,
};
/** Bits of the setting for the two kinds of channel. */
export const KEYSPACE_CHANNEL = 4096;
export const KEYEVENT_CHANNEL = 8192;

const GENERIC = 'g';
const STRING = '$';
const LIST = 'l';
const SET = 's';
const HASH = 'h';
const ZSET = 'z';
const STREAM = 't';
const EXPIRED = 'x';
const EVICTED = 'e';
const NEW = 'n';
const MISS = 'm';

interface KeyEvent {
  readonly name: string;
  readonly class: string;
  /** What changed hangs on the value and is not the value: WATCH and client-side caching, as in Redis, do not see it. */
  readonly isBeside: boolean;
}

/** By number; 0 is a change that nobody is told of. */
export const KEY_EVENTS: KeyEvent[] = [];

function event(name: string, letter: string): number {
  return KEY_EVENTS.push({ name, class: letter, isBeside: false }) - 1;
}

function beside(name: string, letter: string): number {
  return KEY_EVENTS.push({ name, class: letter, isBeside: true }) - 1;
}

/** Numbers of events, for `Keyspace.changed`. */
export const EVENT = {
  none: event('', ''),
  del: event('del', GENERIC),
  expire: event('expire', GENERIC),
  persist: event('persist', GENERIC),
  renameFrom: event('rename_from', GENERIC),
  renameTo: event('rename_to', GENERIC),
  moveFrom: event('move_from', GENERIC),
  moveTo: event('move_to', GENERIC),
  copyTo: event('copy_to', GENERIC),
  restore: event('restore', GENERIC),
  expired: event('expired', EXPIRED),
  evicted: event('evicted', EVICTED),
  new: event('new', NEW),
  keymiss: event('keymiss', MISS),
  set: event('set', STRING),
  setrange: event('setrange', STRING),
  append: event('append', STRING),
  incrby: event('incrby', STRING),
  incrbyfloat: event('incrbyfloat', STRING),
  setbit: event('setbit', STRING),
  pfadd: event('pfadd', STRING),
  lpush: event('lpush', LIST),
  rpush: event('rpush', LIST),
  lpop: event('lpop', LIST),
  rpop: event('rpop', LIST),
  linsert: event('linsert', LIST),
  lset: event('lset', LIST),
  lrem: event('lrem', LIST),
  ltrim: event('ltrim', LIST),
  sortstore: event('sortstore', LIST),
  sadd: event('sadd', SET),
  srem: event('srem', SET),
  spop: event('spop', SET),
  sinterstore: event('sinterstore', SET),
  sunionstore: event('sunionstore', SET),
  sdiffstore: event('sdiffstore', SET),
  hset: event('hset', HASH),
  hincrby: event('hincrby', HASH),
  hincrbyfloat: event('hincrbyfloat', HASH),
  hdel: event('hdel', HASH),
  hexpire: event('hexpire', HASH),
  hexpired: event('hexpired', HASH),
  hpersist: event('hpersist', HASH),
  zadd: event('zadd', ZSET),
  zincr: event('zincr', ZSET),
  zrem: event('zrem', ZSET),
  zremrangebyscore: event('zremrangebyscore', ZSET),
  zremrangebyrank: event('zremrangebyrank', ZSET),
  zremrangebylex: event('zremrangebylex', ZSET),
  zrangestore: event('zrangestore', ZSET),
  zpopmin: event('zpopmin', ZSET),
  zpopmax: event('zpopmax', ZSET),
  zdiffstore: event('zdiffstore', ZSET),
  zinterstore: event('zinterstore', ZSET),
  zunionstore: event('zunionstore', ZSET),
  geosearchstore: event('geosearchstore', ZSET),
  georadiusstore: event('georadiusstore', ZSET),
  xadd: event('xadd', STREAM),
  xdel: event('xdel', STREAM),
  xtrim: event('xtrim', STREAM),
  xsetid: beside('xsetid', STREAM),
  xgroupCreate: beside('xgroup-create', STREAM),
  xgroupCreateConsumer: beside('xgroup-createconsumer', STREAM),
  xgroupDelConsumer: beside('xgroup-delconsumer', STREAM),
  xgroupDestroy: beside('xgroup-destroy', STREAM),
  xgroupSetId: beside('xgroup-setid', STREAM),
  /** A group delivered entries, or was told that they are done. */
  groupProgress: beside('', ''),
} as const;

/** By event: the bit of its class; 0 for a change that nobody is told of. */
export const EVENT_CLASS_BITS: Int32Array = Int32Array.from(KEY_EVENTS, (event) => CLASS_BITS[event.class] ?? 0);

/** By event: 1 for a change that WATCH and client-side caching do not see. */
export const IS_BESIDE: Uint8Array = Uint8Array.from(KEY_EVENTS, (event) => (event.isBeside ? 1 : 0));
