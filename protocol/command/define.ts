/**
 * What a command is: one declarative row. Everything else that is known about a command (arity, key positions, ACL
 * categories, syntax, documentation, conformance cases) is derived from it. README.md walks through a whole one.
 */
import type { Args, Grammar, KeyAccess } from './node.ts';
import type { ErrorCode } from './parse-error.ts';
import type { AclCategory, CommandFlag, CommandGroup, KeySpec } from './vocabulary.ts';

/** A request and the reply redis-cli prints for it, as one would type them: `['SET k v NX', 'OK']`. */
export type Example = readonly [request: string, reply: string];

/** What is known about every command, containers included. */
export interface CommandFacts {
  /** Lower case; a subcommand is `container|name`. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** Redis version that introduced it. */
  readonly since: string;
  readonly group: CommandGroup;
  readonly complexity?: string;
  /** As COMMAND INFO prints them. `movablekeys` is derived. */
  readonly flags: readonly CommandFlag[];
  /** ACL categories beside those that follow from flags and group. */
  readonly acl?: readonly AclCategory[];
  /** ACL categories that follow from the group but do not apply. */
  readonly aclWithout?: readonly AclCategory[];
  readonly tips?: readonly string[];
  readonly history?: readonly (readonly [version: string, change: string])[];
  readonly deprecated?: { readonly since: string; readonly replacedBy: string };
  readonly docFlags?: readonly 'syscmd'[];
}

/** One key of a request: which argument it is, and how it is used. */
export interface KeyUse {
  readonly at: number;
  readonly access: KeyAccess;
}

/** One command. */
export interface CommandRow<Context, Result, G extends Grammar> extends CommandFacts {
  /** The arguments behind the name. The grammar is the parser. */
  readonly args: G;
  /** Grammar that documentation shows, where Redis documents another one than it accepts. */
  readonly documentedArgs?: Grammar;
  /** Redis' convention (the name counts; negative: at least). Derived from `args` unless given. */
  readonly arity?: number;
  /** Derived from the keys in `args` unless given. */
  readonly keySpecs?: readonly KeySpec[];
  /** Remarks of the derived key specs, in order. */
  readonly keyNotes?: readonly string[];
  /** Error in place of `syntax error`; the error's argument is the one that was not understood. */
  readonly syntaxError?: ErrorCode;
  /** Convert every number while the structure is read, as if each node said `eager`. */
  readonly eager?: boolean;
  /**
   * Which locks the command runs under: those of its keys (usual), or every shard's (FLUSHALL, SWAPDB). One that goes
   * from shard to shard by itself says `each`, unless its flags tell that it looks at the data.
   */
  readonly locks?: 'keys' | 'all' | 'each';
  /**
   * Whether it takes about as long whatever it is asked for, if that is not what its flag `fast` and its complexity tell:
   * where Redis walks, a tree is descended. Several such commands run under one hold of a lock and are timed together; a
   * long step that one takes now and then counts in `heap.longWorks`, which ends that, as do many changes.
   */
  readonly isQuick?: boolean;
  /** At least one pair of request and reply. */
  readonly examples: readonly Example[];
  /** Constraints between options: runs when the structure is read, before numbers are converted, if the request has more
   * than plain fields. 0 if all is well. */
  check?(args: Args<G>): ErrorCode;
  /** Upper bound, in bytes, of the memory the command may allocate. Required of commands with the flag `denyoom`. */
  allocates?(call: Context, args: Args<G>): number;
  /** The keys of a request, all words of which are given, and how it uses them: for COMMAND GETKEYS, where the key specs
   * do not say it because options decide (`SET … GET`). Looks at words without checking what they mean, as Redis does. */
  keysIn?(words: readonly string[]): readonly KeyUse[];
  /** Does the work and writes exactly one reply. `args` is reused by the next call of the same command. */
  run(call: Context, args: Args<G>): Result;
}

/** A name that only groups subcommands (CLIENT, CONFIG), or also runs by itself (COMMAND). */
export interface ContainerRow extends CommandFacts {
  readonly container: true;
}

export type AnyCommand<Context, Result> = CommandRow<Context, Result, Grammar>;
export type AnyRow<Context, Result> = AnyCommand<Context, Result> | ContainerRow;

/**
 * `defineCommand<Context, Result>()({ … })`: the context and the result of `run` are the caller's, the type of `args`
 * is inferred from the grammar. The server binds it once and its command files use the bound function.
 */
export function defineCommand<Context, Result = void>() {
  return <const G extends Grammar>(row: CommandRow<Context, Result, G>): CommandRow<Context, Result, G> => row;
}

/** A container without behaviour of its own; its subcommands are rows named `container|name`. */
export function defineContainer(row: Omit<ContainerRow, 'container'>): ContainerRow {
  return { ...row, container: true };
}

/** Whether the row is of a command that only holds subcommands. */
export function isContainer<Context, Result>(row: AnyRow<Context, Result>): row is ContainerRow {
  return 'container' in row;
}
