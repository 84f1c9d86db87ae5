/**
 * Leaves of a stream, and how many nodes a radix tree of their first IDs would have: what XINFO STREAM shows of Redis'
 * own structure.
 *
 * A radix tree of N keys of equal length has a node at the end of each, one for each place at which keys part, and one
 * for each stretch of bytes between these. Two neighbours part behind their common bytes; the places at which a key
 * has parted from those before it are kept on a stack, the deepest on top.
 */
import type { Ref } from '../../memory/types.ts';
import { copyId, ID_WORDS } from '../../values/stream/stream-id.ts';
import { R_TREE } from '../../values/stream/stream-root.ts';
import type { StreamTrim } from '../../values/stream/stream-trim.ts';

export interface StreamShape {
  leaves: number;
  nodes: number;
}

const KEY_BYTES = ID_WORDS * 4;
/** Leaves that are counted; what is more is estimated. */
const MOST_LEAVES = 16_384;
const ROOT = -1;

const key = new Int32Array(ID_WORDS);
const before = new Int32Array(ID_WORDS);

/** Looks at the first ID of each leaf: O(leaves). */
export function shapeOf(entries: StreamTrim, root: Ref): StreamShape {
  const { tree } = entries;
  tree.open(root, R_TREE);
  if (tree.count() === 0) return { leaves: 0, nodes: 1 };
  const open: number[] = [];
  let leaves = 1;
  let counted = 0;
  let nodes = 0;
  /** Where the last key parted from the one before. */
  let parted = ROOT;
  const close = (depth: number): void => {
    while (open.length > 0 && open[open.length - 1]! > depth) {
      const place = open.pop()!;
      const above = Math.max(open[open.length - 1] ?? ROOT, depth);
      nodes += 1 + stretch(above, place);
    }
  };
  tree.seekFirst();
  entries.firstKey(tree.leaf, before, 0);
  counted = tree.leafCount();
  while (leaves < MOST_LEAVES && tree.nextLeaf()) {
    entries.firstKey(tree.leaf, key, 0);
    const common = commonBytes();
    nodes += 1 + stretch(Math.max(parted, common), KEY_BYTES);
    close(common);
    if (open[open.length - 1] !== common) open.push(common);
    parted = common;
    counted += tree.leafCount();
    leaves++;
    copyId(key, 0, before, 0);
  }
  nodes += 1 + stretch(parted, KEY_BYTES);
  close(ROOT);
  const scale = tree.count() / counted;
  return { leaves: Math.round(leaves * scale), nodes: Math.round(nodes * scale) };
}

/** Nodes between two places: the byte at the upper one leads down to it. */
function stretch(above: number, place: number): number {
  return place - above - 1 > 0 ? 1 : 0;
}

function commonBytes(): number {
  for (let i = 0; i < ID_WORDS; i++) {
    const difference = key[i]! ^ before[i]!;
    if (difference !== 0) return i * 4 + (Math.clz32(difference) >>> 3);
  }
  return KEY_BYTES;
}
