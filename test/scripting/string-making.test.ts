import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { TFUNCTION, TNUMBER, TSTRING, VALUE_BYTES } from '../../src/scripting/lua-layout.ts';
import { LuaMachine } from '../../src/scripting/lua-machine.ts';
import { makeStringsFaster } from '../../src/scripting/string-making.ts';

const path = createRequire(import.meta.url).resolve('lua-wasm-bindings/dist/glue/glue-lua-5.1.5.wasm');
const source = readFileSync(path);
/** `return a:find(b, 1, true)` compares bytes by the same function of C as the making of strings. */
const FIND = 'return function(a, b) return a:find(b, 1, true) end';

describe('the module of Lua', () => {
  it('is valid with what is changed', () => {
    expect(() => new WebAssembly.Module(makeStringsFaster(source))).not.toThrow();
  });

  it('is refused when it is another one', () => {
    const other = Buffer.from(source);
    // A comparison that begins otherwise.
    other[other.indexOf(Buffer.from([0x45, 0x0d, 0, 0x03, 0x40, 0x20, 0, 0x2d]))] = 0x46;
    expect(() => makeStringsFaster(other)).toThrow('no comparison of strings');
    expect(() => makeStringsFaster(makeStringsFaster(source))).toThrow('no comparison of strings');
  });
});

describe('strings', () => {
  const machine = new LuaMachine(
    64 << 20,
    () => 0,
    () => undefined,
  );
  const { state } = machine;
  const made = (bytes: Buffer): number => {
    machine.pushBytes(state, bytes, 0, bytes.length);
    const pointer = machine.pointer(machine.top(state) - VALUE_BYTES);
    machine.setTop(state, machine.base(state));
    return pointer;
  };

  it('are one for the same bytes, and another for each byte that differs, zeros among them', () => {
    for (let length = 0; length < 40; length++) {
      const bytes = Buffer.alloc(length, 0);
      const first = made(bytes);
      expect(machine.stringLength(first)).toBe(length);
      expect(made(Buffer.from(bytes))).toBe(first);
      const seen = new Set([first]);
      for (let i = 0; i < length; i++) {
        const other = Buffer.from(bytes);
        other[i] = 1;
        const string = made(other);
        expect(machine.text(string)).toBe(other.toString('latin1'));
        seen.add(string);
      }
      expect(seen.size).toBe(length + 1);
    }
  });

  it('are found in others', () => {
    const find = machine.compileOwn(FIND);
    const position = (a: string, b: string): number => {
      const text = made(Buffer.from(a));
      machine.push(state, find, TFUNCTION);
      machine.push(state, text, TSTRING);
      machine.pushLatin1(state, b);
      machine.lua.call(state, 2, 1);
      const at = machine.top(state) - VALUE_BYTES;
      const found = machine.type(at) === TNUMBER ? machine.number(at) : 0;
      machine.setTop(state, machine.base(state));
      return found;
    };
    const needle = 'abcdefghijklmnopqrstuvwxyz';
    for (let length = 1; length <= needle.length; length++) {
      const part = needle.slice(0, length);
      const almost = `${part.slice(0, -1)}!`;
      expect(position(`${almost.repeat(3)}${part}`, part)).toBe(almost.length * 3 + 1);
      expect(position(almost.repeat(4), part)).toBe(0);
    }
  });
});
