import { describe, expect, it } from 'vitest';
import type { StringCheck } from '../../src/config/setting-row.ts';
import { parseString } from '../../src/config/strings.ts';

const title = 'template format is invalid or contains unknown variables';

describe('parseString', () => {
  it.each<[StringCheck, string, string, string | null]>([
    ['file-name', 'appendfilename', 'a.aof', null],
    ['file-name', 'appendfilename', '', "appendfilename can't be empty"],
    ['file-name', 'dbfilename', 'a/b', "dbfilename can't be a path, just a filename"],
    ['directory-name', 'appenddirname', 'a/b', "appenddirname can't be a path, just a dirname"],
    ['directory-name', 'appenddirname', '', "appenddirname can't be empty"],
    ['host-name', 'x', 'a-b.C9', null],
    ['host-name', 'x', 'a_b', 'Hostnames may only contain alphanumeric characters, hyphens or dots'],
    ['host-name', 'x', 'x'.repeat(256), 'Hostnames must be less than 256 characters'],
    ['node-name', 'x', "a b,c/d'e", null],
    ['node-name', 'x', '10%', 'Announced human node name contained invalid character'],
    ['locale', 'x', 'C.UTF-8', null],
    ['locale', 'x', 'xx_YY', 'Invalid locale name'],
    ['title-template', 'x', '{title} {listen-addr} {server-mode}', null],
    ['title-template', 'x', '{{title}}', null],
    ['title-template', 'x', '{title}', title],
    ['title-template', 'x', '{title', title],
    ['title-template', 'x', '{foo} a', title],
    ['title-template', 'x', ' ', title],
  ])('%s %s %j', (check, name, text, error) => {
    expect(parseString(name, text, check)).toEqual(error === null ? { ok: true, text } : { ok: false, error });
  });

  it('takes anything without a check', () => {
    expect(parseString('logfile', '{', undefined)).toEqual({ ok: true, text: '{' });
  });
});
