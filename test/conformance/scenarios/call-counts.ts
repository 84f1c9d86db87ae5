/** What a command counts as: a call, one that failed, one that was refused; which errors are counted, and what the slow log keeps. */
import { arrives, group, lines, on, type StepLike, step, waits } from '../scenario.ts';

/** Times, and how often it was asked whether a client waits. */
const TIMES = /usec=\d+|usec_per_call=[\d.]+|(?<=client\|list:)calls=\d+/g;
const CHANGING = /^\d{10}$|127\.0\.0\.1:\d+|^\d+$/;

const counted = (...steps: readonly StepLike[]): StepLike[] => [
  'CONFIG RESETSTAT',
  ...steps,
  lines(TIMES, 'INFO commandstats'),
  lines(/(?!)/, 'INFO errorstats'),
];

const logged = (...steps: readonly StepLike[]): { config: Record<string, string>; steps: StepLike[] } => ({
  config: { 'slowlog-log-slower-than': '0' },
  // Threads tell of what each of them ran: in which order is nobody's promise.
  steps: [
    'SLOWLOG RESET',
    ...steps,
    { ...step('SLOWLOG GET 2'), verb: { kind: 'sorted', deep: true, mask: CHANGING } },
  ],
});

export default group('call counts', {
  'arguments that say nothing': counted('SET k v FOO', 'EXPIRE k soon', 'ZADD z one m', 'GET', 'SETRANGE k -1 x'),
  'scripts that are not there, or do not compile': counted(
    `EVALSHA ${'0'.repeat(40)} 0`,
    'FCALL nobody 0',
    'EVAL "return (" 0',
  ),
  'errors of a script, and of its commands': counted(
    'SET s text',
    `EVAL "return redis.call('INCR', 's')" 0`,
    `EVAL "return redis.pcall('INCR', 's')" 0`,
    `EVAL "redis.pcall('INCR', 's') return 1" 0`,
    `EVAL "return redis.call('GET')" 0`,
    `EVAL "return redis.call('NOSUCH')" 0`,
    `EVAL "return redis.call()" 0`,
    `EVAL "return redis.error_reply('MINE own')" 0`,
    `EVAL_RO "return redis.call('SET', 'a', 'b')" 0`,
    `EVAL "return redis.pcall('SUBSCRIBE', 'a')" 0`,
  ),
  'what a script sees of an error': [
    'SET s text',
    `EVAL "local names = {} for name in pairs(redis.pcall('INCR', 's')) do names[#names + 1] = name end table.sort(names) return names" 0`,
    `EVAL "local names = {} for name in pairs(redis.pcall('NOSUCH')) do names[#names + 1] = name end table.sort(names) return names" 0`,
    `EVAL "local names = {} for name in pairs(redis.pcall()) do names[#names + 1] = name end return names" 0`,
    `EVAL "local names = {} for name in pairs(redis.error_reply('A b')) do names[#names + 1] = name end return names" 0`,
  ],
  'transactions that are refused': counted('MULTI', 'SET k', 'EXEC', 'EXEC', 'MULTI', 'INCR k', 'EXEC'),
  'a wait that its time ends': counted(on('b', 'BLPOP q 0.05')),
  'a wait that others end': counted(...waits('b', 'BLPOP q 0'), 'RPUSH q a', arrives('b')),
  'the slow log has a wait that its time ended': logged(on('b', 'CLIENT SETNAME bob'), on('b', 'BLPOP q 0.05')),
  'the slow log has a wait and what ended it': logged(...waits('b', 'BLPOP q 0'), 'RPUSH q a', arrives('b')),
  'the slow log has what could not run': logged('SET k v FOO', 'GET k'),
});
