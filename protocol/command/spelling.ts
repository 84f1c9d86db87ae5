/**
 * Requests made from a grammar: its shortest spelling, and spellings in which one thing at a time is different. The
 * number of spellings grows with the size of the grammar, not with the number of combinations.
 */
import { kebab, singular } from './derive.ts';
import type { Grammar, Node } from './node.ts';

/** One argument, and the node that made it (none for words). */
export interface Piece {
  readonly text: string;
  readonly node?: Node<unknown>;
}

export interface Spelling {
  /** What is different: `EX`, `LIMIT`, `NX+XX`. Empty for the shortest one. */
  readonly label: string;
  readonly pieces: readonly Piece[];
}

/** All spellings of a grammar; the first is the shortest. Keys are all called `key`. */
export function spell(grammar: Grammar): Spelling[] {
  const fields = Object.entries(grammar);
  const options = fields.map(([field, node]) => spellNode(node, kebab(field)));
  const shortest = fields.map(([, node], i) => (node.optional ? [] : options[i]![0]!.pieces));
  const spellings: Spelling[] = [{ label: '', pieces: shortest.flat() }];
  const replace = (i: number, pieces: readonly Piece[]) => shortest.flatMap((own, j) => (i === j ? pieces : own));
  fields.forEach(([field, node], i) => {
    for (const { label, pieces } of options[i]!.slice(node.optional ? 0 : 1)) {
      spellings.push({ label: label || node.token || kebab(field), pieces: replace(i, pieces) });
    }
    if (node.optional)
      spellings.push(...twice(node, options[i]!).map(({ label, pieces }) => ({ label, pieces: replace(i, pieces) })));
  });
  const given = fields.filter(([, node]) => node.optional).length;
  if (given > 1) {
    const all = options.map((own) => own[0]!.pieces);
    spellings.push({ label: 'all options', pieces: all.flat() });
    spellings.push({ label: 'all options reversed', pieces: reverseOptions(fields, all) });
  }
  return spellings;
}

/** An option given twice, and every other alternative beside the first. */
function twice(node: Node<unknown>, options: readonly Spelling[]): Spelling[] {
  const first = options[0]!;
  if (first.pieces[0]?.node !== undefined) return [];
  const name = first.label || node.token || first.pieces[0]!.text;
  const rest = node.kind === 'oneof' || node.kind === 'flags' ? options.slice(1) : [];
  return [first, ...rest].map((other) => ({
    label: `${name}+${other.label || name}`,
    pieces: [...first.pieces, ...other.pieces],
  }));
}

function reverseOptions(
  fields: readonly (readonly [string, Node<unknown>])[],
  pieces: readonly (readonly Piece[])[],
): Piece[] {
  const order: Piece[] = [];
  for (let i = 0; i < fields.length; ) {
    let end = i;
    while (end < fields.length && fields[end]![1].optional) end++;
    for (let j = end - 1; j >= i; j--) order.push(...pieces[j]!);
    if (end < fields.length) order.push(...pieces[end]!);
    i = end + 1;
  }
  return order;
}

/** Spellings of one node, as if it were required. */
function spellNode(node: Node<unknown>, name: string): Spelling[] {
  const word: Piece[] =
    node.token === undefined || node.kind === 'token' || node.kind === 'list' ? [] : [{ text: node.token }];
  return plainSpellings(node, name).map(({ label, pieces }) => ({
    label: [node.kind === 'token' || node.kind === 'list' ? '' : node.token, label].filter(Boolean).join(' '),
    pieces: [...word, ...pieces],
  }));
}

function plainSpellings(node: Node<unknown>, name: string): Spelling[] {
  const items = node.items ?? {};
  switch (node.kind) {
    case 'token':
      return [{ label: node.token!, pieces: [{ text: node.token! }] }];
    case 'oneof':
    case 'flags':
      return Object.entries(items).flatMap(([field, item]) =>
        spellNode(item, kebab(field)).map(({ label, pieces }) => ({ label: label || kebab(field), pieces })),
      );
    case 'block':
      return spell(items);
    case 'list': {
      const one = Object.values(items).flatMap((item) => spellNode(item, singular(name)));
      const both = [...one[0]!.pieces, ...one.at(-1)!.pieces];
      return [...one, { label: 'two', pieces: both }];
    }
    case 'repeat': {
      const item = tuple(items, name);
      // as many as there are counted items: one
      if (node.times !== undefined) return [{ label: '', pieces: item }];
      return [
        { label: '', pieces: item },
        { label: 'two', pieces: [...item, ...item] },
      ];
    }
    case 'counted': {
      const item = tuple(items, name);
      const count = (n: number): Piece => ({ text: String(n), node: { kind: 'integer', min: node.min ?? 1 } });
      return [
        { label: '', pieces: [count(1), ...item] },
        { label: 'two', pieces: [count(2), ...item, ...item] },
      ];
    }
    case 'halves': {
      const parts = Object.entries(items).map(([field, item]) => leaf(item, singular(kebab(field))));
      return [
        { label: '', pieces: parts },
        { label: 'two', pieces: parts.flatMap((part) => [part, part]) },
      ];
    }
    default:
      return [{ label: '', pieces: [leaf(node, name)] }];
  }
}

function tuple(items: Grammar, name: string): Piece[] {
  return Object.entries(items).map(([field, item]) => leaf(item, field === 'item' ? singular(name) : kebab(field)));
}

function leaf(node: Node<unknown>, name: string): Piece {
  return { text: node.sample ?? sampleText(node, node.name ?? name), node };
}

function sampleText(node: Node<unknown>, name: string): string {
  switch (node.kind) {
    case 'key':
      return 'key';
    case 'integer':
    case 'int64':
      if (node.docType === 'unix-time') return name.includes('milli') ? '33177117420000' : '33177117420';
      // Nothing expires while two servers are compared.
      if (name === 'milliseconds' && node.min === undefined && node.max === undefined) return '60000';
      return String(Math.min(Math.max(node.min ?? 10, 10), node.max ?? 10));
    case 'double':
      return '1.5';
    default:
      return node.docType === 'pattern' ? '*' : name;
  }
}
