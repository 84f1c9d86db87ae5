import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diskFiles } from '../../src/config/config-file.ts';
import { createSharedSettings, SettingsView } from '../../src/config/shared-settings.ts';
import { loaded, redisView, viewOf } from './helpers.ts';

/** Two views of the same settings, as two threads have them. */
function twoViews(): [SettingsView, SettingsView] {
  const buffer = createSharedSettings(loaded({ arguments: ['-'] }).state);
  return [new SettingsView(buffer), new SettingsView(buffer)];
}

describe('SettingsView', () => {
  it('gives typed values', () => {
    const { current } = viewOf({ arguments: ['--port', '7000', '--maxmemory', '1gb', '--timeout=5'] });
    expect(current.port).toBe(7000);
    expect(current.maxmemory).toBe(1024 ** 3);
    expect(current.maxmemoryPolicy).toBe('allkeys-adaptive');
    expect(current.protectedMode).toBe(true);
    expect(current.bind).toEqual([
      { host: '127.0.0.1', optional: false },
      { host: '::1', optional: true },
    ]);
    expect(current.clientQueryBufferLimit).toBe(1024 ** 3);
  });

  it('shows the change of another view after a refresh, in the same object', () => {
    const [a, b] = twoViews();
    const before = b.current;
    expect(
      a.set([
        ['timeout', '9'],
        ['maxmemory-policy', 'allkeys-lfu'],
      ]),
    ).toEqual({ ok: true });
    expect(a.current.timeout).toBe(9);
    expect(b.current.timeout).toBe(0);
    expect(b.refreshIfChanged()).toBe(true);
    expect(b.refreshIfChanged()).toBe(false);
    expect(before.timeout).toBe(9);
    expect(before).toBe(b.current);
    expect(b.current.maxmemoryPolicy).toBe('allkeys-lfu');
  });

  it('changes nothing when one pair is wrong', () => {
    const view = redisView();
    const outcome = view.set([
      ['timeout', '7'],
      ['maxclients', '0'],
    ]);
    expect(outcome).toEqual({
      ok: false,
      error:
        "ERR CONFIG SET failed (possibly related to argument 'maxclients') - argument must be between 1 and 4294967295 inclusive",
    });
    expect(view.get(['timeout'])).toEqual([['timeout', '0']]);
    expect(view.current.timeout).toBe(0);
  });

  it('builds on what another view has set', () => {
    const [a, b] = twoViews();
    a.set([['timeout', '1']]);
    b.set([['tcp-keepalive', '2']]);
    a.refreshIfChanged();
    expect([a.current.timeout, a.current.tcpKeepalive]).toEqual([1, 2]);
    expect(b.current.timeout).toBe(1);
  });

  it('tells listeners in each thread what changed, once', () => {
    const [a, b] = twoViews();
    const heard: unknown[] = [];
    b.onChange((current, names) => heard.push([current.maxclients, names]));
    a.set([
      ['maxclients', '50'],
      ['timeout', '0'],
    ]);
    expect(heard).toEqual([]);
    b.refreshIfChanged();
    b.set([['lua-time-limit', '7']]);
    b.set([['lua-time-limit', '7']]);
    expect(heard).toEqual([
      [50, ['maxclients']],
      [50, ['busy-reply-threshold']],
    ]);
  });

  it('follows what is measured about memory', () => {
    const view = viewOf({ limitBytes: 256 * 1024 ** 2, idleRssBytes: 60 * 1024 ** 2 });
    expect(view.current.maxmemory).toBe(128 * 1024 ** 2);
    view.setMemoryFacts({ idleRssBytes: 100 * 1024 ** 2 });
    expect(view.current.maxmemory).toBe(92 * 1024 ** 2);
    expect(view.text('maxmemory')).toBe(String(92 * 1024 ** 2));
    view.set([
      ['maxmemory', '50%'],
      ['maxmemory-clients', '10%'],
    ]);
    expect(view.current.maxmemory).toBe(128 * 1024 ** 2);
    expect(view.get(['maxmemory-clients'])).toEqual([['maxmemory-clients', '10%']]);
  });

  it('resets what may change', () => {
    const view = viewOf({ arguments: ['--timeout', '3'] });
    view.set([
      ['timeout', '4'],
      ['hz', '20'],
      ['loglevel', 'debug'],
    ]);
    expect(view.reset(['hz'])).toEqual({ ok: true });
    expect([view.current.timeout, view.text('hz')]).toEqual([4, '10']);
    view.reset();
    expect([view.current.timeout, view.current.loglevel]).toEqual([3, 'notice']);
  });

  it('keeps values that are too long out', () => {
    const view = redisView();
    expect(view.set([['requirepass', 'x'.repeat(300 * 1024)]]).ok).toBe(false);
    expect(view.current.requirepass).toBe('');
    expect(view.set([['requirepass', '\x00\xff"']]).ok).toBe(true);
    expect(view.current.requirepass).toBe('\x00\xff"');
  });

  it('lets those set protected settings whom enable-protected-configs allows', () => {
    const local = viewOf({ arguments: ['--enable-protected-configs', 'local'] });
    expect(local.set([['dir', '/']]).ok).toBe(false);
    expect(local.set([['dir', '/']], true).ok).toBe(true);
    expect(viewOf({ arguments: ['--enable-protected-configs', 'yes'] }).set([['dir', '/']]).ok).toBe(true);
  });

  it('has fields in one shape', () => {
    const [a, b] = twoViews();
    a.set([
      ['requirepass', 'x'],
      ['maxmemory', '100gb'],
    ]);
    b.refreshIfChanged();
    expect(Object.keys(a.current)).toEqual(Object.keys(redisView().current));
    expect(Object.keys(a.current).length).toBeLessThan(120);
    expect(Object.values(b.current).every((value) => value !== undefined)).toBe(true);
  });

  it('lists every parameter with its value, secrets blank', () => {
    const entries = viewOf({ arguments: ['--requirepass', 'secret'] }).entries();
    expect(entries.find(({ name }) => name === 'requirepass')).toMatchObject({ value: '', secret: true, isSet: true });
    expect(entries.find(({ name }) => name === 'admin-token')).toMatchObject({ value: '', isSet: false });
    expect(entries.find(({ name }) => name === 'port')).toMatchObject({
      value: '6379',
      default: '6379',
      changeable: false,
      effect: 'honoured',
      environment: 'LARDER_PORT',
    });
    expect(entries.some(({ name }) => name === 'user')).toBe(false);
  });
});

describe('get', () => {
  const view = redisView();

  it.each<[string[], [string, string][]]>([
    [['timeout'], [['timeout', '0']]],
    [['TIMEOUT', 'timeout'], [['TIMEOUT', '0']]],
    [['TIME*', 'timeout'], [['timeout', '0']]],
    [['TIMEOUT', 't[i]meout'], [['TIMEOUT', '0']]],
    [['?imeout'], [['timeout', '0']]],
    [['time\\out', 'nosuch', 'user'], []],
    [['slave-read-only'], [['slave-read-only', 'yes']]],
    [
      ['*read-only'],
      [
        ['replica-read-only', 'yes'],
        ['slave-read-only', 'yes'],
      ],
    ],
    [['save'], [['save', '']]],
    [['key-load-delay'], [['key-load-delay', '0']]],
    [['cluster-ping-interval'], [['cluster-ping-interval', '0']]],
    [['lua-enable-deprecated-api'], [['lua-enable-deprecated-api', 'no']]],
    [['aof-disable-auto-gc'], [['aof-disable-auto-gc', 'no']]],
    [['cluster-ping*', 'lua-enable*', 'aof-disable*'], []],
    [['key-load*'], []],
    [['maxmemory'], [['maxmemory', '0']]],
  ])('%j', (patterns, expected) => expect(view.get(patterns)).toEqual(expected));

  it('lists every parameter for a star, each once', () => {
    const names = view.get(['*', 'max*']).map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(200);
  });
});

describe('rewrite', () => {
  it('needs a config file', () => {
    expect(redisView().rewrite()).toEqual({ ok: false, error: 'ERR The server is running without a config file' });
  });

  it('writes the values of all threads, or says why not', () => {
    const folder = mkdtempSync(join(tmpdir(), 'larder-config-'));
    const path = join(folder, 'redis.conf');
    writeFileSync(path, '# mine\ntimeout 5\n', { mode: 0o640 });
    const { state } = loaded({ arguments: [path], files: diskFiles });
    const buffer = createSharedSettings(state);
    new SettingsView(buffer).set([
      ['timeout', '6'],
      ['maxmemory', '2gb'],
    ]);
    const view = new SettingsView(buffer);
    expect(view.rewrite()).toEqual({ ok: true });
    expect(readFileSync(path, 'utf8')).toBe('# mine\ntimeout 6\n\n# Generated by CONFIG REWRITE\nmaxmemory 2gb\n');
    rmSync(folder, { recursive: true });
    expect(view.rewrite()).toEqual({ ok: false, error: 'ERR Rewriting config file: No such file or directory' });
  });
});
