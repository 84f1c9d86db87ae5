import { beforeEach, describe, expect, it } from 'vitest';
import { scriptFiguresIn } from '../../src/messaging/script-figures.ts';
import { createScriptMemory, EVALUATED, LOADED } from '../../src/scripting/script-log.ts';
import { ScriptTable } from '../../src/scripting/script-table.ts';
import { startInProcess } from '../helpers/in-process.ts';

const body = (text: string): Buffer => Buffer.from(text);

/** Two tables stand for two threads. */
describe('the table of scripts', () => {
  let memory: SharedArrayBuffer;
  let one: ScriptTable;
  let other: ScriptTable;
  beforeEach(() => {
    memory = createScriptMemory();
    one = new ScriptTable(memory);
    other = new ScriptTable(memory);
  });

  it('shows other threads what one adds', () => {
    expect(one.addScript(LOADED, 'a', body('return 1'))).toBe(true);
    expect(other.scripts.has('a')).toBe(false);
    other.sync();
    expect(other.scripts.get('a')!.body.toString()).toBe('return 1');
  });

  it('holds a script once, whoever adds it', () => {
    one.addScript(EVALUATED, 'a', body('return 1'));
    other.addScript(EVALUATED, 'a', body('return 1'));
    expect(scriptFiguresIn(memory).scripts).toBe(1);
  });

  it('gives its lock back when something throws', () => {
    expect(() => one.addScript(LOADED, 'a', { length: 3 } as Buffer)).toThrow(TypeError);
    expect(other.addScript(LOADED, 'b', body('return 1'))).toBe(true);
  });

  it('counts bytes as scripts come and go', () => {
    for (let i = 0; i < 700; i++) one.addScript(EVALUATED, `${i}`.padStart(40, '0'), body('return 1'));
    const { scriptBytes, scripts } = scriptFiguresIn(memory);
    expect(scriptBytes).toBe(scripts * (7 * 4 + 40 + 12));
    one.flush(false);
    expect(scriptFiguresIn(memory)).toMatchObject({ scripts: 0, scriptBytes: 0 });
  });

  it('keeps scripts of EVAL up to a number, and those that were loaded always', () => {
    one.addScript(EVALUATED, 'stays', body('return 0'));
    one.addScript(LOADED, 'loaded', body('return 0'));
    one.addScript(LOADED, 'stays', body('return 0'));
    for (let i = 0; i < 600; i++) one.addScript(EVALUATED, `e${i}`, body(`return ${i}`));
    other.sync();
    expect(other.scripts.has('loaded')).toBe(true);
    expect(other.scripts.has('stays')).toBe(true);
    expect(other.scripts.has('e599')).toBe(true);
    expect(other.scripts.has('e0')).toBe(false);
    const { scripts, evicted } = scriptFiguresIn(memory);
    expect([scripts, evicted]).toEqual([502, 100]);
  });

  it('forgets the script of EVAL that was used least lately, one at a time', () => {
    for (let i = 0; i < 500; i++) one.addScript(EVALUATED, `e${i}`, body(`return ${i}`));
    other.sync();
    other.use(other.scripts.get('e0')!);
    const kept = one.scripts.get('e7')!;
    one.addScript(EVALUATED, 'new', body('return'));
    other.sync();
    expect(['e0', 'e1', 'e2', 'new'].map((name) => other.scripts.has(name))).toEqual([true, false, true, true]);
    expect(one.scripts.get('e7')).toBe(kept);
    expect([one.goneScripts, other.goneScripts]).toEqual([1, 1]);
    one.addScript(EVALUATED, 'e1', body('return 1'));
    other.sync();
    expect(['e0', 'e1', 'e2', 'e3'].map((name) => other.scripts.has(name))).toEqual([true, true, false, true]);
  });

  it('keeps what it knows when the log is written anew because many are gone', () => {
    one.putLibrary('lib', body('code'), 1, 0);
    one.addScript(LOADED, 'stays', body('return 0'));
    other.sync();
    const [library, script] = [other.libraries.get('lib'), other.scripts.get('stays')!];
    const { librariesVersion } = other;
    other.ran(script, 0, false);
    for (let i = 0; i < 3_000; i++) one.addScript(EVALUATED, `e${i}`, body(`return ${i}`));
    other.sync();
    expect(other.libraries.get('lib')).toBe(library);
    expect(other.scripts.get('stays')).toBe(script);
    expect(other.isShort(script, 0)).toBe(true);
    expect(other.librariesVersion).toBe(librariesVersion);
    expect(other.scripts.size).toBe(501);
    expect([...other.scripts.keys()].sort()).toEqual([...one.scripts.keys()].sort());
    one.flush(false);
    other.sync();
    expect(other.scripts.size).toBe(0);
    expect(other.libraries.get('lib')).toBe(library);
    expect(other.librariesVersion).toBe(librariesVersion);
  });

  it('never lets anybody miss a script that becomes one that stays', () => {
    one.addScript(EVALUATED, 'a', body('return 1'));
    other.sync();
    const before = other.scripts.get('a');
    one.addScript(LOADED, 'a', body('return 1'));
    other.sync();
    expect(other.scripts.get('a')).toBe(before);
  });

  it('remembers how long a script took, for all threads', () => {
    one.addScript(LOADED, 'a', body('return 1'));
    other.sync();
    const isShort = (): boolean => other.isShort(other.scripts.get('a')!, 0);
    expect(isShort()).toBe(false);
    one.ran(one.scripts.get('a')!, 0, false);
    expect(isShort()).toBe(true);
    other.ran(other.scripts.get('a')!, 0, true);
    expect(one.isShort(one.scripts.get('a')!, 0)).toBe(false);
    for (let i = 0; i < 4; i++) one.ran(one.scripts.get('a')!, 0, false);
    expect(isShort()).toBe(true);
  });

  it('remembers it of each function of a library, whose number stays', () => {
    one.putLibrary('lib', body('code'), 3, one.librariesVersion);
    other.sync();
    const known = (): boolean[] => [0, 1, 2].map((index) => other.isShort(other.libraries.get('lib')!, index));
    expect(known()).toEqual([false, false, false]);
    one.ran(one.libraries.get('lib')!, 1, false);
    one.ran(one.libraries.get('lib')!, 2, true);
    expect(known()).toEqual([false, true, false]);
    expect(scriptFiguresIn(memory)).toMatchObject({ functions: 3, libraries: 1 });
    expect(other.libraries.get('lib')!.body.toString()).toBe('code');
  });

  it('marks no other script when the log was written anew', () => {
    one.addScript(LOADED, 'a', body('return 1'));
    const stale = one.scripts.get('a')!;
    other.sync();
    other.flush(false);
    other.addScript(LOADED, 'b', body('return 2'));
    one.ran(stale, 0, false);
    expect(other.isShort(other.scripts.get('b')!, 0)).toBe(false);
  });

  it('puts a library in the place of the old one', () => {
    expect(one.putLibrary('lib', body('old'), 1, one.librariesVersion)).toBe(true);
    other.sync();
    expect(one.putLibrary('lib', body('new'), 2, one.librariesVersion)).toBe(true);
    other.sync();
    expect(other.libraries.get('lib')!.body.toString()).toBe('new');
    expect(scriptFiguresIn(memory)).toMatchObject({ libraries: 1, functions: 2 });
  });

  it('does not let two threads change libraries without knowing of each other', () => {
    const { librariesVersion } = other;
    one.putLibrary('lib', body('one'), 1, one.librariesVersion);
    expect(other.putLibrary('lib', body('other'), 1, librariesVersion)).toBe(false);
    expect(other.libraries.get('lib')!.body.toString()).toBe('one');
  });

  it('keeps what is there when something does not fit', () => {
    const large = Buffer.alloc(40 * 1024 * 1024);
    expect(one.putLibrary('lib', body('small'), 1, one.librariesVersion)).toBe(true);
    expect(one.addScript(LOADED, 'large', large)).toBe(true);
    expect(one.putLibrary('lib', large, 1, one.librariesVersion)).toBeUndefined();
    expect(one.addScript(LOADED, 'larger', large)).toBe(false);
    other.sync();
    expect(other.libraries.get('lib')!.body.toString()).toBe('small');
  });

  it('forgets scripts and libraries apart', () => {
    one.addScript(LOADED, 'a', body('return 1'));
    one.putLibrary('lib', body('code'), 1, one.librariesVersion);
    other.sync();
    other.flush(false);
    one.sync();
    expect([one.scripts.size, one.libraries.size]).toEqual([0, 1]);
    one.flush(true);
    other.sync();
    expect([other.scripts.size, other.libraries.size]).toEqual([0, 0]);
    expect(one.deleteLibrary('lib')).toBe(false);
  });
});

it('INFO tells of scripts, libraries and the memory of Lua', async () => {
  const server = await startInProcess();
  server.ask(['SCRIPT', 'LOAD', 'return 1']);
  server.ask(['EVAL', 'return 2', 0]);
  const functions = "redis.register_function('f', function() end) redis.register_function('g', function() end)";
  server.ask(['FUNCTION', 'LOAD', `#!lua name=lib\n${functions}`]);
  const bytes = Number(server.ask(['EVAL', 'return collectgarbage("count") * 1024', 0]).match(/\d+/)![0]);
  const text = server.ask('INFO memory');
  const figure = (name: string): number => Number(text.match(new RegExp(`${name}:(\\d+)`))![1]);
  expect(figure('number_of_cached_scripts')).toBe(3);
  expect(figure('number_of_libraries')).toBe(1);
  expect(figure('number_of_functions')).toBe(2);
  expect(figure('used_memory_scripts')).toBeGreaterThan(80);
  expect(Math.abs(figure('used_memory_vm_total') - bytes)).toBeLessThan(20_000);
  expect(figure('used_memory_vm_functions')).toBe(0);
  const stats = server.ask('MEMORY STATS');
  const stat = (name: string): number =>
    Number(stats.match(new RegExp(`"${name}"\\s+\\d+\\) \\(integer\\) (\\d+)`))![1]);
  expect(stat('lua.caches')).toBe(figure('used_memory_scripts_eval'));
  expect(stat('functions.caches')).toBe(figure('used_memory_functions'));
  expect(stat('script.VMs')).toBe(figure('used_memory_vm_total'));
});

it('INFO tells what of Lua is the libraries, once they are in it', async () => {
  const server = await startInProcess();
  const figure = (name: string): number => Number(server.ask('INFO memory').match(new RegExp(`${name}:(\\d+)`))![1]);
  const kept = "local t = {} for i = 1, 1000 do t[i] = 'long enough ' .. i end";
  server.ask(['FUNCTION', 'LOAD', `#!lua name=lib\n${kept} redis.register_function('f', function() return #t end)`]);
  server.ask(['EVAL', 'return 1', 0]);
  expect(figure('used_memory_vm_functions')).toBe(0);
  const before = figure('used_memory_vm_eval');
  expect(server.ask(['FCALL', 'f', 0])).toBe('(integer) 1000');
  expect(figure('used_memory_vm_functions')).toBeGreaterThan(30_000);
  expect(Math.abs(figure('used_memory_vm_eval') - before)).toBeLessThan(30_000);
  expect(figure('used_memory_vm_total')).toBe(figure('used_memory_vm_eval') + figure('used_memory_vm_functions'));
  server.ask('FUNCTION FLUSH');
  server.ask(['EVAL', 'return 1', 0]);
  expect(figure('used_memory_vm_functions')).toBe(0);
});
