import { describe, expect, it } from 'vitest';
import { cellsOf } from '../../../protocol/command/cells.ts';
import { NO_ERROR } from '../../../protocol/command/parse-error.ts';
import { CommandTable } from '../../../protocol/command/table.ts';
import { request } from './request.ts';
import { samples } from './sample-rows.ts';

const table = new CommandTable(samples);
const cells = (name: string) => new Map(cellsOf(table.named(name)!).map((cell) => [cell.name, cell]));

describe('cells', () => {
  it('have names of their own and requests of their own', () => {
    for (const row of table.rows) {
      const all = cellsOf(row);
      expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
      expect(new Set(all.map((cell) => JSON.stringify([cell.setup, cell.request]))).size).toBe(all.length);
      if (row.command === null) expect(all).toEqual([]);
      else expect(all.length).toBeGreaterThan(3);
    }
  });
  it('cover every option in every state of the key', () => {
    const set = cells('set');
    for (const option of [
      'plain',
      'NX',
      'XX',
      'GET',
      'EX',
      'PX',
      'EXAT',
      'PXAT',
      'KEEPTTL',
      'NX+XX',
      'EX+PX',
      'all options',
      'all options reversed',
    ]) {
      for (const state of ['ok', 'missing key', 'wrong type'])
        expect([...set.keys()]).toContain(`set / ${option} / ${state}`);
    }
    expect(set.get('set / EX / wrong type')).toEqual({
      name: 'set / EX / wrong type',
      command: 'set',
      setup: [['RPUSH', 'key:1', 'element']],
      request: ['SET', 'key:1', 'value', 'EX', '10'],
    });
  });
  it('cover every number and every length', () => {
    const set = cells('set');
    for (const wrong of ['no number', 'zero', 'negative', 'empty', 'fraction', 'beyond 64 bits', 'largest']) {
      expect([...set.keys()]).toContain(`set / EX / 4 ${wrong}`);
    }
    expect(set.get('set / EX / cut short')!.request).toEqual(['SET', 'key:1', 'value', 'EX']);
    expect(set.get('set / one argument less')!.request).toEqual(['SET', 'key:1']);
    expect(set.get('set / one argument more')!.request).toEqual(['SET', 'key:1', 'value', 'nosuchoption']);
  });
  it('give each key a name, and what its command expects', () => {
    const read = cells('xread').get('xread / STREAMS two / ok')!;
    expect(read.request).toEqual(['XREAD', 'STREAMS', 'key:1', 'key:2', 'id', 'id']);
    expect(read.setup).toEqual([
      ['XADD', 'key:1', '1-1', 'field', 'value'],
      ['XADD', 'key:2', '1-1', 'field', 'value'],
    ]);
  });
  it('are understood by the parser where they should be', () => {
    for (const row of table.rows) {
      for (const { name, request: words } of cellsOf(row)) {
        const [, what, last] = name.split(' / ');
        if (last !== 'ok' || what!.includes('+')) continue;
        const args = request(words);
        expect(row.acceptsLength(args.argc), name).toBe(true);
        expect(row.parse(args), name).toBe(NO_ERROR);
      }
    }
  });
});
