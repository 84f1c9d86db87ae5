import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../../src/admin/web/views/content-rows.ts';

const b = (data: string) => ({ data, encoding: 'utf8' as const });

describe('rowsOf', () => {
  it('numbers the items of a list on from those that came before', () => {
    expect(rowsOf({ type: 'list', items: [b('x'), b('y')], cursor: '0' }, 100)).toEqual([
      { id: 100, head: '100', text: 'x' },
      { id: 101, head: '101', text: 'y' },
    ]);
  });

  it('has two texts a row for each type', () => {
    const heads = (value: Parameters<typeof rowsOf>[0]) => rowsOf(value, 0).map(({ head, text }) => [head, text]);
    expect(heads({ type: 'set', members: [b('m')], cursor: '0' })).toEqual([['', 'm']]);
    expect(heads({ type: 'zset', members: [{ member: b('m'), score: '1.5' }], cursor: '0' })).toEqual([['1.5', 'm']]);
    expect(heads({ type: 'hash', fields: [{ field: b('f'), value: b('v') }], cursor: '0' })).toEqual([['f', 'v']]);
    const fields = [
      { field: b('a'), value: b('1') },
      { field: b('b'), value: b('2') },
    ];
    expect(heads({ type: 'stream', entries: [{ id: '1-0', fields }], cursor: '0' })).toEqual([['1-0', 'a = 1\nb = 2']]);
  });
});
