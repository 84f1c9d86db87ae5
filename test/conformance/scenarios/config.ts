/** CONFIG GET and SET: patterns, several pairs at once, every kind of refusal. */
import { atLeast, group, masked, type StepLike, sameType, sorted } from '../scenario.ts';

/** Parameters whose default both servers share; what the environment decides (dir, bind, port) is not among them. */
const DEFAULTS = (
  'databases timeout tcp-keepalive maxclients maxmemory-samples maxmemory-eviction-tenacity appendonly appendfsync ' +
  'save notify-keyspace-events slowlog-log-slower-than slowlog-max-len latency-monitor-threshold proto-max-bulk-len ' +
  'client-query-buffer-limit client-output-buffer-limit lazyfree-lazy-eviction lazyfree-lazy-expire ' +
  'lazyfree-lazy-server-del lazyfree-lazy-user-del lazyfree-lazy-user-flush replica-read-only slave-read-only ' +
  'hash-max-listpack-entries hash-max-listpack-value hash-max-ziplist-entries hash-max-ziplist-value ' +
  'list-max-listpack-size list-max-ziplist-size list-compress-depth set-max-intset-entries set-max-listpack-entries ' +
  'set-max-listpack-value zset-max-listpack-entries zset-max-listpack-value zset-max-ziplist-entries ' +
  'hll-sparse-max-bytes stream-node-max-bytes stream-node-max-entries activedefrag active-expire-effort hz dynamic-hz ' +
  'lua-time-limit busy-reply-threshold lfu-log-factor lfu-decay-time maxmemory maxmemory-policy maxmemory-clients ' +
  'protected-mode requirepass tls-port cluster-enabled tcp-backlog unixsocket supervised daemonize syslog-enabled ' +
  'tracking-table-max-keys acllog-max-len repl-backlog-size repl-timeout min-replicas-to-write appendfilename ' +
  'dbfilename rdbcompression rdbchecksum stop-writes-on-bgsave-error io-threads activerehashing jemalloc-bg-thread ' +
  'latency-tracking latency-tracking-info-percentiles enable-debug-command close-on-oom'
).split(' ');

/** The list of legal values in an error: ours may be longer. */
const CHOICES = /must be one of the following: .*/;

/** Parameter, a value to set, and what it must be put back to. */
const SETTABLE: readonly (readonly [string, ...string[]])[] = [
  ['maxmemory', '100mb', '1gb', '1073741824', '1k', '1kb', '100b', '0'],
  ['maxmemory-policy', 'allkeys-lru', 'volatile-lfu', 'ALLKEYS-RANDOM', 'volatile-ttl', 'nosuch', '', 'noeviction'],
  ['maxmemory-samples', '10', '0', '-1', '64', '65', 'abc', '5'],
  ['timeout', '100', '-1', 'abc', '2147483647', '2147483648', '0'],
  ['tcp-keepalive', '60', '-1', '300'],
  ['slowlog-log-slower-than', '5', '-1', 'abc', '10000'],
  ['slowlog-max-len', '5', '-1', '128'],
  ['latency-monitor-threshold', '5', '-1', '0'],
  ['notify-keyspace-events', 'KEA', 'Kg$', 'AKE', 'xyz?', 'gxE', ''],
  ['hash-max-listpack-entries', '64', '-1', '512'],
  ['appendonly', 'no', 'maybe'],
  ['lazyfree-lazy-expire', 'yes', 'YES', 'on', '1', 'no'],
  ['active-expire-effort', '5', '0', '11', '1'],
  ['lfu-log-factor', '0', '20', '-1', '10'],
  ['lfu-decay-time', '5', '-1', '1'],
  ['proto-max-bulk-len', '1mb', '1gb', '0', '512mb'],
  ['client-query-buffer-limit', '2mb', '1', '1gb'],
  ['client-output-buffer-limit', 'normal 1mb 0 0', 'pubsub 1 2', 'foo 1 2 3', 'normal a b c', 'normal 0 0 0'],
  ['maxclients', '50', '0', '10000'],
  ['list-max-listpack-size', '-1', '-6', '128', '-2'],
  ['hll-sparse-max-bytes', '10', '3000'],
  ['close-on-oom', 'x'],
  ['requirepass', ''],
  ['hz', '50', '0', '1000', '10'],
  ['maxmemory-clients', '5%', '1mb', '101%', '0'],
  ['latency-tracking', 'no', 'yes'],
  ['latency-tracking-info-percentiles', '50 99', '101', 'abc', '', '50 99 99.9'],
];

export default group('config', {
  'get defaults': DEFAULTS.map((name) => `CONFIG GET ${name}`),
  'get by pattern': [
    'CONFIG GET nosuch',
    'CONFIG GET',
    sorted('CONFIG GET maxmemory nosuch maxclients'),
    'CONFIG GET MAXMEMORY',
    sorted('CONFIG GET maxmemory timeout'),
    sorted('CONFIG GET maxmemory maxmemory'),
    sorted('CONFIG GET maxmem* timeout maxmemory-s*'),
    sorted('CONFIG GET hash-max-*'),
    sorted('CONFIG GET lazyfree*'),
    sorted('CONFIG GET *listpack*'),
    sorted('CONFIG GET [hz]z'),
    sorted('CONFIG GET h?'),
    sameType('CONFIG GET *'),
    atLeast('CONFIG GET slowlog*'),
  ],
  set: {
    config: Object.fromEntries(SETTABLE.map(([name]) => [name, null])),
    steps: SETTABLE.flatMap(([name, ...values]): StepLike[] =>
      values.flatMap((value): StepLike[] => [masked(CHOICES, ['CONFIG', 'SET', name, value]), `CONFIG GET ${name}`]),
    ),
  },
  'set several, all or none': {
    config: { timeout: null, 'maxmemory-samples': null, 'slowlog-max-len': null },
    steps: [
      'CONFIG SET timeout 10 maxmemory-samples 7',
      'CONFIG GET timeout',
      'CONFIG GET maxmemory-samples',
      'CONFIG SET timeout 20 maxmemory-samples abc',
      'CONFIG GET timeout',
      'CONFIG SET maxmemory-samples abc timeout 20',
      'CONFIG GET timeout',
      'CONFIG SET timeout 20 nosuch 1',
      'CONFIG GET timeout',
      'CONFIG SET timeout 20 timeout 30',
      'CONFIG SET timeout 20 TIMEOUT 30',
      'CONFIG GET timeout',
      'CONFIG SET timeout',
      'CONFIG SET timeout 1 slowlog-max-len',
      'CONFIG SET',
      'CONFIG SET nosuch 1',
      'CONFIG SET nosuch 1 nosuch2 2',
      'CONFIG SET "" x',
      'CONFIG SET Timeout 33',
      'CONFIG GET timeout',
    ],
  },
  'set what cannot be set': [
    'CONFIG SET databases 32',
    'CONFIG SET daemonize yes',
    'CONFIG SET unixsocket /tmp/x',
    'CONFIG SET tcp-backlog 5',
    'CONFIG SET supervised systemd',
    'CONFIG SET cluster-enabled yes',
    'CONFIG SET enable-debug-command no',
    'CONFIG SET enable-protected-configs yes',
    'CONFIG SET appendfilename x',
    'CONFIG SET aclfile x',
    'CONFIG SET rename-command x',
    'CONFIG SET dir /',
    'CONFIG SET dbfilename x.rdb',
    'CONFIG SET bind-source-addr 1.2.3.4',
  ],
  'resetstat and rewrite': ['CONFIG RESETSTAT', 'CONFIG REWRITE'],
});
