/** Commands that scripts run: what is refused when, as Redis 8.0.2 does it. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type InProcess, startInProcess } from '../helpers/in-process.ts';
import { run } from './play.ts';

const OOM = "(error) OOM command not allowed when used memory > 'maxmemory'.";
const WRITE_FLAG = '(error) ERR Can not execute a script with write flag using *_ro command.';
const LIBRARY = `#!lua name=flags
redis.register_function('plain', function() return redis.call('GET', 'k') end)
redis.register_function{function_name='no_writes', callback=function() return redis.call('GET', 'k') end, flags={'no-writes'}}
redis.register_function{function_name='allow_oom', callback=function() return redis.call('SET', 'k', 'v') end, flags={'allow-oom'}}`;

describe('a script in a full store', () => {
  let server: InProcess;
  beforeAll(async () => {
    server = await startInProcess({ settings: ['--maxmemory-policy', 'noeviction'] });
    server.ask(['FUNCTION', 'LOAD', LIBRARY]);
    server.ask('SET k v');
    server.limit.applyLimit(1);
  }, 60_000);

  it.each([
    ["return redis.call('SET','k','v')", OOM],
    ["return redis.pcall('SET','k','v').err", `"${OOM.slice('(error) '.length)}"`],
    ["redis.call('GET','k') return redis.call('INCR','n')", OOM],
    ["redis.call('PUBLISH','a','b') return redis.call('INCR','n')", OOM],
    ['return 1', '(integer) 1'],
    ["return redis.call('GET','k')", '"v"'],
  ])('may not begin to write: %s', (script, reply) => {
    expect(run(server, script)).toBe(reply);
  });

  it('may go on once it has written', () => {
    expect(run(server, "redis.call('DEL','x') redis.call('SET','x','v') return redis.call('SET','k2','v')")).toBe('OK');
  });

  it.each([
    ['EVAL', '#!lua\nreturn 1', OOM],
    ['EVAL', "#!lua flags=no-writes\nreturn redis.call('GET','k')", '"v"'],
    ['EVAL', "#!lua flags=allow-oom\nreturn redis.call('SET','k','v')", 'OK'],
    [
      'EVAL',
      "#!lua flags=no-writes\nreturn redis.call('SET','k','v')",
      '(error) ERR Write commands are not allowed from read-only scripts.',
    ],
    ['EVAL_RO', '#!lua\nreturn 1', OOM],
    ['EVAL_RO', '#!lua flags=allow-oom\nreturn 1', WRITE_FLAG],
    ['EVAL_RO', '#!lua flags=no-writes\nreturn 1', '(integer) 1'],
    ['EVAL_RO', "return redis.call('GET','k')", '"v"'],
    ['FCALL', 'plain', OOM],
    ['FCALL_RO', 'plain', OOM],
    ['FCALL', 'no_writes', '"v"'],
    ['FCALL_RO', 'no_writes', '"v"'],
    ['FCALL', 'allow_oom', 'OK'],
    ['FCALL_RO', 'allow_oom', WRITE_FLAG],
  ])('is let in by its flags: %s %s', (command, script, reply) => {
    expect(server.ask([command, script, 0]).replace(/ script: [0-9a-f]{40}, on .*$/, '')).toBe(reply);
  });
});

describe('a script with flags', () => {
  let server: InProcess;
  beforeAll(async () => {
    server = await startInProcess();
  }, 60_000);
  it.each([
    ['EVAL_RO', '#!lua\nreturn 1', WRITE_FLAG],
    ['EVAL', '#!lua\nreturn 1', '(integer) 1'],
    ['EVAL', '#!lua flags=allow-oom,no-writes\nreturn 1', '(integer) 1'],
    ['EVAL', '#!lua flags=nonsense\nreturn 1', '(error) ERR Unexpected flag in script shebang: nonsense'],
    ['EVAL', '#!lua name=x\nreturn 1', '(error) ERR Unknown lua shebang option: name=x'],
    ['EVAL', '#!js\nreturn 1', '(error) ERR Unexpected engine in script shebang: #!js'],
  ])('%s %s', (command, script, reply) => {
    expect(server.ask([command, script, 0])).toBe(reply);
  });
});

describe('with lua-undeclared-keys no', () => {
  let server: InProcess;
  const UNDECLARED =
    '(error) ERR Script attempted to access a key that it did not declare, which lua-undeclared-keys forbids';
  beforeAll(async () => {
    server = await startInProcess({ settings: ['--lua-undeclared-keys', 'no'] });
  }, 60_000);
  afterEach(() => expect(server.emptyAndAudit()).toEqual([]));

  it.each([
    ["return redis.call('SET', KEYS[1], 1)", 'OK'],
    ["return redis.call('SET', 'k', 1)", 'OK'],
    ["return redis.call('MSET', KEYS[1], 1, KEYS[2], 2)", 'OK'],
    ["return redis.call('SET', ARGV[1], 1)", UNDECLARED],
    ["return redis.call('MSET', KEYS[1], 1, 'other', 2)", UNDECLARED],
    ["redis.call('SET', KEYS[1], 1) return redis.call('RENAME', KEYS[1], 'other')", UNDECLARED],
    ["return redis.pcall('GET', 'other').err", `"${UNDECLARED.slice('(error) '.length)}"`],
    ["return redis.call('KEYS', '*')", UNDECLARED],
    ["return redis.call('SCAN', 0)", UNDECLARED],
    ["return redis.call('DBSIZE')", UNDECLARED],
    ["return redis.call('FLUSHALL')", UNDECLARED],
    ["return redis.call('SORT', KEYS[1], 'BY', 'w_*')", UNDECLARED],
    ["return redis.call('PING')", 'PONG'],
  ])('a script touches what it declares: %s', (script, reply) => {
    expect(run(server, script, '2', 'k', 'l', 'other')).toBe(reply);
  });

  it('what it did before it was refused stays', () => {
    run(server, "redis.call('SET', KEYS[1], 1) return redis.call('GET', 'other')", '1', 'k');
    expect(server.ask('GET k')).toBe('"1"');
  });

  it('a transaction holds all locks', () => {
    server.ask('MULTI');
    server.ask(['EVAL', "return redis.call('SET', ARGV[1], 1)", 0, 'other']);
    expect(server.ask('EXEC')).toBe('1) OK');
  });
});

describe('commands of one script', () => {
  it('see one time', async () => {
    const server = await startInProcess();
    const script =
      "local a = redis.call('TIME') for i = 1, 2000000 do end local b = redis.call('TIME') return a[1] .. a[2] == b[1] .. b[2]";
    expect(run(server, script)).toBe('(integer) 1');
    server.ask('MULTI');
    server.ask('TIME');
    server.ask(['EVAL', 'for i = 1, 2000000 do end return 1', 0]);
    server.ask('TIME');
    const [seconds, us, ...others] = server.ask('EXEC').match(/"\d+"/g) ?? [];
    expect(others).toEqual([seconds, us]);
  });
});

describe('a number that a script hands to a command', () => {
  let server: InProcess;
  beforeAll(async () => {
    server = await startInProcess();
  }, 60_000);

  it.each([
    ['0.1', '0.1'],
    ['1/3', '0.3333333333333333'],
    ['1e18', '1000000000000000000'],
    ['2^63', '9223372036854776000'],
    ['1e21', '1e+21'],
    ['1e-7', '1e-7'],
    ['-0', '0'],
    ['0/0', '-nan'],
    ['-1/0', '-inf'],
  ])('%s is as short as tells it from others', (number, text) => {
    expect(run(server, `redis.call('SET', 'k', ${number}) return redis.call('GET', 'k')`)).toBe(`"${text}"`);
  });
});
