import { type AnyRow, defineCommand, defineContainer } from '../../../protocol/command/define.ts';
import {
  anyOrder,
  block,
  bytes,
  counted,
  double,
  flag,
  flags,
  halves,
  int64,
  integer,
  key,
  list,
  multiOption,
  oneof,
  option,
  optional,
  pattern,
  repeat,
  rest,
  token,
  unixTime,
  value,
} from '../../../protocol/command/grammar.ts';
import { WRONG_ARITY } from '../../../protocol/command/parse-error.ts';
import type { RowSource } from '../../../protocol/command/table.ts';
import type { KeySpec } from '../../../protocol/command/vocabulary.ts';

const command = defineCommand<string[]>();

/** The parts of a row that these tests do not look at. */
const sample = <const N extends string>(name: N) => ({
  name,
  summary: 'A sample.',
  since: '1.0.0',
  complexity: 'O(1)',
  examples: [[name.replace('|', ' ').toUpperCase(), 'OK']] as const,
  allocates: () => 0,
  run(context: string[]) {
    context.push(name);
  },
});

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
const unit = () => oneof(['M', 'KM', 'FT', 'MI']);
const limit = () => block({ offset: integer(), count: integer() });
const admin = ['admin', 'noscript', 'loading', 'stale'] as const;

const unknown = (flags: string[]): KeySpec => ({
  flags,
  beginSearch: { type: 'unknown' },
  findKeys: { type: 'unknown' },
});
const only = (index: number, flags: string[]): KeySpec => ({
  flags,
  beginSearch: { type: 'index', index },
  findKeys: { type: 'range', lastKey: 0, keyStep: 1, limit: 0 },
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
    keyAccess: (args) => (args.get ? 'RW access update' : 'OW update'),
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
    ...sample('sort'),
    group: 'generic',
    flags: ['write', 'denyoom'],
    acl: ['set', 'sortedset', 'list', 'dangerous'],
    aclWithout: ['keyspace'],
    keySpecs: [only(1, ['RO', 'access']), unknown(['RO', 'access']), unknown(['OW', 'update'])],
    args: {
      key: key('RO access'),
      byPattern: option('BY', pattern({ display: 'pattern', keySpecIndex: 1 })),
      limit: option('LIMIT', limit()),
      getPattern: multiOption('GET', pattern({ name: 'get-pattern', display: 'pattern', keySpecIndex: 1 })),
      order: optional(oneof(['ASC', 'DESC'])),
      sorting: flag('ALPHA'),
      destination: option('STORE', key('OW update', { keySpecIndex: 2 })),
    },
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
    ...sample('georadius'),
    group: 'geo',
    flags: ['write', 'denyoom'],
    args: {
      key: key('RO access'),
      longitude: double(),
      latitude: double(),
      radius: double(),
      unit: unit(),
      withcoord: flag('WITHCOORD'),
      withdist: flag('WITHDIST'),
      withhash: flag('WITHHASH'),
      countBlock: optional(block({ count: token('COUNT', integer()), any: flag('ANY', { since: '6.2.0' }) })),
      order: optional(oneof(['ASC', 'DESC'])),
      store: optional(
        oneof({
          storekey: token('STORE', key('OW update', { display: 'key' })),
          storedistkey: token('STOREDIST', key('OW update', { display: 'key' })),
        }),
      ),
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
  command({
    ...sample('bitfield'),
    group: 'bitmap',
    flags: ['write', 'denyoom'],
    args: {
      key: key('RW access update variable_flags'),
      operation: list(
        oneof({
          getBlock: token('GET', block({ encoding: bytes(), offset: integer() })),
          write: block({
            overflowBlock: option('OVERFLOW', oneof(['WRAP', 'SAT', 'FAIL'])),
            writeOperation: oneof({
              setBlock: token('SET', block({ encoding: bytes(), offset: integer(), value: int64() })),
              incrbyBlock: token('INCRBY', block({ encoding: bytes(), offset: integer(), increment: int64() })),
            }),
          }),
        }),
      ),
    },
  }),
  command({
    ...sample('migrate'),
    group: 'generic',
    flags: ['write'],
    acl: ['dangerous'],
    tips: ['nondeterministic_output'],
    keySpecs: [
      only(3, ['RW', 'access', 'delete']),
      {
        flags: ['RW', 'access', 'delete', 'incomplete'],
        beginSearch: { type: 'keyword', keyword: 'KEYS', startFrom: -2 },
        findKeys: { type: 'range', lastKey: -1, keyStep: 1, limit: 0 },
      },
    ],
    args: {
      host: bytes(),
      port: integer(),
      keySelector: oneof({ key: key('RW access delete'), emptyString: token('') }),
      destinationDb: integer(),
      timeout: integer(),
      copy: flag('COPY', { since: '3.0.0' }),
      replace: flag('REPLACE', { since: '3.0.0' }),
      authentication: optional(
        oneof({
          auth: token('AUTH', bytes({ display: 'password', since: '4.0.7' })),
          auth2: token('AUTH2', block({ username: bytes(), password: bytes() }, { since: '6.0.0' })),
        }),
      ),
      keys: option('KEYS', repeat(key('RW access delete', { name: 'keys', display: 'key' }), { since: '3.0.6' })),
    },
  }),
  command({
    ...sample('bitop'),
    group: 'bitmap',
    flags: ['write', 'denyoom'],
    args: { operation: oneof(['AND', 'OR', 'XOR', 'NOT']), destkey: key('OW update'), keys: repeat(key('RO access')) },
  }),
  command({
    ...sample('ssubscribe'),
    group: 'pubsub',
    flags: ['pubsub', 'noscript', 'loading', 'stale'],
    args: { shardchannels: repeat(key('not_key')) },
  }),
  command({
    ...sample('ping'),
    group: 'connection',
    flags: ['fast'],
    tips: ['request_policy:all_shards', 'response_policy:all_succeeded'],
    args: { message: optional(bytes()) },
  }),
  defineContainer({ ...sample('client'), group: 'connection', flags: [] }),
  command({
    ...sample('client|kill'),
    group: 'connection',
    flags: admin,
    args: {
      filter: oneof({
        oldFormat: bytes({ display: 'ip:port', deprecatedSince: '2.8.12', alone: true }),
        newFormat: list(
          oneof({
            clientId: option('ID', integer({ since: '2.8.12' })),
            clientType: option(
              'TYPE',
              oneof(
                {
                  normal: token('NORMAL'),
                  master: token('MASTER', { since: '3.2.0' }),
                  slave: token('SLAVE'),
                  replica: token('REPLICA', { since: '5.0.0' }),
                  pubsub: token('PUBSUB'),
                },
                { since: '2.8.12' },
              ),
            ),
            username: option('USER', bytes()),
            addr: option('ADDR', bytes({ display: 'ip:port' })),
            laddr: option('LADDR', bytes({ display: 'ip:port', since: '6.2.0' })),
            skipme: option('SKIPME', oneof(['YES', 'NO'])),
            maxage: option('MAXAGE', integer({ since: '7.4.0' })),
          }),
          { min: 1, name: 'new-format' },
        ),
      }),
    },
  }),
  defineContainer({ ...sample('config'), group: 'server', flags: [] }),
  command({
    ...sample('config|set'),
    group: 'server',
    flags: admin,
    tips: ['request_policy:all_nodes', 'response_policy:all_succeeded'],
    args: { data: repeat({ parameter: bytes(), value: bytes() }) },
  }),
  defineContainer({ ...sample('object'), group: 'generic', flags: [] }),
  command({
    ...sample('object|freq'),
    group: 'generic',
    flags: ['readonly'],
    tips: ['nondeterministic_output'],
    args: { key: key('RO') },
  }),
];

/** Rows of many shapes, as if they came from files. */
export const samples: RowSource<string[], void>[] = rows.map((row) => ({
  file: `commands/${row.group}/${row.name.replace('|', '-')}.ts`,
  row,
}));
