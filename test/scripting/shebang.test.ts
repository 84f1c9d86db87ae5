import { describe, expect, it } from 'vitest';
import { readLibraryHead, readScriptHead } from '../../src/scripting/shebang.ts';

describe('the first line of a script', () => {
  it.each([
    ['return 1', { isDeclared: false, noWrites: false, allowOom: false }, 0],
    ['#!lua\nreturn 1', { isDeclared: true, noWrites: false, allowOom: false }, 5],
    ['#!lua flags=no-writes,allow-oom\n', { isDeclared: true, noWrites: true, allowOom: true }, 31],
    ['#!"lua" flags=no-writes  "flags=allow-oom"\n', { isDeclared: true, noWrites: true, allowOom: true }, 42],
    ['#!lua flags=\nx', { isDeclared: true, noWrites: false, allowOom: false }, 12],
  ])('%j', (body, flags, codeStart) => {
    expect(readScriptHead(Buffer.from(body))).toEqual({ ok: true, value: { flags, codeStart } });
  });

  it.each([
    ['#!lua', 'ERR Invalid script shebang'],
    ['#!python\n', 'ERR Unexpected engine in script shebang: #!python'],
    ['#!LUA\n', 'ERR Unexpected engine in script shebang: #!LUA'],
    ['#!lua "flags=a\n', 'ERR Invalid engine in script shebang'],
    ['#!lua flags=no-writes,,allow-oom\n', 'ERR Unexpected flag in script shebang: '],
    ['#!lua flags=a\n', 'ERR Unexpected flag in script shebang: a'],
    ['#!lua x=1\n', 'ERR Unknown lua shebang option: x=1'],
  ])('%j is refused', (body, error) => {
    expect(readScriptHead(Buffer.from(body))).toEqual({ ok: false, error });
  });
});

describe('the first line of a library', () => {
  it.each(['#!lua name=lib_1', '#!lua name="lib_1"', "#!LUA 'NAME=lib_1'"])('%s names it', (line) => {
    const value = { name: 'lib_1', codeStart: line.length };
    expect(readLibraryHead(Buffer.from(`${line}\ncode`))).toEqual({ ok: true, value });
  });

  it.each([
    ['code', 'ERR Missing library metadata'],
    ['#!lua name=a', 'ERR Invalid library metadata'],
    ['#!lua\n', 'ERR Library name was not given'],
    ['#! name=a\n', "ERR Engine '' not found"],
    ['#!lua name="a\n', 'ERR Invalid library metadata'],
    ['#!lua name=a name=b\n', 'ERR Invalid metadata value, name argument was given multiple times'],
    ['#!lua flags=a\n', 'ERR Invalid metadata value given: flags=a'],
    ['#!js name=a\n', "ERR Engine 'js' not found"],
    [
      '#!lua name=a-b\n',
      'ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long',
    ],
  ])('%j is refused', (body, error) => {
    expect(readLibraryHead(Buffer.from(body))).toEqual({ ok: false, error });
  });
});
