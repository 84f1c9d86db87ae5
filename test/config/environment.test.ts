import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../src/config/environment.ts';

describe('readEnvironment', () => {
  it('reads settings by their derived names, aliases too', () => {
    const { list, warnings } = readEnvironment({
      LARDER_MAXMEMORY: '1gb',
      LARDER_BIND: '127.0.0.1 "::1"',
      LARDER_REQUIREPASS: 'a "b',
      LARDER_LUA_TIME_LIMIT: '7',
      PATH: '/bin',
      PORT: '80',
    });
    expect(list.map(({ name, words, origin }) => [origin.place, name, ...words])).toEqual([
      ['LARDER_BIND', 'bind', '127.0.0.1', '::1'],
      ['LARDER_LUA_TIME_LIMIT', 'lua-time-limit', '7'],
      ['LARDER_MAXMEMORY', 'maxmemory', '1gb'],
      ['LARDER_REQUIREPASS', 'requirepass', 'a "b'],
    ]);
    expect(warnings).toEqual([]);
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readEnvironment({ LARDER_REQUIREPASS: '', LARDER_MAXMEMORY: '' }).list).toEqual([]);
  });

  it('warns of names that are no settings', () => {
    expect(readEnvironment({ LARDER_MAXMEMROY: '1gb', LARDER_FROBNICATE: '1', LARDER_USER: 'x' }).warnings).toEqual([
      'LARDER_FROBNICATE is not a setting',
      'LARDER_MAXMEMROY is not a setting; did you mean LARDER_MAXMEMORY?',
      expect.stringMatching(/^LARDER_USER is not a setting/),
    ]);
  });

  it('leaves out what Kubernetes sets beside a service called larder', () => {
    const { list, warnings } = readEnvironment({
      LARDER_PORT: 'tcp://10.0.0.1:6379',
      LARDER_SERVICE_HOST: '10.0.0.1',
      LARDER_SERVICE_PORT: '6379',
      LARDER_SERVICE_PORT_REDIS: '6379',
      LARDER_PORT_6379_TCP: 'tcp://10.0.0.1:6379',
      LARDER_PORT_6379_TCP_ADDR: '10.0.0.1',
      LARDER_METRICS_SERVICE_HOST: '10.0.0.2',
    });
    expect(list).toEqual([]);
    expect(warnings).toEqual(['LARDER_PORT=tcp://10.0.0.1:6379 looks like a Kubernetes service link and is left out']);
  });
});
