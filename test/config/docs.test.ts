import { describe, expect, it } from 'vitest';
import { acceptedList, honouredTable, refusedTable } from '../../src/config/docs.ts';
import { settingRows } from '../../src/config/settings.ts';

describe('tables of settings', () => {
  it('name every setting in one of them', () => {
    const all = [honouredTable(), refusedTable(), acceptedList()].join('\n');
    for (const row of settingRows) expect(all).toMatch(new RegExp(`\`(--)?${row.name}\``));
  });

  it('have as many cells in each line', () => {
    for (const table of [honouredTable(), refusedTable()]) {
      const counts = new Set(table.split('\n').map((line) => line.replaceAll('\\|', '').split('|').length));
      expect(counts.size).toBe(1);
    }
  });

  it('tell both defaults where there are two', () => {
    expect(honouredTable()).toContain(
      '| `--maxmemory-policy` | `LARDER_MAXMEMORY_POLICY` | `allkeys-adaptive`; with a config file `noeviction` | any time |',
    );
    expect(honouredTable()).toContain('| `--threads` | `LARDER_THREADS` | cores, at most 8 | start |');
  });
});
