/** What each client library sends when it connects, replayed literally: none of them may notice the difference. */
import { fields, greeting, group, on, pipeline, type Scenario, type StepLike } from '../scenario.ts';

const bare = (...steps: StepLike[]): Scenario => ({ bare: true, resp: [2], databases: [0, 2], steps });
const masking = (...commands: string[]): StepLike => greeting(pipeline(...commands));

export default group('connect sequences', {
  ioredis: bare(
    masking(
      'hello 3',
      'select 2',
      'client setname app',
      'client setinfo LIB-VER 6.0.0',
      'client setinfo LIB-NAME ioredis',
    ),
    fields('info'),
    'get k',
    'set k v',
    'quit',
  ),
  'ioredis in RESP2': bare(
    pipeline('client setname app', 'client setinfo LIB-VER 5.8.0', 'client setinfo LIB-NAME ioredis'),
    fields('info'),
    'get k',
  ),
  'node-redis': bare(
    masking(
      'HELLO 3 SETNAME app',
      'SELECT 2',
      'CLIENT SETINFO LIB-NAME node-redis',
      'CLIENT SETINFO LIB-VER 6.3.1',
      'CLIENT MAINT_NOTIFICATIONS ON moving-endpoint-type external-ip',
    ),
    'PING',
    'GET k',
  ),
  'redis-py 5 to 7': bare(
    'CLIENT SETINFO LIB-NAME redis-py',
    'CLIENT SETINFO LIB-VER 7.0.0',
    'SELECT 2',
    'SET k v',
    'GET k',
  ),
  'redis-py 8': bare(
    greeting('HELLO 3'),
    'CLIENT MAINT_NOTIFICATIONS ON moving-endpoint-type none',
    'CLIENT SETINFO LIB-NAME redis-py',
    'CLIENT SETINFO LIB-VER 8.0.0',
    'SELECT 2',
    'GET k',
  ),
  'redis-py 4 as Debian packages it': bare('SELECT 2', 'SET k v', 'GET k', 'DEL k', 'PING'),
  'go-redis 9': bare(
    greeting('hello 3'),
    pipeline('select 2'),
    'client maint_notifications on moving-endpoint-type none',
    pipeline('client setinfo lib-name go-redis(,go1.25)', 'client setinfo lib-ver 9.17.0'),
    'get k',
  ),
  Lettuce: bare(
    masking(
      'HELLO 3',
      'CLIENT SETNAME app',
      'SELECT 2',
      'CLIENT SETINFO lib-name Lettuce',
      'CLIENT SETINFO lib-ver 7.0',
    ),
    'GET k',
  ),
  Jedis: bare(
    greeting('HELLO 3'),
    pipeline('CLIENT SETNAME app', 'CLIENT SETINFO LIB-NAME jedis', 'CLIENT SETINFO LIB-VER 7.0.0', 'SELECT 2'),
    'GET k',
  ),
  'StackExchange.Redis': bare(
    pipeline(
      'CLIENT SETNAME app',
      'CLIENT SETINFO lib-name SE.Redis',
      'CLIENT SETINFO lib-ver 2.9.32',
      'CONFIG GET slave-read-only',
      'CONFIG GET databases',
      'CONFIG GET timeout',
      'SENTINEL MASTERS',
    ),
    fields('INFO replication'),
    fields('INFO server'),
    pipeline('CLUSTER NODES', 'GET __Booksleeve_TieBreak', 'ECHO 0f8fad5b-d9cb-469f-a165-70867728950e', 'PING'),
  ),
  'LMCache native connector': bare(
    'EXISTS chunk',
    'GET chunk',
    'SET chunk bytes',
    'EXISTS chunk',
    'GET chunk',
    'DEL chunk',
  ),
  'GPTCache sets limits': {
    bare: true,
    resp: [2],
    config: { maxmemory: null, 'maxmemory-policy': null, 'maxmemory-samples': null },
    steps: [
      'CONFIG SET maxmemory 100mb',
      'CONFIG SET maxmemory-samples 5',
      'CONFIG SET maxmemory-policy allkeys-lru',
      'CONFIG GET maxmemory',
      'CONFIG GET maxmemory-policy',
    ],
  },
  'the start of redis-benchmark and redis-cli': bare(
    'CONFIG GET save',
    'CONFIG GET appendonly',
    on('b', 'COMMAND DOCS nosuch'),
    'PING',
  ),
});
