import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { LOOPS_LEFT, watchLoops } from '../../src/scripting/watched-loops.ts';

/**
 * (import "m" "other" (func)) (import "m" "tell" (func (result i32)))
 * (func (export "count") (param i32) (result i32) (local i32)
 *   loop  local.get 1, i32.const 1, i32.add, local.tee 1, local.get 0, i32.lt_s, br_if 0  end  local.get 1)
 */
const COUNTS = Buffer.from([
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(1, 3, 0x60, 0, 0, 0x60, 0, 1, 0x7f, 0x60, 1, 0x7f, 1, 0x7f),
  ...section(2, 2, ...name('m'), ...name('other'), 0, 0, ...name('m'), ...name('tell'), 0, 1),
  ...section(3, 1, 2),
  ...section(6, 1, 0x7f, 0, 0x41, 5, 0x0b),
  ...section(7, 1, ...name('count'), 0, 2),
  ...section(
    10,
    1,
    ...sized(1, 1, 0x7f, 3, 0x40, 0x20, 1, 0x41, 1, 0x6a, 0x22, 1, 0x20, 0, 0x48, 0x0d, 0, 0x0b, 0x20, 1, 0x0b),
  ),
]);

function sized(...bytes: number[]): number[] {
  return [bytes.length, ...bytes];
}

function section(id: number, ...bytes: number[]): number[] {
  return [id, ...sized(...bytes)];
}

function name(text: string): number[] {
  return sized(...Buffer.from(text));
}

interface Exports {
  readonly count: (to: number) => number;
  readonly [LOOPS_LEFT]: { value: number };
}

function load(onLoops: (left: { value: number }) => void): Exports {
  const module = new WebAssembly.Module(watchLoops(COUNTS, 'tell', 100));
  const tell = (): number => {
    onLoops(exports[LOOPS_LEFT]);
    return 0;
  };
  const exports = new WebAssembly.Instance(module, { m: { other: () => undefined, tell } })
    .exports as unknown as Exports;
  return exports;
}

describe('loops of a module', () => {
  it('say from time to time that they run', () => {
    let calls = 0;
    const { count } = load((left) => {
      expect(left.value).toBe(0);
      calls++;
      left.value = 100;
    });
    expect(count(99)).toBe(99);
    expect(calls).toBe(0);
    expect(count(1_000)).toBe(1_000);
    expect(calls).toBe(10);
  });

  it('end when the call throws', () => {
    const { count } = load(() => {
      throw new Error('enough');
    });
    expect(() => count(0x7fffffff)).toThrow('enough');
  });

  it('of Lua are found, and the module is valid', () => {
    const path = createRequire(import.meta.url).resolve('lua-wasm-bindings/dist/glue/glue-lua-5.1.5.wasm');
    const source = readFileSync(path);
    const watched = watchLoops(source, 'x', 1_000);
    expect(watched.length).toBeGreaterThan(source.length + 1_000);
    expect(() => new WebAssembly.Module(watched)).not.toThrow();
  });

  it('are refused where there is nothing to call', () => {
    expect(() => watchLoops(COUNTS, 'nothing', 1)).toThrow('no import nothing');
  });
});
