/**
 * What may differ between two replies to the same request. Everything a scenario does not name is `exact`.
 *
 * A verb is data; `compare` gives the reason why two replies differ under it, or undefined. A verb loosens one thing
 * only: `sorted` forgets order, `aboutEqual` forgets small distances, `sameShape` forgets leaf values.
 */
import type { Reply } from '../../protocol/resp/reply-parser.ts';
import type { RawReply } from '../helpers/raw-client.ts';

export type Verb =
  | { readonly kind: 'exact' }
  /** Elements in any order: of the outermost aggregate, or of all of them. */
  | { readonly kind: 'sorted'; readonly deep: boolean; readonly mask?: RegExp }
  /** Same types and lengths all the way down, and the same map keys; leaf values are free. */
  | { readonly kind: 'sameShape' }
  /** Same outermost type; an error also has the same first word. */
  | { readonly kind: 'sameType' }
  /** Numbers equal to this many digits after the point. */
  | { readonly kind: 'rounded'; readonly digits: number }
  /** Times within this distance of each other, in milliseconds or in seconds, beside what the scenario took so far. */
  | { readonly kind: 'aboutEqual'; readonly within: number; readonly unit: 'ms' | 's' }
  /** Leaf texts are equal once these matches are blanked; with `whole`, the text of the whole reply (`maskedText`). */
  | { readonly kind: 'masked'; readonly mask: RegExp; readonly whole?: boolean }
  /** Lines of a text in any order, matches blanked, only those that begin with `only`. */
  | { readonly kind: 'lines'; readonly mask: RegExp; readonly only: string }
  /** `name=value` or `name:value` text: the oracle's names in its order; ours may have more. */
  | { readonly kind: 'fields' }
  /** Ours has every element (or map pair) of the oracle's, and may have more. */
  | { readonly kind: 'atLeast' }
  /** Ours is these bytes, whatever the oracle says: behaviour newer than the oracle, or our own by decision. */
  | { readonly kind: 'ours'; readonly bytes: Buffer; readonly reason: string }
  /** Any well-formed reply. */
  | { readonly kind: 'ignored'; readonly reason: string };

export const exact: Verb = { kind: 'exact' };

/**
 * Why `ours` is not the same as `oracle` under `verb`, or undefined when it is. `playedMs`: how long the scenario had
 * run when the later of the two replied; a machine that stands still for seconds makes times differ by as much.
 */
export function compare(verb: Verb, oracle: RawReply, ours: RawReply, playedMs = 0): string | undefined {
  switch (verb.kind) {
    case 'exact':
      return oracle.bytes.equals(ours.bytes) ? undefined : 'bytes differ';
    case 'ours':
    case 'ignored':
      return undefined;
    case 'sorted':
      return canonical(oracle.reply, verb.deep, 0, verb.mask) === canonical(ours.reply, verb.deep, 0, verb.mask)
        ? undefined
        : 'elements differ';
    case 'sameShape':
      return shape(oracle.reply) === shape(ours.reply)
        ? undefined
        : `shape is ${shape(ours.reply)}, not ${shape(oracle.reply)}`;
    case 'sameType':
      return sameType(oracle.reply, ours.reply);
    case 'rounded': {
      const scale = 10 ** verb.digits;
      return numbersWithin(oracle.reply, ours.reply, (a, b) => Math.round(a * scale) === Math.round(b * scale));
    }
    case 'aboutEqual': {
      const within = verb.within + (verb.unit === 's' ? playedMs / 1_000 : playedMs);
      return numbersWithin(oracle.reply, ours.reply, (a, b) => Math.abs(a - b) <= within);
    }
    case 'masked': {
      const [leaves, whole] = verb.whole === true ? [NOTHING, verb.mask] : [verb.mask, NOTHING];
      const a = maskedText(oracle.reply, leaves).replace(whole, '#');
      const b = maskedText(ours.reply, leaves).replace(whole, '#');
      return a === b ? undefined : `masked text is ${b}, not ${a}`;
    }
    case 'lines': {
      const a = lines(oracle.reply, verb.mask, verb.only);
      const b = lines(ours.reply, verb.mask, verb.only);
      return a === b ? undefined : `lines are\n${b}\n          not\n${a}`;
    }
    case 'fields':
      return missingFields(leafText(oracle.reply), leafText(ours.reply));
    case 'atLeast':
      return missingElements(oracle.reply, ours.reply);
  }
}

const NOTHING = /(?!)/;

/** A leaf as text without its type, or undefined for an aggregate. */
function leaf(reply: Reply): string | undefined {
  switch (reply.type) {
    case 'array':
    case 'set':
    case 'push':
    case 'map':
      return undefined;
    case 'bulk':
    case 'blob-error':
    case 'verbatim':
      return reply.value.toString('latin1');
    case 'double':
      return reply.text;
    default:
      return String(reply.value);
  }
}

function leafText(reply: Reply): string {
  return leaf(reply) ?? children(reply).map(leafText).join('\n');
}

function children(reply: Reply): Reply[] {
  if (reply.type === 'map') return reply.value.flat();
  return Array.isArray(reply.value) ? (reply.value as Reply[]) : [];
}

/** A text that is equal for two replies that are equal up to the order of elements (at the top, or everywhere). */
function canonical(reply: Reply, deep: boolean, depth: number, mask: RegExp = NOTHING): string {
  const own = leaf(reply);
  if (own !== undefined) return `${reply.type}:${JSON.stringify(own.replace(mask, '#'))}`;
  const items =
    reply.type === 'map'
      ? reply.value.map((pair) => pair.map((item) => canonical(item, deep, depth + 1, mask)).join('='))
      : children(reply).map((item) => canonical(item, deep, depth + 1, mask));
  if (deep || depth === 0) items.sort();
  return `${reply.type}(${items.join(',')})`;
}

function shape(reply: Reply): string {
  if (reply.type === 'map') {
    return `map(${reply.value.map(([key, value]) => `${leaf(key) ?? shape(key)}:${shape(value)}`).join(',')})`;
  }
  if (leaf(reply) !== undefined) return reply.type;
  return `${reply.type}(${children(reply).map(shape).join(',')})`;
}

function sameType(oracle: Reply, ours: Reply): string | undefined {
  if (oracle.type !== ours.type) return `type is ${ours.type}, not ${oracle.type}`;
  if (oracle.type !== 'error' || ours.type !== 'error') return undefined;
  const [a] = oracle.value.split(' ');
  const [b] = ours.value.split(' ');
  return a === b ? undefined : `error is ${b}, not ${a}`;
}

const NUMBER = /^[+-]?(\d+(\.\d*)?(e[+-]?\d+)?|inf|nan)$/i;

function numbersWithin(oracle: Reply, ours: Reply, same: (a: number, b: number) => boolean): string | undefined {
  if (oracle.type !== ours.type) return `type is ${ours.type}, not ${oracle.type}`;
  const a = leaf(oracle);
  const b = leaf(ours);
  if (a !== undefined && b !== undefined) {
    if (a === b || (NUMBER.test(a) && NUMBER.test(b) && same(Number(a), Number(b)))) return undefined;
    return `${b} is too far from ${a}`;
  }
  const as = children(oracle);
  const bs = children(ours);
  if (as.length !== bs.length) return `${bs.length} elements, not ${as.length}`;
  for (let i = 0; i < as.length; i++) {
    const why = numbersWithin(as[i]!, bs[i]!, same);
    if (why !== undefined) return `element ${i}: ${why}`;
  }
  return undefined;
}

function maskedText(reply: Reply, mask: RegExp): string {
  const own = leaf(reply);
  if (own !== undefined) return `${reply.type}:${own.replace(mask, '#')}`;
  return `${reply.type}(${children(reply)
    .map((item) => maskedText(item, mask))
    .join(',')})`;
}

function lines(reply: Reply, mask: RegExp, only: string): string {
  const wanted = leafText(reply)
    .split(/\r?\n/)
    .filter((line) => line !== '' && line.startsWith(only));
  return wanted
    .map((line) => line.replace(mask, '#'))
    .sort()
    .join('\n');
}

/** The names of `name:value` and `name=value` pairs, section headings included, in order. */
function fieldNames(text: string): string[] {
  const names: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) names.push(line);
    else if (/^[\w.-]+:/.test(line)) names.push(line.slice(0, line.indexOf(':')));
    else for (const pair of line.split(' ')) if (pair.includes('=')) names.push(pair.slice(0, pair.indexOf('=')));
  }
  return names;
}

function missingFields(oracle: string, ours: string): string | undefined {
  const have = new Set(fieldNames(ours));
  // The oracle's package has a module built in, and says so in INFO.
  const missing = fieldNames(oracle).filter((name) => !have.has(name) && name !== 'module');
  return missing.length === 0 ? undefined : `fields missing: ${missing.join(' ')}`;
}

function missingElements(oracle: Reply, ours: Reply): string | undefined {
  if (oracle.type !== ours.type) return `type is ${ours.type}, not ${oracle.type}`;
  const elements = (reply: Reply): string[] =>
    reply.type === 'map'
      ? reply.value.map(([key, value]) => `${canonical(key, true, 0)}=${canonical(value, true, 0)}`)
      : children(reply).map((item) => canonical(item, true, 0));
  const have = new Set(elements(ours));
  const missing = elements(oracle).filter((element) => !have.has(element));
  return missing.length === 0 ? undefined : `elements missing: ${missing.slice(0, 20).join(' ')}`;
}
