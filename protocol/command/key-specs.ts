/**
 * Derives from a grammar where a command's keys are: the key specifications of COMMAND INFO, and from those the older
 * triple (first key, last key, step). Derivation follows the smallest position a field can have; a grammar whose keys
 * have no describable place must give `keySpecs` itself.
 */
import type { Grammar, Node } from './node.ts';
import { lengthOf } from './steps.ts';
import type { KeySpec } from './vocabulary.ts';

interface Walk {
  readonly specs: KeySpec[];
  /** Number of the spec of each key of the grammar, in order. */
  readonly owners: number[];
  /** Smallest position of the next argument. */
  at: number;
  /** Nothing before could be left out or repeated: the position is exact. */
  exact: boolean;
}

export interface DerivedKeys {
  readonly specs: readonly KeySpec[];
  /** Number of the spec to which each key of the grammar belongs, in order. */
  readonly owners: readonly number[];
}

/** Key specs of a grammar whose first argument is number `first` of the request. Throws if they cannot be derived. */
export function deriveKeys(grammar: Grammar, first: number, notes: readonly string[] = []): DerivedKeys {
  const walk: Walk = { specs: [], owners: [], at: first, exact: true };
  walkFields(grammar, walk, 0);
  return { specs: walk.specs.map((spec, i) => (notes[i] ? { notes: notes[i], ...spec } : spec)), owners: walk.owners };
}

function walkFields(grammar: Grammar, walk: Walk, lengthBehind: number): void {
  const nodes = Object.entries(grammar);
  nodes.forEach(([field, node], i) => {
    const behind = nodes
      .slice(i + 1)
      .reduce((sum, [, next]) => sum + (next.optional ? 0 : lengthOf(next)), lengthBehind);
    walkNode(field, node, walk, behind);
  });
}

function walkNode(field: string, node: Node<unknown>, walk: Walk, behind: number): void {
  if (holdsKeys(node)) addSpecs(field, node, walk, behind);
  const length = lengthOf(node);
  // Of a number, `min` is its smallest value.
  if (node.optional || (node.min === 0 && !isLeaf(node))) walk.exact = false;
  else walk.at += length;
  if (node.kind === 'repeat' || node.kind === 'counted' || node.kind === 'list' || node.kind === 'halves')
    walk.exact = false;
}

function isLeaf(node: Node<unknown>): boolean {
  return 'leaf' in node && node['leaf'] === true;
}

function addSpecs(field: string, node: Node<unknown>, walk: Walk, behind: number): void {
  if (node.kind === 'block' || node.kind === 'oneof') {
    const inner: Walk = {
      ...walk,
      at: walk.at + (node.token === undefined ? 0 : 1),
      exact: walk.exact && !node.optional,
    };
    if (node.kind === 'block') walkFields(node.items ?? {}, inner, behind);
    else
      for (const [name, alternative] of Object.entries(node.items ?? {}))
        walkNode(name, alternative, { ...inner, exact: false }, behind);
    return;
  }
  const keyword = node.token !== undefined;
  if (!keyword && !walk.exact)
    throw new Error(`field ${field}: the place of this key cannot be derived; give keySpecs`);
  const { offset, stride, access } = keyItem(field, node);
  const beginSearch: KeySpec['beginSearch'] = keyword
    ? { type: 'keyword', keyword: node.token, startFrom: walk.at }
    : { type: 'index', index: walk.at + (node.kind === 'counted' ? 0 : offset) };
  const previous = walk.specs.at(-1);
  const flags = access.split(' ');
  if (node.kind === 'key' && previous !== undefined && continues(previous, beginSearch, flags)) {
    const { lastKey } = previous.findKeys as { lastKey: number };
    walk.owners.push(walk.specs.length - 1);
    walk.specs[walk.specs.length - 1] = {
      ...previous,
      findKeys: { type: 'range', lastKey: lastKey + 1, keyStep: 1, limit: 0 },
    };
    return;
  }
  walk.owners.push(walk.specs.length);
  walk.specs.push({ flags, beginSearch, findKeys: findKeys(node, offset, stride, behind) });
}

function findKeys(node: Node<unknown>, offset: number, stride: number, behind: number): KeySpec['findKeys'] {
  switch (node.kind) {
    case 'repeat':
      return { type: 'range', lastKey: -1 - behind, keyStep: stride, limit: 0 };
    case 'halves':
      return { type: 'range', lastKey: -1, keyStep: 1, limit: stride };
    case 'counted':
      return { type: 'keynum', keyNumIdx: 0, firstKey: 1 + offset, keyStep: stride };
    default:
      return { type: 'range', lastKey: 0, keyStep: 1, limit: 0 };
  }
}

/** Is a single key right behind those of `previous`, and used like them (`LCS a b`)? */
function continues(previous: KeySpec, begin: KeySpec['beginSearch'], flags: readonly string[]): boolean {
  const { beginSearch, findKeys: found } = previous;
  if (begin.type !== 'index' || beginSearch.type !== 'index' || found.type !== 'range' || found.lastKey < 0)
    return false;
  return begin.index === beginSearch.index + found.lastKey + 1 && flags.join() === previous.flags.join();
}

/** The key of a node: its place in the tuple that the node repeats, the length of that tuple, and its access. */
function keyItem(field: string, node: Node<unknown>): { offset: number; stride: number; access: string } {
  if (node.access !== undefined) return { offset: 0, stride: 1, access: node.access };
  const items = Object.values(node.items ?? {});
  const offset = items.findIndex((item) => item.access !== undefined);
  const access = items[offset]?.access;
  if (node.kind === 'list' || access === undefined) {
    throw new Error(`field ${field}: the place of its keys cannot be derived; give keySpecs`);
  }
  return { offset, stride: items.length, access };
}

function holdsKeys(node: Node<unknown>): boolean {
  return node.access !== undefined || Object.values(node.items ?? {}).some(holdsKeys);
}

/** First key, last key (negative: from the end) and step, as COMMAND INFO gives them beside the specs; zeros for none. */
export function legacyRange(specs: readonly KeySpec[]): { first: number; last: number; step: number } {
  let first = 0;
  let last = 0;
  let step = 0;
  for (const { beginSearch, findKeys: found } of specs) {
    if (beginSearch.type !== 'index' || found.type !== 'range') continue;
    const end = found.lastKey >= 0 ? beginSearch.index + found.lastKey : found.lastKey;
    if (first === 0) {
      first = beginSearch.index;
      step = found.keyStep;
      last = end;
    } else if (step === 1 && found.keyStep === 1 && beginSearch.index === last + 1) last = end;
  }
  return { first, last, step };
}

/** Do the keys need more than the legacy range to be found? */
export function isMovable(specs: readonly KeySpec[]): boolean {
  return specs.some(({ beginSearch, findKeys: found }) => beginSearch.type !== 'index' || found.type !== 'range');
}
