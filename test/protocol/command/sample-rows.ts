import type { AnyRow } from '../../../protocol/command/define.ts';
import {
  anyOrder,
  block,
  bytes,
  counted,
  double,
  flag,
  flags,
  halves,
  integer,
  key,
  oneof,
  option,
  optional,
  repeat,
  rest,
  token,
  unixTime,
  value,
} from '../../../protocol/command/grammar.ts';
import { WRONG_ARITY } from '../../../protocol/command/parse-error.ts';
import { placeOfWord } from '../../../protocol/command/quoted-keys.ts';
import type { RowSource } from '../../../protocol/command/table.ts';
import { moreRows } from './more-rows.ts';
import { command, sample } from './sample.ts';

const times = {
  seconds: token('EX', integer()),
  milliseconds: token('PX', integer()),
  unixTimeSeconds: token('EXAT', unixTime()),
  unixTimeMilliseconds: token('PXAT', unixTime()),
};

const since = (version: string, t: typeof times) => ({
  seconds: { ...t.seconds, since: '2.6.12' },
  milliseconds: { ...t.milliseconds, since: '2.6.12' },
  unixTimeSeconds: { ...t.unixTimeSeconds, since: version },
  unixTimeMilliseconds: { ...t.unixTimeMilliseconds, since: version },
});

const rows: AnyRow<string[], void>[] = [
  command({ ...sample('get'), group: 'string', flags: ['readonly', 'fast'], args: { key: key('RO access') } }),
  command({
    ...sample('set'),
    group: 'string',
    flags: ['denyoom', 'write'],
    args: {
      key: key('RW access update variable_flags'),
      value: value(),
      condition: optional(oneof(['NX', 'XX'], { since: '2.6.12' })),
      get: flag('GET', { since: '6.2.0' }),
      expiration: optional(oneof({ ...since('6.2.0', times), keepttl: token('KEEPTTL', { since: '6.0.0' }) })),
    },
    keysIn: (words) => [{ at: 1, access: placeOfWord(words, 'get', 3) < 0 ? 'OW update' : 'RW access update' }],
  }),
  command({
    ...sample('mset'),
    group: 'string',
    flags: ['write', 'denyoom'],
    tips: ['request_policy:multi_shard', 'response_policy:all_succeeded'],
    args: { data: repeat({ key: key('OW update'), value: value() }, { uneven: WRONG_ARITY }) },
  }),
  command({
    ...sample('msetex'),
    group: 'string',
    flags: ['write', 'denyoom'],
    args: {
      data: counted({ key: key('OW update'), value: value() }),
      condition: optional(oneof(['NX', 'XX'])),
      expiration: optional(oneof({ ...times, keepttl: token('KEEPTTL') })),
    },
  }),
  command({
    ...sample('del'),
    group: 'generic',
    flags: ['write'],
    tips: ['request_policy:multi_shard', 'response_policy:agg_sum'],
    args: { keys: repeat(key('RM delete')) },
  }),
  command({
    ...sample('lcs'),
    group: 'string',
    flags: ['readonly'],
    args: {
      key1: key('RO access'),
      key2: key('RO access'),
      len: flag('LEN'),
      idx: flag('IDX'),
      minMatchLen: option('MINMATCHLEN', integer()),
      withmatchlen: flag('WITHMATCHLEN'),
    },
  }),
  command({
    ...sample('rename'),
    group: 'generic',
    flags: ['write'],
    args: { key: key('RW access delete'), newkey: key('OW update') },
  }),
  command({
    ...sample('blpop'),
    group: 'list',
    flags: ['write', 'blocking'],
    args: { keys: repeat(key('RW access delete')), timeout: double() },
  }),
  command({
    ...sample('xread'),
    group: 'stream',
    flags: ['blocking', 'readonly'],
    args: {
      count: option('COUNT', integer()),
      milliseconds: option('BLOCK', integer()),
      streams: token('STREAMS', halves({ keys: key('RO access', { name: 'key' }), ids: bytes() })),
    },
  }),
  command({
    ...sample('xreadgroup'),
    group: 'stream',
    flags: ['blocking', 'write'],
    args: {
      groupBlock: anyOrder(token('GROUP', block({ group: bytes(), consumer: bytes() }))),
      count: option('COUNT', integer()),
      milliseconds: option('BLOCK', integer()),
      noack: flag('NOACK'),
      streams: token('STREAMS', halves({ keys: key('RO access'), ids: bytes() })),
    },
  }),
  command({
    ...sample('zunionstore'),
    group: 'sorted-set',
    flags: ['write', 'denyoom'],
    args: {
      destination: key('OW update'),
      keys: counted(key('RO access')),
      weights: option('WEIGHTS', repeat(integer(), { times: 'keys' })),
      aggregate: option('AGGREGATE', oneof(['SUM', 'MIN', 'MAX'])),
    },
  }),
  command({
    ...sample('eval'),
    group: 'scripting',
    flags: ['noscript', 'stale', 'skip_monitor', 'no_mandatory_keys'],
    args: { script: bytes(), keys: counted(key('RW access update'), { min: 0 }), args: rest({ name: 'arg' }) },
  }),
  command({
    ...sample('hsetex'),
    group: 'hash',
    flags: ['write', 'denyoom', 'fast'],
    args: {
      key: key('RW update'),
      condition: optional(oneof(['FNX', 'FXX'])),
      expiration: optional(oneof({ ...times, keepttl: token('KEEPTTL') })),
      fields: token('FIELDS', counted({ field: value(), value: value() }, { count: 'numfields' })),
    },
  }),
  command({
    ...sample('hexpire'),
    group: 'hash',
    flags: ['write', 'fast'],
    args: {
      key: key('RW update'),
      seconds: integer(),
      condition: optional(oneof(['NX', 'XX', 'GT', 'LT'])),
      fields: token('FIELDS', counted(bytes(), { count: 'numfields' })),
    },
  }),
  command({
    ...sample('zadd'),
    group: 'sorted-set',
    flags: ['write', 'denyoom', 'fast'],
    args: {
      key: key('RW update'),
      condition: flags(['NX', 'XX'], { since: '3.0.2' }),
      comparison: flags(['GT', 'LT'], { since: '6.2.0' }),
      change: flag('CH', { since: '3.0.2' }),
      increment: flag('INCR', { since: '3.0.2' }),
      data: repeat({ score: double(), member: value() }),
    },
  }),
];

/** Rows of many shapes, as if they came from files. */
export const samples: RowSource<string[], void>[] = [...rows, ...moreRows].map((row) => ({
  file: `commands/${row.group}/${row.name.replace('|', '-')}.ts`,
  row,
}));
