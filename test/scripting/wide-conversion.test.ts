import { expect, it } from 'vitest';
import { WasmWriter } from '../../src/scripting/wasm-bytes.ts';
import { isTooWide, LOCAL_BEFORE, writeNearest } from '../../src/scripting/wide-conversion.ts';

/** `if get 3 (int) br 1 end -2^31 end set 1` */
const CODE = Buffer.from([0x04, 0x40, 0x20, 3, 0xaa, 0x0c, 1, 0x0b, 0x41, 0x80, 0x80, 0x80, 0x80, 0x78, 0x0b, 0x21, 1]);

it('finds what too wide numbers become', () => {
  expect([...CODE.keys()].filter((at) => isTooWide(CODE, at))).toEqual([8]);
  expect(CODE[8 - LOCAL_BEFORE]).toBe(3);
});

it('leaves conversions alone whose result is compared with the number', () => {
  const compared = Buffer.from(CODE);
  compared[15] = 0x22;
  expect([...compared.keys()].some((at) => isTooWide(compared, at))).toBe(false);
});

it('writes the nearest integer, or the least one for what has no place in 64 bits', () => {
  const body = new WasmWriter(64);
  writeNearest(body, 0);
  const code = [0, ...body.buffer.subarray(0, body.length), 0x0b];
  const section = (id: number, ...bytes: number[]): number[] => [id, bytes.length, ...bytes];
  const module = new WebAssembly.Module(
    new Uint8Array([
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, 1, 0x60, 1, 0x7c, 1, 0x7f),
      ...section(3, 1, 0),
      ...section(7, 1, 1, 0x66, 0, 0),
      ...section(10, 1, code.length, ...code),
    ]),
  );
  const nearest = new WebAssembly.Instance(module, {}).exports['f'] as (x: number) => number;
  const most = 2 ** 31 - 1;
  expect([2 ** 40, -(2 ** 40), 1e30, Infinity, Number.NaN].map(nearest)).toEqual([
    most,
    -most - 1,
    -most - 1,
    -most - 1,
    -most - 1,
  ]);
});
