/** Keyspace notifications: the events of each command, in Redis' order. A key `fence` marks the end of each step. */
import { answers, arrives, elapse, group, on, pipeline, type StepLike } from '../scenario.ts';

/** Event counts of each command, found by asking the oracle. */
const EVENTS: readonly (readonly [string, number])[] = [
  ['SET k v', 1],
  ['SET k v EX 100', 2],
  ['SET k v NX', 0],
  ['GETSET k w', 1],
  ['APPEND k x', 1],
  ['SETRANGE k 0 y', 1],
  ['EXPIRE k 100', 1],
  ['PERSIST k', 1],
  ['PERSIST k', 0],
  ['GETEX k EX 100', 1],
  ['GETEX k PERSIST', 1],
  ['SET n 1', 1],
  ['INCR n', 1],
  ['INCRBYFLOAT n 1.5', 1],
  ['MSET a 1 b 2', 2],
  ['RENAME a c', 2],
  ['COPY b d', 1],
  ['MOVE d 1', 1],
  ['GETDEL c', 1],
  ['DEL b n missing', 2],
  ['UNLINK k', 1],
  ['SETEX k 100 v', 2],
  ['EXPIRE k -1', 1],
  ['SETNX k v', 1],
  ['SETNX k v', 0],
];

const TYPED: readonly (readonly [string, number])[] = [
  ['LPUSH l a b', 1],
  ['RPUSH l c', 1],
  ['LSET l 0 x', 1],
  ['LINSERT l BEFORE x y', 1],
  ['LTRIM l 0 1', 1],
  ['LREM l 0 y', 1],
  ['LMOVE l m LEFT LEFT', 3],
  ['RPOP m', 2],
  ['HSET h f 1 g 2', 1],
  ['HINCRBY h f 1', 1],
  ['HEXPIRE h 100 FIELDS 1 f', 1],
  ['HGETEX h PXAT 4102444800000 FIELDS 1 f', 1],
  ['HGETEX h PXAT 4102444800000 FIELDS 1 f', 1],
  ['HPERSIST h FIELDS 1 f', 1],
  ['HDEL h f g', 2],
  ['SADD s 1 2 3', 1],
  ['SREM s 1', 1],
  ['SMOVE s t 2', 2],
  ['SPOP t', 2],
  ['SUNIONSTORE u s', 1],
  ['SINTERSTORE u s missing', 1],
  ['ZADD z 1 a 2 b', 1],
  ['ZINCRBY z 1 a', 1],
  ['ZREM z a', 1],
  ['ZPOPMIN z', 2],
  ['ZADD z 1 a 2 b 3 c', 1],
  ['ZREMRANGEBYRANK z 0 0', 1],
  ['ZUNIONSTORE y 1 z', 1],
  ['XADD x 1-1 f v', 1],
  ['XADD x MAXLEN 1 2-1 f v', 2],
  ['XDEL x 2-1', 1],
  ['XGROUP CREATE x g 0', 1],
  ['SETBIT bits 1 1', 1],
  ['BITFIELD bits OVERFLOW FAIL INCRBY u2 8 9', 0],
  ['BITFIELD bits OVERFLOW FAIL INCRBY u2 99 9 SET u2 0 1', 1],
  ['PFADD hll a', 1],
  ['GEOADD geo 1 1 a', 1],
  ['SORT s STORE d', 1],
];

const heard = (events: readonly (readonly [string, number])[]): StepLike[] =>
  events.flatMap(([command, count]): StepLike[] => [command, ...(count === 0 ? [] : [arrives('s', count)])]);

const listening = (flags: string): StepLike[] => [
  `CONFIG SET notify-keyspace-events ${flags}`,
  answers(1, on('s', 'PSUBSCRIBE __key*__:*')),
];

/** Nothing more is on its way: the next event is the fence's. */
const fence: StepLike[] = ['SET fence 1', arrives('s')];
const config = { 'notify-keyspace-events': null };

export default group(
  'notifications',
  {
    'strings and generic': { config, databases: [0, 1], steps: [...listening('AE'), ...heard(EVENTS), ...fence] },
    'every type': {
      config,
      needs: ['list', 'hash', 'set', 'zset', 'stream', 'bitmap', 'hyperloglog', 'geo', 'sort'],
      steps: [...listening('AE'), ...heard(TYPED), ...fence],
    },
    'by key and by event': {
      config,
      steps: [...listening('KEA'), 'SET k v', arrives('s', 2), 'DEL k', arrives('s', 2)],
    },
    'by key only': { config, steps: [...listening('KA'), 'SET k v', arrives('s'), 'DEL k', arrives('s')] },
    'new keys and misses': {
      config,
      steps: [...listening('EAnm'), 'SET k v', arrives('s', 2), 'GET missing', arrives('s'), 'SET k w', arrives('s')],
    },
    'a copy over another key': {
      config,
      steps: [...listening('EAn'), 'MSET a 1 b 2', arrives('s', 4), 'COPY a b REPLACE', arrives('s', 2), ...fence],
    },
    'a sorted list over another key': {
      config,
      needs: ['list', 'sort'],
      steps: [
        ...listening('EAn'),
        'RPUSH l b a',
        arrives('s', 2),
        'SORT l ALPHA STORE d',
        arrives('s', 2),
        'SORT l ALPHA STORE d',
        arrives('s'),
        ...fence,
      ],
    },
    'classes that CONFIG GET does not show': {
      config,
      steps: [
        ...listening('EA'),
        'SET k v',
        arrives('s'),
        'CONFIG SET notify-keyspace-events EAn',
        'SET j v',
        arrives('s', 2),
        'CONFIG SET notify-keyspace-events EA',
        'SET i v',
        arrives('s'),
        'SET fence 1',
        arrives('s'),
      ],
    },
    'before a message that is published later': {
      config,
      needs: ['multi', 'script'],
      steps: [
        ...listening('EA'),
        answers(1, on('s', 'SUBSCRIBE news')),
        pipeline('MULTI', 'SET a 1', 'PUBLISH news first', 'DEL a', 'PUBLISH news second', 'SET b 1', 'EXEC'),
        arrives('s', 5),
        ['EVAL', 'redis.call("SET", "c", 1) redis.call("PUBLISH", "news", "third") return redis.call("DEL", "c")', '0'],
        arrives('s', 3),
      ],
    },
    'chosen classes': {
      config,
      steps: [
        ...listening('Eg'),
        'SET k v',
        'EXPIRE k 100',
        arrives('s'),
        'DEL k',
        arrives('s'),
        'SET k v',
        'DEL k',
        arrives('s'),
      ],
    },
    expired: {
      config,
      steps: [
        ...listening('Ex'),
        'SET k v PX 20',
        elapse(60),
        'GET k',
        arrives('s'),
        'SET j v PX 20',
        elapse(60),
        'EXISTS j',
        arrives('s'),
      ],
    },
    'other databases': { config, databases: [0, 3], steps: [...listening('KA'), 'SELECT 3', 'SET k v', arrives('s')] },
    'in transactions': {
      config,
      needs: ['multi'],
      steps: [...listening('EA'), pipeline('MULTI', 'SET a 1', 'SET b 2', 'DEL a', 'EXEC'), arrives('s', 3)],
    },
    evicted: {
      server: { maxmemory: '3mb', 'maxmemory-policy': 'noeviction' },
      steps: ['CONFIG SET notify-keyspace-events Ee', 'CONFIG GET notify-keyspace-events'],
    },
  },
  ['pubsub'],
);
