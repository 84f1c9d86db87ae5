/** The nodes of a grammar as data, and the types that a command's arguments get from them. grammar.ts builds them. */
import type { ErrorCode } from './parse-error.ts';

declare const valueType: unique symbol;

export type NodeKind =
  | 'key'
  | 'bytes'
  | 'integer'
  | 'int64'
  | 'double'
  | 'token'
  | 'oneof'
  | 'flags'
  | 'block'
  | 'repeat'
  | 'list'
  | 'counted'
  | 'halves';

/** What COMMAND DOCS calls a plain argument. */
export type DocType = 'string' | 'integer' | 'double' | 'pattern' | 'unix-time' | 'key';

/** How a command uses a key, in the words of COMMAND INFO: the access first, then what it does to the value. */
export type KeyAccess =
  | `${'RO' | 'RW' | 'OW' | 'RM'}${'' | ' access'}${'' | ' insert' | ' update' | ' delete'}${'' | ' variable_flags' | ' incomplete'}`
  | 'not_key';

/**
 * A `oneof` given twice: `same`: the same alternative replaces the first, another one is a conflict (usual); `never`:
 * any second one is a conflict; `any`: the last one counts.
 */
export type Again = 'same' | 'never' | 'any';

/** Attributes every node may carry; parsing does not look at them. */
export interface DocOptions {
  /** Name in COMMAND DOCS. Without it: the field's name in kebab-case (singular for the items of a repeated field). */
  readonly name?: string;
  /** Text shown in the syntax line, if not the name. */
  readonly display?: string;
  readonly since?: string;
  readonly deprecatedSince?: string;
  /** Key spec that COMMAND DOCS links to this argument, if it is not a key itself. */
  readonly keySpecIndex?: number;
  /** A valid text for this argument, for generated requests; without it one is made up from the kind and the name. */
  readonly sample?: string;
}

/** One node of a grammar. `V` is what the command receives for it. */
export interface Node<V> extends DocOptions {
  readonly kind: NodeKind;
  readonly [valueType]?: V;
  readonly docType?: DocType;
  /** Word written before the argument; for kind `token` the word itself. */
  readonly token?: string;
  readonly optional?: boolean;
  /** Worth true or false. */
  readonly flag?: boolean;
  readonly anyOrder?: boolean;
  /** May be given several times, each time with its token. */
  readonly multipleToken?: boolean;
  readonly access?: KeyAccess;
  /** The command stores this argument: a large one may stream into pages of its own. */
  readonly stored?: boolean;
  readonly eager?: boolean;
  /** What a second alternative of a `oneof` among options means. */
  readonly again?: Again;
  /** Chosen among alternatives when it is the only argument left. */
  readonly alone?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly items?: Grammar;
  /** Items are a plain node rather than a tuple. */
  readonly single?: boolean;
  readonly countName?: string;
  readonly times?: string;
  readonly errors?: NodeErrors;
}

/** Errors of a node where Redis words them differently from the usual ones. */
export interface NodeErrors {
  /** Not a number at all (or outside 64 bits). */
  readonly invalid?: ErrorCode;
  /** A number below `min` or above `max`. */
  readonly range?: ErrorCode;
  /** A decimal that is larger than any double; without it, `invalid`. */
  readonly beyond?: ErrorCode;
  /** A required field that was not given. */
  readonly missing?: ErrorCode;
  /** A second alternative of one `oneof`. */
  readonly conflict?: ErrorCode;
  /** An incomplete last item; keys without as many IDs. */
  readonly uneven?: ErrorCode;
  /** A count that promises more items than there are arguments. */
  readonly tooMany?: ErrorCode;
  /** A count that is not exactly the number of items left. Giving it makes the check. */
  readonly mismatch?: ErrorCode;
}

/** A node of exactly one argument. */
export interface Leaf<V> extends Node<V> {
  readonly leaf: true;
}

export interface Token<T extends string> extends Node<T> {
  readonly kind: 'token';
  readonly token: T;
}

export type Grammar = { readonly [field: string]: Node<unknown> };
export type LeafGrammar = { readonly [field: string]: Leaf<unknown> };

export type ValueOf<N> = N extends Node<infer V> ? V : never;
/** What `run` receives for a grammar. */
export type Args<G> = { readonly [F in keyof G]: ValueOf<G[F]> };

/** The alternative that was given, and its value. */
export type Choice<A> = { [F in keyof A & string]: { readonly is: F; readonly value: ValueOf<A[F]> } }[keyof A &
  string];
export type OneofValue<A> = A[keyof A] extends Token<string> ? ValueOf<A[keyof A]> : Choice<A>;
