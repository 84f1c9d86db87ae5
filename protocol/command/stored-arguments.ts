// HOT: asked once for each large argument, while it arrives.
/**
 * Which arguments of a command are values that it stores. Only the place of an argument is known when it arrives, so
 * behind options any place may hold a value; a large argument in the wrong place is refused when the request is parsed.
 */
import type { Grammar, Node } from './node.ts';
import { lengthOf } from './steps.ts';

export class StoredArguments {
  /** 1 for each stored argument of a fixed place. */
  private readonly fixed: Uint8Array;
  /** From here on, argument i is stored if `pattern[(i - from) % pattern.length]`. */
  private readonly from: number;
  private readonly pattern: Uint8Array;

  constructor(grammar: Grammar, first: number) {
    const fixed: number[] = [];
    let at = first;
    let exact = true;
    let from = Number.POSITIVE_INFINITY;
    let pattern = [0];
    for (const node of Object.values(grammar)) {
      const repeats =
        node.kind === 'repeat' || node.kind === 'counted' || node.kind === 'list' || node.kind === 'halves';
      if (holdsStored(node)) {
        const plain = node.token === undefined && exact;
        if (from < Number.POSITIVE_INFINITY) pattern = [1];
        else if (plain && !repeats && node.kind === 'bytes') fixed.push(at);
        else {
          from = at + (node.kind === 'counted' ? 1 : 0);
          const items = Object.values(node.items ?? {});
          const even = plain && (node.kind === 'repeat' || node.kind === 'counted');
          pattern = even ? items.map((item) => Number(item.stored ?? false)) : [1];
        }
      }
      if (node.optional || repeats) exact = false;
      if (!node.optional) at += lengthOf(node);
    }
    this.fixed = new Uint8Array(Math.max(0, ...fixed) + 1);
    for (const index of fixed) this.fixed[index] = 1;
    this.from = from;
    this.pattern = Uint8Array.from(pattern);
  }

  /** May argument `index` be a value that the command stores? */
  has(index: number): boolean {
    if (index < this.fixed.length && this.fixed[index] === 1) return true;
    return index >= this.from && this.pattern[(index - this.from) % this.pattern.length] === 1;
  }
}

function holdsStored(node: Node<unknown>): boolean {
  return node.stored === true || Object.values(node.items ?? {}).some(holdsStored);
}
