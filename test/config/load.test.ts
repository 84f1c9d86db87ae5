import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diskFiles } from '../../src/config/config-file.ts';
import type { LoadInput } from '../../src/config/load.ts';
import type { SettingName } from '../../src/config/settings.ts';
import { load, loaded, memoryFiles, viewOf } from './helpers.ts';

function errorOf(input: Partial<LoadInput>): string {
  const result = load(input);
  return result.kind === 'error' ? result.error : result.kind;
}

function values(input: Partial<LoadInput>, ...names: SettingName[]): string[] {
  const view = viewOf(input);
  return names.map((name) => view.text(name));
}

function file(content: string, ...more: string[]): Partial<LoadInput> {
  return { arguments: ['/r.conf', ...more], files: memoryFiles({ '/r.conf': content }) };
}

describe('precedence', () => {
  it('is flags, environment, file, defaults', () => {
    const input = {
      ...file('port 1\ntimeout 1\ntcp-keepalive 1\n', '--port', '3'),
      environment: { LARDER_PORT: '2', LARDER_TIMEOUT: '2' },
    };
    expect(values(input, 'port', 'timeout', 'tcp-keepalive', 'databases')).toEqual(['3', '2', '1', '16']);
    const { originOf } = loaded(input);
    expect(originOf('port')).toEqual({ source: 'flag', place: '--port' });
    expect(originOf('timeout')).toEqual({ source: 'environment', place: 'LARDER_TIMEOUT' });
    expect(originOf('tcp-keepalive')).toEqual({ source: 'file', place: '/r.conf line 3' });
    expect(originOf('admin-port').source).toBe('default');
  });

  it('takes the last of repeated lines, and standard input after the file', () => {
    const input = { ...file('timeout 1\ntimeout 2\nloglevel debug\n', '-'), readStdin: () => 'timeout 3\n' };
    expect(values(input, 'timeout', 'loglevel')).toEqual(['3', 'debug']);
  });

  it('adds up output limits', () => {
    const input = file('client-output-buffer-limit normal 1 1 1\nclient-output-buffer-limit pubsub 2 2 2\n');
    expect(values(input, 'client-output-buffer-limit')).toEqual([
      'normal 1 1 1 slave 268435456 67108864 60 pubsub 2 2 2',
    ]);
  });

  it("takes Redis' defaults with a config file and its own without one", () => {
    const names: SettingName[] = ['maxmemory', 'maxmemory-policy', 'bind'];
    expect(values(file(''), ...names)).toEqual(['0', 'noeviction', '* -::*']);
    expect(values({ arguments: ['-'] }, ...names)).toEqual(['0', 'noeviction', '* -::*']);
    expect(values({ arguments: ['--port', '1'] }, ...names)).toEqual([
      String(4 * 1024 ** 3),
      'allkeys-adaptive',
      '127.0.0.1 -::1',
    ]);
    expect(loaded(file('')).hasConfigFile).toBe(true);
    expect(loaded({}).hasConfigFile).toBe(false);
  });

  it('knows the absolute path of the file, for CONFIG REWRITE', () => {
    const path = resolve('r.conf');
    expect(loaded({ arguments: ['r.conf'], files: memoryFiles({ [path]: '' }) }).state.configFile).toBe(path);
    expect(loaded({ arguments: ['-'] }).state.configFile).toBeNull();
  });
});

describe('errors', () => {
  it.each<[Partial<LoadInput>, string]>([
    [file('\nmaxmemory abc'), "/r.conf line 2: 'maxmemory abc': argument must be a memory value"],
    [file('maxmemroy 1gb'), "/r.conf line 1: 'maxmemroy' is not a setting; did you mean maxmemory?"],
    [file('port 1 # x'), "/r.conf line 1: 'port 1 # x': wrong number of arguments (a comment needs a line of its own)"],
    [file('bind ::1 # x'), "/r.conf line 1: 'bind ::1 # x': not an address (a comment needs a line of its own)"],
    [file('requirepass a b'), "/r.conf line 1: 'requirepass …': wrong number of arguments"],
    [{ arguments: ['--frobnicate', '1'] }, '--frobnicate is not a setting; larder --help lists all'],
    [{ arguments: ['--ports', '1'] }, '--ports is not a setting; did you mean --port?'],
    [{ arguments: ['--port', 'x'] }, "--port x: argument couldn't be parsed into an integer"],
    [
      { arguments: ['--port', '1', '/r.conf'] },
      '--port 1 /r.conf: wrong number of arguments (a config file comes before all flags)',
    ],
    [{ environment: { LARDER_PORT: '70000' } }, 'LARDER_PORT=70000: argument must be between 0 and 65535 inclusive'],
    [{ arguments: ['/none.conf'] }, 'cannot read the config file /none.conf: there is no such file'],
    [{ arguments: ['--port', '0'] }, 'nothing to listen on: give a port and an address, or a unixsocket'],
    [{ arguments: ['--bind', ''] }, 'nothing to listen on: give a port and an address, or a unixsocket'],
    [{ arguments: ['--port', '0', '--unixsocket', '/tmp/s'] }, 'run'],
    [
      { arguments: ['--requirepass', 'x'.repeat(50_000)] },
      expect.stringMatching(/^the settings are too long/) as string,
    ],
    [{ arguments: ['--version'] }, 'version'],
    [{ arguments: ['-h'] }, 'help'],
  ])('%#', (input, expected) => expect(errorOf(input)).toEqual(expected));
});

describe('what Larder cannot honour', () => {
  const advice = 'Take it out, or start with --allow-unsupported to leave it out';

  it.each([
    ['appendonly yes', 'Larder writes no append-only file'],
    ['save 900 1', 'Larder writes no snapshots'],
    ['replicaof 10.0.0.1 6379', 'Larder cannot be a replica'],
    ['slaveof 10.0.0.1 6379', 'Larder cannot be a replica'],
    ['aclfile /etc/users.acl', 'Larder has no users beside the default one'],
    ['rename-command FLUSHALL ""', 'Larder cannot rename or forbid commands'],
    ['cluster-enabled yes', 'Larder has no cluster mode'],
    ['min-replicas-to-write 1', 'Larder has no replicas'],
    ['loadmodule /x.so', 'Larder loads no modules'],
  ])('stops at %j', (line, reason) => {
    const shown = line.replace(/ ""$/, ' ');
    expect(errorOf(file(`port 1\n${line}`))).toBe(`/r.conf line 2: '${shown}' is not supported: ${reason}. ${advice}`);
  });

  it('does not print the passwords of users', () => {
    expect(errorOf(file('user bob on >secret'))).not.toContain('secret');
  });

  it('names flags and variables as well, and counts the rest', () => {
    expect(errorOf({ arguments: ['--save', '60', '1', '--appendonly', 'yes'] })).toBe(
      `--save 60 1 is not supported: Larder writes no snapshots. ${advice} (1 more like it)`,
    );
    expect(errorOf({ environment: { LARDER_APPENDONLY: 'yes' } })).toMatch(/^LARDER_APPENDONLY=yes is not supported/);
  });

  it('minds only what is still in force', () => {
    expect(errorOf(file('save 900 1\nsave 300 10\nappendonly yes\n', '--save', '', '--appendonly', 'no'))).toBe('run');
    expect(errorOf(file('save 900 1\nsave ""\nreplicaof no one\ntls-port 0\n'))).toBe('run');
  });

  it('is left out with a warning under allow-unsupported', () => {
    const input = file('save 900 1\nuser bob on\nappendonly yes\n', '--allow-unsupported');
    expect(values(input, 'save', 'appendonly')).toEqual(['', 'no']);
    expect(loaded(input).warnings).toEqual([
      "/r.conf line 1: 'save 900 1' is not supported: Larder writes no snapshots; left out because of allow-unsupported",
      "/r.conf line 2: 'user …' is not supported: Larder has no users beside the default one; left out because of allow-unsupported",
      "/r.conf line 3: 'appendonly yes' is not supported: Larder writes no append-only file; left out because of allow-unsupported",
    ]);
  });
});

describe('what is said', () => {
  it('warns of daemonize once and lists lines without a meaning', () => {
    const settings = loaded({
      ...file('daemonize yes\nport 1\nhz 20\n', '--dynamic-hz', 'no'),
      environment: { LARDER_ACTIVEREHASHING: 'no' },
    });
    expect(settings.warnings).toEqual([
      "/r.conf line 1: daemonize is not done; use a service manager, a container or a shell's &",
    ]);
    expect(settings.notices).toEqual([
      '/r.conf: accepted without a meaning here: daemonize (line 1), hz (line 3)',
      'environment: accepted without a meaning here: activerehashing',
      'command line: accepted without a meaning here: dynamic-hz',
    ]);
  });

  it('lowers maxclients to what the system allows', () => {
    const settings = loaded({ openFiles: 1024 });
    expect(settings.warnings).toEqual([
      'maxclients is 896 instead of 10000: this process may open 1024 files (see ulimit -n)',
    ]);
    expect(values({ openFiles: 1024 }, 'maxclients')).toEqual(['896']);
    expect(values({ openFiles: null }, 'maxclients')).toEqual(['10000']);
  });
});

/** The active lines of Debian's redis.conf (package redis-server 7.0.15). */
const debian = new URL('./debian-redis.conf', import.meta.url).pathname;

describe('the redis.conf of Debian', () => {
  it.each([debian, '/etc/redis/redis.conf'].filter((path) => existsSync(path)))('%s loads', (path) => {
    const settings = loaded({ arguments: [path], files: diskFiles });
    expect(settings.warnings).toHaveLength(1);
    expect(settings.notices).toHaveLength(1);
    expect(values({ arguments: [path], files: diskFiles }, 'bind', 'port', 'daemonize', 'pidfile')).toEqual([
      '127.0.0.1 -::1',
      '6379',
      'yes',
      '/run/redis/redis-server.pid',
    ]);
  });

  it('is really read', () => {
    expect(readFileSync(debian, 'utf8')).toContain('logfile /var/log/redis/redis-server.log');
  });
});
