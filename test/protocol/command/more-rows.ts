import { type AnyRow, defineContainer } from '../../../protocol/command/define.ts';
import {
  block,
  bytes,
  double,
  flag,
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
  token,
} from '../../../protocol/command/grammar.ts';
import type { KeySpec } from '../../../protocol/command/vocabulary.ts';
import { command, sample } from './sample.ts';

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

/** Rows with key specs of their own, with lists, with subcommands. */
export const moreRows: AnyRow<string[], void>[] = [
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
