/**
 * The language in which a command's arguments are described. A grammar is an object whose fields are read in order:
 *
 *     args: {
 *       key: key('RW access update'),
 *       value: value(),
 *       condition: optional(oneof(['NX', 'XX'])),
 *       get: flag('GET'),
 *       expiration: optional(oneof({
 *         seconds: token('EX', integer()),
 *         milliseconds: token('PX', integer()),
 *         keepttl: token('KEEPTTL'),
 *       })),
 *     }
 *
 * and `run(call, args)` receives exactly those fields, typed: `args.key` is an argument index, `args.condition` is
 * `'NX' | 'XX' | undefined`, `args.expiration` is `{ is: 'seconds', value: number } | … | undefined`.
 *
 * How it is read (parser.ts):
 * - Required fields stand where they are written.
 * - Neighbouring *optional fields that begin with a token* are options: any order; the same one again replaces the
 *   first; another alternative of the same `oneof` is a syntax error. `anyOrder()` adds a required field to them.
 * - Other optional fields are taken from left to right while more arguments are left than later fields require.
 * - First the structure is read, then numbers are converted in the order of the arguments (`eager: true` converts a
 *   number at once). The first error wins.
 * - Absent is `undefined` (`false` for a flag, no items for a list): never 0, never -1.
 */
import type { ArgIndex, ArgList, ArgRange } from './arguments.ts';
import type {
  Again,
  Args,
  DocOptions,
  Grammar,
  KeyAccess,
  Leaf,
  LeafGrammar,
  Node,
  NodeErrors,
  OneofValue,
  Token,
} from './node.ts';
import type { ErrorCode } from './parse-error.ts';

export type { Args, Choice, DocOptions, DocType, Grammar, KeyAccess, Leaf, Node, Token, ValueOf } from './node.ts';

export interface NumberOptions extends DocOptions {
  readonly min?: number;
  readonly max?: number;
  /** Convert while the structure is read: an error in it comes before a later syntax error. */
  readonly eager?: boolean;
  /** Error for text that is no number; usual: `value is not an integer or out of range`, `value is not a valid float`. */
  readonly invalid?: ErrorCode;
  /** Error below `min` or above `max`; usual: `value is out of range`. */
  readonly range?: ErrorCode;
  /** Error for a decimal that is larger than any double; usual: the one for text that is no number. */
  readonly beyond?: ErrorCode;
}

interface BytesOptions extends DocOptions {
  readonly alone?: boolean;
}

const split = (o: NumberOptions = {}) => {
  const { invalid, range, beyond, ...rest } = o;
  const errors: NodeErrors = {
    ...(invalid !== undefined && { invalid }),
    ...(range !== undefined && { range }),
    ...(beyond !== undefined && { beyond }),
  };
  return { ...rest, errors };
};

/** A key. Its key spec is derived from where it stands. */
export function key(access: KeyAccess, options: DocOptions = {}): Leaf<ArgIndex> {
  return { ...options, kind: 'key', docType: 'key', access, leaf: true };
}

/** Bytes that the command looks at but does not store: a field to look up, a script, a name. */
export function bytes(options: BytesOptions = {}): Leaf<ArgIndex> {
  return { ...options, kind: 'bytes', docType: 'string', leaf: true };
}

/** Bytes that the command stores: a string's value, a field's value, an item. A large one may have streamed into pages. */
export function value(options: BytesOptions = {}): Leaf<ArgIndex> {
  return { ...options, kind: 'bytes', docType: 'string', stored: true, leaf: true };
}

/** A glob pattern. */
export function pattern(options: DocOptions = {}): Leaf<ArgIndex> {
  return { ...options, kind: 'bytes', docType: 'pattern', leaf: true };
}

/** A signed 64-bit integer as a number: exact up to 2^53, rounded beyond (`LRANGE k 0 9223372036854775807`). */
export function integer(options?: NumberOptions): Leaf<number> {
  return { ...split(options), kind: 'integer', docType: 'integer', leaf: true };
}

/** A point in time, in the unit the command says. Read like `integer`. */
export function unixTime(options?: NumberOptions): Leaf<number> {
  return { ...split(options), kind: 'integer', docType: 'unix-time', leaf: true };
}

/** A signed 64-bit integer, always exact: a number up to 2^53 - 1 either side of 0, a bigint beyond. */
export function int64(options?: NumberOptions): Leaf<number | bigint> {
  return { ...split(options), kind: 'int64', docType: 'integer', leaf: true };
}

/** A double, `inf` included, NaN excluded. */
export function double(options?: NumberOptions): Leaf<number> {
  return { ...split(options), kind: 'double', docType: 'double', leaf: true };
}

/** A word that stands for itself, in any case. `token('EX', integer())` is a word with an argument behind it. */
export function token<N extends Node<unknown>>(word: string, node: N): N;
export function token<const T extends string>(word: T, options?: DocOptions): Token<T>;
export function token(word: string, node: Node<unknown> | DocOptions = {}): Node<unknown> {
  return 'kind' in node ? { ...node, token: word } : { ...node, kind: 'token', token: word };
}

/** May be left out; it is `undefined` then. */
export function optional<V>(node: Node<V>): Node<V | undefined> {
  return { ...node, optional: true } as Node<V | undefined>;
}

/** A word that may be given or not: true or false. */
export function flag(word: string, options: DocOptions = {}): Node<boolean> {
  return { ...options, kind: 'token', token: word, optional: true, flag: true };
}

/** A word with an argument behind it, which may be left out as one: `option('COUNT', integer())`. */
export function option<V>(word: string, node: Node<V>): Node<V | undefined> {
  return { ...node, token: word, optional: true } as Node<V | undefined>;
}

/** An option that may be given several times, all of which count: `SORT … GET a GET b`. */
export function multiOption<V>(word: string, node: Node<V>, options: DocOptions = {}): Node<ArgList<V>> {
  const item = { ...node, token: word };
  return { ...options, kind: 'list', token: word, items: { item }, optional: true, multipleToken: true };
}

/** A required field that stands among the options around it, in any order with them: `XREADGROUP`'s GROUP. */
export function anyOrder<V>(node: Node<V>, missing?: ErrorCode): Node<V> {
  return { ...node, anyOrder: true, ...(missing !== undefined && { errors: { ...node.errors, missing } }) };
}

interface OneofOptions extends DocOptions {
  /** What a second alternative means, if not a conflict. */
  readonly again?: Again;
  /** Error for a second alternative; usual: syntax error. */
  readonly conflict?: ErrorCode;
  /** Error for none of the alternatives; usual: syntax error. */
  readonly missing?: ErrorCode;
}

/**
 * One of several. Of plain words the command receives the word; of others `{ is, value }`, where `is` is the name of
 * the alternative. Alternatives that begin with a word are tried first.
 */
export function oneof<const T extends string>(words: readonly T[], options?: OneofOptions): Node<T>;
export function oneof<const A extends Grammar>(alternatives: A, options?: OneofOptions): Node<OneofValue<A>>;
export function oneof(alternatives: readonly string[] | Grammar, options: OneofOptions = {}): Node<unknown> {
  const { conflict, missing, ...doc } = options;
  const errors = { ...(conflict !== undefined && { conflict }), ...(missing !== undefined && { missing }) };
  return { ...doc, kind: 'oneof', items: isWords(alternatives) ? words(alternatives) : alternatives, errors };
}

/** Words that Redis documents as alternatives but accepts together (`EXPIRE`'s NX XX GT LT): a boolean for each. */
export function flags<const T extends string>(
  alternatives: readonly T[],
  options: DocOptions = {},
): Node<{ readonly [W in T as Lowercase<W>]: boolean }> {
  return { ...options, kind: 'flags', items: words(alternatives), optional: true };
}

/** Several fields that come together, as one object. */
export function block<const G extends Grammar>(fields: G, options: DocOptions = {}): Node<Args<G>> {
  return { ...options, kind: 'block', items: fields };
}

interface RepeatOptions extends DocOptions {
  /** Fewest items, 0 or 1 (usual: 1). */
  readonly min?: 0 | 1;
  /** Exactly as many items as the earlier `counted` field of this name has: `WEIGHTS`. */
  readonly times?: string;
  /** Error for an incomplete last item; usual: syntax error. */
  readonly uneven?: ErrorCode;
}

/** One node, or a tuple of them, again and again: `repeat(key('RM delete'))`, `repeat({ field: bytes(), value: value() })`. */
export function repeat(item: Leaf<unknown> | LeafGrammar, options: RepeatOptions = {}): Node<ArgRange> {
  const { uneven, ...rest } = options;
  return { min: 1, ...rest, ...tuple(item), kind: 'repeat', errors: uneven === undefined ? {} : { uneven } };
}

/** All arguments that are left, even none. */
export function rest(options: DocOptions = {}): Node<ArgRange> {
  return repeat(bytes(), { ...options, min: 0 });
}

/** Items of which each has a structure of its own, read while they match: `BITFIELD`'s operations. May be none. */
export function list<V>(item: Node<V>, options: DocOptions & { readonly min?: 0 | 1 } = {}): Node<ArgList<V>> {
  return { min: 0, ...options, kind: 'list', items: { item } };
}

interface CountedOptions extends DocOptions {
  /** Name of the count in COMMAND DOCS (usual: `numkeys`). */
  readonly count?: string;
  /** Smallest count (usual: 1). */
  readonly min?: number;
  readonly max?: number;
  /** The count is no integer; usual: `value is not an integer or out of range`. */
  readonly invalid?: ErrorCode;
  /** The count is below `min`; usual: `value is out of range`. */
  readonly range?: ErrorCode;
  /** The count exceeds the arguments that are left; usual: syntax error. */
  readonly tooMany?: ErrorCode;
  /** The items must be the last arguments: error if the count is not exactly what is left. */
  readonly mismatch?: ErrorCode;
  /** The word in front is not there; usual: syntax error. */
  readonly missing?: ErrorCode;
}

/** A count and that many items: `counted(key('RO access'))` reads `2 a b`. The command receives the range of the items. */
export function counted(item: Leaf<unknown> | LeafGrammar, options: CountedOptions = {}): Node<ArgRange> {
  const { count = 'numkeys', invalid, range, tooMany, mismatch, missing, ...doc } = options;
  const errors: NodeErrors = {
    ...(invalid !== undefined && { invalid }),
    ...(range !== undefined && { range }),
    ...(tooMany !== undefined && { tooMany }),
    ...(mismatch !== undefined && { mismatch }),
    ...(missing !== undefined && { missing }),
  };
  return { min: 1, ...doc, ...tuple(item), kind: 'counted', countName: count, errors };
}

/** All arguments that are left, in as many equal parts as there are fields: `STREAMS key… id…`. */
export function halves<const G extends LeafGrammar>(
  fields: G,
  options: DocOptions & { readonly uneven?: ErrorCode } = {},
): Node<{ readonly [F in keyof G]: ArgRange }> {
  const { uneven, ...doc } = options;
  return { ...doc, kind: 'halves', items: fields, errors: uneven === undefined ? {} : { uneven } };
}

function isWords(alternatives: readonly string[] | Grammar): alternatives is readonly string[] {
  return Array.isArray(alternatives);
}

function words(list: readonly string[]): Grammar {
  return Object.fromEntries(list.map((word) => [word.toLowerCase(), token(word)]));
}

function tuple(item: Leaf<unknown> | LeafGrammar): { items: Grammar; single: boolean } {
  return isLeaf(item) ? { items: { item }, single: true } : { items: item, single: false };
}

function isLeaf(item: Leaf<unknown> | LeafGrammar): item is Leaf<unknown> {
  return item['leaf'] === true;
}
