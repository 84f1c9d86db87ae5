import { describe, expect, it } from 'vitest';
import { type ConfigFiles, diskFiles, readConfigFile } from '../../src/config/config-file.ts';
import { memoryFiles } from './helpers.ts';

function read(path: string, files: ConfigFiles): string[] | string {
  const result = readConfigFile(path, files);
  return result.ok
    ? result.list.map(({ name, words, origin }) => `${origin.place}: ${[name, ...words].join('|')}`)
    : result.error;
}

describe('readConfigFile', () => {
  it('reads lines, quotes, comments, a byte order mark and DOS line ends', () => {
    const content =
      '\xef\xbb\xbf# comment\r\nport 7000\r\n\r\n   # another\r\nrequirepass "a b"\r\nbind 127.0.0.1 -::1';
    expect(read('/a.conf', memoryFiles({ '/a.conf': content }))).toEqual([
      '/a.conf line 2: port|7000',
      '/a.conf line 5: requirepass|a b',
      '/a.conf line 6: bind|127.0.0.1|-::1',
    ]);
  });

  it('reads included files where they are included', () => {
    const files = memoryFiles({
      '/a.conf': 'port 1\nINCLUDE /b.conf\ninclude /d/*.conf\ninclude /none*\nport 2\n',
      '/b.conf': 'port 3',
      '/d/x.conf': 'port 4',
      '/d/y.conf': 'port 5',
    });
    expect(read('/a.conf', files)).toEqual([
      '/a.conf line 1: port|1',
      '/b.conf line 1: port|3',
      '/d/x.conf line 1: port|4',
      '/d/y.conf line 1: port|5',
      '/a.conf line 5: port|2',
    ]);
  });

  it('names the line that is wrong', () => {
    expect(read('/a', memoryFiles({ '/a': '\nport "7000\n' }))).toBe(
      '/a line 2: a quote is not closed, or letters follow its end',
    );
    expect(read('/a', memoryFiles({ '/a': 'include /b' }))).toBe(
      '/a line 1: cannot read the config file /b: there is no such file',
    );
    expect(read('/a', memoryFiles({ '/a': 'include /b /c' }))).toBe('/a line 1: include takes one path');
    expect(read('/a', memoryFiles({ '/a': 'include /a' }))).toMatch(/nested too deeply \(or in a circle\)$/);
  });

  it('says why a file cannot be read', () => {
    expect(read('/nonexistent/redis.conf', diskFiles)).toBe(
      'cannot read the config file /nonexistent/redis.conf: there is no such file',
    );
    expect(read('/tmp', diskFiles)).toBe('cannot read the config file /tmp: it is a directory');
  });
});
