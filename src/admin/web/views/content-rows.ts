/** Collections of every type as rows of two texts. */
import type { KeyValue } from '../api/types.ts';
import { showBytes } from '../format/bytes.ts';

export interface ContentRow {
  readonly id: number;
  /** Index, score, field or ID; empty for sets. */
  readonly head: string;
  readonly text: string;
}

/** `before`: how many rows have come already. */
export function rowsOf(value: Exclude<KeyValue, { readonly type: 'string' }>, before: number): ContentRow[] {
  return pairsOf(value, before).map(([head, text], i) => ({ id: before + i, head, text }));
}

function pairsOf(value: Exclude<KeyValue, { readonly type: 'string' }>, before: number): (readonly [string, string])[] {
  switch (value.type) {
    case 'list':
      return value.items.map((item, i) => [String(before + i), showBytes(item)] as const);
    case 'set':
      return value.members.map((member) => ['', showBytes(member)] as const);
    case 'zset':
      return value.members.map(({ member, score }) => [score, showBytes(member)] as const);
    case 'hash':
      return value.fields.map((pair) => [showBytes(pair.field), showBytes(pair.value)] as const);
    case 'stream':
      return value.entries.map(({ id, fields }) => {
        const text = fields.map((pair) => `${showBytes(pair.field)} = ${showBytes(pair.value)}`).join('\n');
        return [id, text] as const;
      });
  }
}
