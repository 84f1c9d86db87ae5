import { expect, it, vi } from 'vitest';
import { MallocTrim, trimMalloc } from '../../src/threads/malloc-trim.ts';

it('trims two seconds after the first slab was given back, and three times in all after the last one', () => {
  const trim = vi.fn();
  const mallocTrim = new MallocTrim(trim);
  mallocTrim.step(0, 0);
  mallocTrim.step(10_000, 1);
  mallocTrim.step(11_000, 3);
  mallocTrim.step(11_999, 0);
  expect(trim).not.toHaveBeenCalled();
  mallocTrim.step(12_000, 0);
  mallocTrim.step(13_999, 0);
  expect(trim).toHaveBeenCalledTimes(1);
  mallocTrim.step(14_000, 0);
  mallocTrim.step(15_999, 0);
  expect(trim).toHaveBeenCalledTimes(2);
  mallocTrim.step(16_000, 0);
  mallocTrim.step(30_000, 0);
  expect(trim).toHaveBeenCalledTimes(3);
});

it('is put off by no more than that when the clock is set back', () => {
  const trim = vi.fn();
  const mallocTrim = new MallocTrim(trim);
  mallocTrim.step(1_000_000, 1);
  mallocTrim.step(5_000, 0);
  mallocTrim.step(7_000, 0);
  expect(trim).toHaveBeenCalledTimes(1);
});

it('finds the function where the C library is glibc', () => {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const hasForeignFunctions = process.getBuiltinModule('node:ffi') !== undefined;
  expect(trimMalloc()).toBe(header.glibcVersionRuntime !== undefined && hasForeignFunctions);
});
