// HOT: `find` and the fields of a TableRow are used once a command; everything else happens at start-up.
/**
 * The command table: rows checked and completed at start-up with all that follows from them.
 */
import type { RequestArgs } from './arguments.ts';
import type { AnyCommand, AnyRow } from './define.ts';
import { isContainer } from './define.ts';
import { deriveArity, deriveCategories, orderFlags, syntaxLine } from './derive.ts';
import { KeyFinder, type KeyPositions } from './key-positions.ts';
import { deriveKeys, isMovable, legacyRange } from './key-specs.ts';
import { NameTable } from './name-table.ts';
import type { Grammar } from './node.ts';
import type { ErrorCode } from './parse-error.ts';
import { ArgumentParser } from './parser.ts';
import { StoredArguments } from './stored-arguments.ts';
import { problemsOf } from './validate.ts';
import { type AclCategory, COMMAND_FLAGS, type CommandFlag, type KeySpec } from './vocabulary.ts';

/** The bit of a flag in `TableRow.flagBits`. */
export function flagBit(flag: CommandFlag): number {
  return 1 << COMMAND_FLAGS.indexOf(flag);
}

/** A row and where it comes from. */
export interface RowSource<Context, Result> {
  /** For messages: `commands/string/set.ts`. */
  readonly file: string;
  readonly row: AnyRow<Context, Result>;
}

/** One command, container or subcommand, with everything derived from its row. */
export class TableRow<Context, Result> {
  readonly name: string;
  /** Dense, in the order of names: an index for counters and the like. */
  readonly id: number;
  readonly definition: AnyRow<Context, Result>;
  /** Null for a mere container: it cannot be called. */
  readonly command: AnyCommand<Context, Result> | null;
  /** Null for a command without subcommands. */
  readonly subcommands: NameTable<TableRow<Context, Result>> | null;
  readonly subcommandRows: readonly TableRow<Context, Result>[];
  readonly arity: number;
  readonly flags: readonly CommandFlag[];
  /** `flags` as bits (`flagBit`). */
  readonly flagBits: number;
  readonly categories: readonly AclCategory[];
  readonly keySpecs: readonly KeySpec[];
  /** Number of the spec of each key in the grammar, in order; undefined if the row gives its specs itself. */
  readonly keySpecOwners: readonly number[] | undefined;
  readonly firstKey: number;
  readonly lastKey: number;
  readonly keyStep: number;
  /** `SET key value [NX | XX] …` */
  readonly syntax: string;
  readonly parser: ArgumentParser;
  private readonly keyFinder: KeyFinder;
  private readonly stored: StoredArguments;

  constructor(definition: AnyRow<Context, Result>, id: number, subcommands: readonly TableRow<Context, Result>[]) {
    const command = isContainer(definition) ? null : definition;
    const args: Grammar = command?.args ?? {};
    const first = definition.name.includes('|') ? 2 : 1;
    this.name = definition.name;
    this.id = id;
    this.definition = definition;
    this.command = command;
    this.subcommandRows = subcommands;
    const names = subcommands.map((row) => [row.name.slice(row.name.indexOf('|') + 1), row] as const);
    this.subcommands = names.length === 0 ? null : new NameTable(names);
    this.arity = command === null ? -2 : (command.arity ?? deriveArity(args, first));
    const keys = command?.keySpecs === undefined ? deriveKeys(args, first, command?.keyNotes) : undefined;
    this.keySpecs = keys?.specs ?? command?.keySpecs ?? [];
    this.keySpecOwners = keys?.owners;
    this.flags = orderFlags(definition.flags, isMovable(this.keySpecs));
    this.flagBits = this.flags.reduce((bits, flag) => bits | flagBit(flag), 0);
    this.categories = deriveCategories(definition, command === null);
    const range = legacyRange(this.keySpecs);
    this.firstKey = range.first;
    this.lastKey = range.last;
    this.keyStep = range.step;
    this.syntax = command === null ? '' : syntaxLine(this.name, command.documentedArgs ?? args);
    const { syntaxError, eager, check } = command ?? {};
    this.parser = new ArgumentParser(args, first, { syntaxError, eager, check });
    this.keyFinder = new KeyFinder(this.keySpecs, this.parser);
    this.stored = new StoredArguments(args, first);
  }

  /** Is this number of arguments (the name included) allowed? */
  acceptsLength(argc: number): boolean {
    return this.arity >= 0 ? argc === this.arity : argc >= -this.arity;
  }

  /** Reads the arguments of a request of a valid length; 0 or the first error. Then call `run` with `parser.values`. */
  parse(request: RequestArgs): ErrorCode {
    return this.parser.parse(request);
  }

  /** Puts the positions of the keys of a request of a valid length into `out`; false if the request does not say them. */
  keyPositions(request: RequestArgs, out: KeyPositions): boolean {
    return this.keyFinder.find(request, out);
  }

  /** No request of this command has keys. */
  get hasNoKeys(): boolean {
    return this.keyFinder.none;
  }

  /** May argument `index` stream into pages of its own, because the command stores it? */
  streamsArgument(index: number): boolean {
    return this.stored.has(index);
  }
}

/** All commands. */
export class CommandTable<Context, Result> {
  /** By id: commands and subcommands, in the order of their names. */
  readonly rows: readonly TableRow<Context, Result>[];
  /** Commands and containers, without subcommands. */
  readonly commands: readonly TableRow<Context, Result>[];
  private readonly names: NameTable<TableRow<Context, Result>>;

  /** Throws one error that lists every problem of every row, each with its file. */
  constructor(sources: readonly RowSource<Context, Result>[]) {
    const problems = problemsOf(sources);
    if (problems.length > 0) throw new Error(`The command table is not valid:\n${problems.join('\n')}`);
    const sorted = [...sources].sort((a, b) => (a.row.name < b.row.name ? -1 : 1));
    const rows = new Map<string, TableRow<Context, Result>>();
    // a subcommand sorts behind its container's name, so walk backwards: subcommands exist when their container is made
    for (let id = sorted.length - 1; id >= 0; id--) {
      const { file, row } = sorted[id]!;
      const subcommands = [...rows.values()].filter((other) => other.name.startsWith(`${row.name}|`)).reverse();
      rows.set(row.name, complete(file, row, id, subcommands));
    }
    this.rows = [...rows.values()].reverse();
    this.commands = this.rows.filter((row) => !row.name.includes('|'));
    this.names = new NameTable(this.commands.map((row) => [row.name, row] as const));
  }

  /** The command of this name, in any case, or null. Subcommands are found in `row.subcommands`. */
  find(buf: Uint8Array, start: number, len: number): TableRow<Context, Result> | null {
    return this.names.find(buf, start, len);
  }

  /** cold: the row of `set` or `client|kill`, in any case, for replies about commands. */
  named(name: string): TableRow<Context, Result> | undefined {
    const lower = name.toLowerCase();
    return this.rows.find((row) => row.name === lower);
  }
}

function complete<Context, Result>(
  file: string,
  row: AnyRow<Context, Result>,
  id: number,
  subcommands: readonly TableRow<Context, Result>[],
): TableRow<Context, Result> {
  try {
    return new TableRow(row, id, subcommands);
  } catch (cause) {
    throw new Error(`${file}: ${(cause as Error).message}`, { cause });
  }
}
