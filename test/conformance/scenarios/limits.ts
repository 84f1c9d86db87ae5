/** Settings that protect the server: each in a server of its own, or set at run time and put back. */
import { arrives, closes, elapse, group, on, pipeline, raw, type StepLike, silently, sorted } from '../scenario.ts';

export default group('limits', {
  maxclients: {
    server: { maxclients: '6' },
    resp: [2],
    bare: true,
    steps: [
      on('b', 'PING'),
      on('c', 'PING'),
      on('d', 'PING'),
      on('e', 'PING'),
      on('f', 'PING'),
      on('g', raw('PING\r\n')),
      closes('g'),
      on('h', raw('*1\r\n$4\r\nPING\r\n')),
      closes('h'),
      on('b', 'QUIT'),
      closes('b'),
      elapse(50),
      on('i', 'PING'),
    ],
  },
  'proto-max-bulk-len': {
    config: { 'proto-max-bulk-len': '1mb' },
    steps: [
      ['SET', 'k', Buffer.alloc(1 << 20, 'x')],
      'STRLEN k',
      'APPEND k y',
      'SETRANGE k 1048576 y',
      'SETRANGE k 1048575 y',
      'SETRANGE k 1048575 yz',
      'SETRANGE new 1048576 y',
      'STRLEN k',
      on('b', raw('*2\r\n$3\r\nGET\r\n$1048577\r\n')),
      closes('b'),
      on('c', raw('*2\r\n$3\r\nGET\r\n$1048576\r\n', 0)),
      closes('c', 60),
    ],
  },
  'idle clients': {
    // Set while they run: the control connections are kept busy then.
    config: { timeout: '1' },
    resp: [2],
    bare: true,
    steps: [on('b', 'PING'), 'PING', closes('b', 3_000), on('c', 'PING')],
  },
  'noeviction refuses writes': {
    server: { maxmemory: '2mb', 'maxmemory-policy': 'noeviction' },
    steps: [
      'CONFIG SET maxmemory 1',
      'SET k v',
      'GET k',
      'INCR n',
      'APPEND k v',
      'DEL k',
      'EXPIRE k 10',
      'MSET a 1 b 2',
      'SETRANGE k 0 x',
      'GETSET k v',
      'GETEX k EX 10',
      'SET k v NX',
      'RENAME k k2',
      'COPY k k2',
      'PING',
      'CONFIG GET maxmemory-policy',
      pipeline('SET a 1', 'GET a', 'DEL a', 'SETNX a 1'),
      'CONFIG SET maxmemory 0',
      'SET k v',
      'GET k',
    ],
  },
  'eviction keeps writes going': {
    server: { maxmemory: '100mb', 'maxmemory-policy': 'allkeys-lru' },
    steps: ['SET k v', 'GET k', 'CONFIG GET maxmemory', 'CONFIG GET maxmemory-policy'],
  },
  'databases setting': {
    server: { databases: '2' },
    databases: [0, 1],
    steps: ['SELECT 1', 'SELECT 2', 'MOVE k 2', 'COPY a b DB 2', 'SWAPDB 0 2', 'CONFIG GET databases', 'SELECT 0'],
  },
  'one database': { server: { databases: '1' }, steps: ['SELECT 0', 'SELECT 1', 'SWAPDB 0 0', 'SWAPDB 0 1'] },
  'debug is off unless enabled': {
    server: { 'enable-debug-command': 'no' },
    steps: ['DEBUG SLEEP 0', 'DEBUG OBJECT k', 'DEBUG', 'CONFIG SET enable-debug-command yes'],
  },
  'blocked clients do not hold others': {
    steps: [
      silently(on('b', 'WAIT 1 0')),
      'SET k v',
      'GET k',
      sorted('KEYS *'),
      silently(on('b', 'PING')),
      'CLIENT UNBLOCK {id:b}',
      arrives('b', 2),
    ],
  },
  'large values both ways': {
    steps: [1, 15, 16, 17, 63, 64, 65].flatMap((unit): StepLike[] => {
      const value = Buffer.alloc(unit * 4096 + unit, `v${unit}`);
      return [
        ['SET', `k${unit}`, value],
        ['GET', `k${unit}`],
        ['GETRANGE', `k${unit}`, '1', '-2'],
        ['APPEND', `k${unit}`, value],
        ['STRLEN', `k${unit}`],
        ['SETRANGE', `k${unit}`, '100', 'middle'],
        ['GETSET', `k${unit}`, 'short'],
        ['GET', `k${unit}`],
      ];
    }),
  },
});
