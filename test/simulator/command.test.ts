import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { simulate } from '../../src/simulator/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'larder-sim-'));

afterEach(() => {
  vi.restoreAllMocks();
});

interface Row {
  readonly trace: string;
  readonly policy: string;
  readonly capacity: number;
  readonly hits: number;
  readonly evictions: number;
  readonly hitRatio: number;
  readonly byteHitRatio: number;
  readonly costHitRatio: number;
}

async function run(...argv: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  let out = '';
  let error = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    error += String(text);
    return true;
  });
  const code = await simulate(argv);
  vi.restoreAllMocks();
  return { code, out, error };
}

async function rows(...argv: readonly string[]): Promise<Row[]> {
  const { code, out } = await run(...argv, '--json');
  expect(code).toBe(0);
  return JSON.parse(out) as Row[];
}

function traceFile(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('larder sim', () => {
  // Worked out by hand.
  it.each([
    ['fifo', 'a b a c a b', 2, 1],
    ['lru', 'a b a c a b', 2, 2],
    ['lfu', 'a a b c a b', 2, 2],
    ['opt', 'a b c a b d a b', 2, 2],
    ['lru', 'a b c a b c', 2, 0],
    ['opt', 'a b c a b c', 2, 2],
  ])('%s, exactly: %s in %i places', async (policy, sequence, capacity, hits) => {
    const found = await rows('--sequence', sequence, '--policy', policy, '--capacity', String(capacity));
    expect(found).toMatchObject([{ trace: 'sequence', policy, capacity, hits }]);
  });

  it('random evicts somebody, and hits what is left', async () => {
    const [row] = await rows('--sequence', 'a b c a b c a b c', '--policy', 'random', '--capacity', '2');
    expect(row!.evictions).toBe(9 - row!.hits - 2);
  });

  it("runs the server's policies too, all that there are when none is named", async () => {
    const found = await rows('--sequence', 'a b a c a b', '--capacity', '40');
    const names = found.map(({ policy }) => policy);
    expect(names).toEqual(expect.arrayContaining(['allkeys-adaptive', 'allkeys-sieve', 'allkeys-lru', 'opt']));
    expect(found.every(({ hits }) => hits === 3)).toBe(true);
  });

  it('weighs hits by bytes and by costs', async () => {
    const path = traceFile('sized.csv', '1,a,100,1,0\n2,b,300,5,0\n3,b,300,5,0\n');
    const found = await rows(path, '--sized', '--policy', 'allkeys-lru', '--capacity', '1kb');
    expect(found[0]!.hitRatio).toBeCloseTo(1 / 3);
    expect(found[0]!.byteHitRatio).toBeCloseTo(300 / 700);
    expect(found[0]!.costHitRatio).toBeCloseTo(5 / 11);
  });

  it('lets objects expire by the time of the trace, in every policy', async () => {
    const path = traceFile('ttl.csv', '1,a,1,1,10\n5,a,1,1,10\n12,a,1,1,10\n13,a,1,1,10\n');
    const found = await rows(path, '--capacity', '5', '--policy', 'allkeys-lru,allkeys-adaptive,lru,opt');
    expect(found.map(({ hits }) => hits)).toEqual([2, 2, 2, 2]);
  });

  it('takes expired objects first', async () => {
    const lines = [
      '0,old,1,1,0',
      '1,short,1,1,2',
      ...['x', 'y'].map((key, i) => `${10 + i},${key},1,1,0`),
      '20,old,1,1,0',
    ];
    const found = await rows(traceFile('first.csv', lines.join('\n')), '--capacity', '3', '--policy', 'allkeys-lru');
    expect(found[0]).toMatchObject({ hits: 1, evictions: 0 });
  });

  it('draws curves into a file', async () => {
    const file = join(folder, 'curves.svg');
    const page = join(folder, 'curves.html');
    for (const to of [file, page])
      await run('--sequence', 'a b a c', '--policy', 'lru,opt', '--capacity', '1,2', '--plot', to);
    expect(readFileSync(file, 'utf8')).toMatch(/^<svg [\s\S]*>opt<[\s\S]*<\/svg>\n$/);
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>[\s\S]*<svg /);
  });

  it('keeps the figures when the curves cannot be written', async () => {
    const given = ['--sequence', 'a a', '--policy', 'lru', '--capacity', '1'];
    const { code, out, error } = await run(...given, '--plot', join(folder, 'nowhere', 'curves.svg'));
    expect(code).toBe(1);
    expect(error).toContain('no such file');
    expect(out).toMatch(/lru +50\.00/);
  });

  it('prints a table, help and the policies', async () => {
    expect((await run('--sequence', 'a a', '--policy', 'lru', '--capacity', '1')).out).toMatch(
      /lru +50\.00 +50\.00 +50\.00 +0/,
    );
    expect((await run('--help')).out).toMatch(/^usage: larder sim/);
    expect((await run('--list')).out).toMatch(/^opt +Bélády/m);
  });

  it.each([
    [['--sequence', 'a', '--policy', 'best'], /unknown policy 'best'/],
    [['--sequence', 'a', '--policy', 'lru', '--sized'], /equal size only/],
    [['nowhere.lis'], /nowhere\.lis: there is no such file/],
    [['nowhere.exe'], /unknown kind of trace/],
  ])('says what is wrong with %j', async (argv, message) => {
    const { code, error } = await run(...argv);
    expect(code).toBe(1);
    expect(error).toMatch(message);
  });

  it('leaves nothing behind', () => {
    rmSync(folder, { recursive: true });
  });
});
