/**
 * The replies of COMMAND and ACL CAT as plain trees, which the command files write out. Structure and order are those
 * of redis-server 8.0.2.
 */
import { type DocArgument, documentArguments } from './documentation.ts';
import type { CommandTable, TableRow } from './table.ts';
import type { AclCategory, KeySpec } from './vocabulary.ts';

/** A reply: bulk string, integer, null, array, or one of the marked kinds. Pairs are a map, written flat in RESP2, a set as an array. */
export type Reply =
  | string
  | number
  | null
  | readonly Reply[]
  | { readonly status: string }
  | { readonly set: readonly Reply[] }
  | { readonly pairs: readonly (readonly [string, Reply])[] };

// biome-ignore lint/suspicious/noExplicitAny: descriptions never run a command, so any context will do
type AnyTable = CommandTable<any, any>;
// biome-ignore lint/suspicious/noExplicitAny: as above
type AnyTableRow = TableRow<any, any>;

/** COMMAND. */
export function describeAll(table: AnyTable): Reply {
  return table.commands.map(describeRow);
}

/** COMMAND INFO name…: null for a name that is none. */
export function describeNamed(table: AnyTable, names: readonly string[]): Reply {
  return names.map((name) => {
    const row = table.named(name);
    return row === undefined ? null : describeRow(row);
  });
}

function describeRow(row: AnyTableRow): Reply {
  return [
    row.name,
    row.arity,
    statuses(row.flags),
    row.firstKey,
    row.lastKey,
    row.keyStep,
    statuses(row.categories.map((category) => `@${category}`)),
    { set: row.definition.tips ?? [] },
    { set: row.keySpecs.map(describeKeySpec) },
    // Redis marks the list of subcommands as a set only when it is empty.
    row.subcommandRows.length === 0 ? { set: [] } : row.subcommandRows.map(describeRow),
  ];
}

function statuses(words: readonly string[]): Reply {
  return { set: words.map((status) => ({ status })) };
}

function describeKeySpec({ notes, flags, beginSearch, findKeys }: KeySpec): Reply {
  return {
    pairs: [
      ...(notes === undefined ? [] : [['notes', notes] as const]),
      ['flags', statuses(flags)],
      [
        'begin_search',
        {
          pairs: [
            ['type', beginSearch.type],
            ['spec', { pairs: beginSpec(beginSearch) }],
          ],
        },
      ],
      [
        'find_keys',
        {
          pairs: [
            ['type', findKeys.type],
            ['spec', { pairs: findSpec(findKeys) }],
          ],
        },
      ],
    ],
  };
}

function beginSpec(begin: KeySpec['beginSearch']): readonly (readonly [string, Reply])[] {
  if (begin.type === 'index') return [['index', begin.index]];
  return begin.type === 'keyword'
    ? [
        ['keyword', begin.keyword],
        ['startfrom', begin.startFrom],
      ]
    : [];
}

function findSpec(find: KeySpec['findKeys']): readonly (readonly [string, Reply])[] {
  if (find.type === 'range')
    return [
      ['lastkey', find.lastKey],
      ['keystep', find.keyStep],
      ['limit', find.limit],
    ];
  return find.type === 'keynum'
    ? [
        ['keynumidx', find.keyNumIdx],
        ['firstkey', find.firstKey],
        ['keystep', find.keyStep],
      ]
    : [];
}

/** COMMAND DOCS [name…]: names that are none are left out. */
export function documentCommands(table: AnyTable, names: readonly string[]): Reply {
  const rows = names.length === 0 ? table.commands : names.flatMap((name) => table.named(name) ?? []);
  return { pairs: rows.map((row) => [row.name, documentRow(row)]) };
}

function documentRow(row: AnyTableRow): Reply {
  const { definition, command } = row;
  const fields: (readonly [string, Reply])[] = [
    ['summary', definition.summary],
    ['since', definition.since],
    ['group', definition.group],
  ];
  if (definition.complexity !== undefined) fields.push(['complexity', definition.complexity]);
  const docFlags = [...(definition.deprecated ? ['deprecated'] : []), ...(definition.docFlags ?? [])];
  if (docFlags.length > 0) fields.push(['doc_flags', statuses(docFlags)]);
  if (definition.deprecated !== undefined) {
    fields.push(['deprecated_since', definition.deprecated.since], ['replaced_by', definition.deprecated.replacedBy]);
  }
  if (definition.history !== undefined) fields.push(['history', { set: definition.history }]);
  const args = command === null ? [] : documentArguments(command.documentedArgs ?? command.args, row.keySpecOwners);
  if (args.length > 0) fields.push(['arguments', args.map(describeArgument)]);
  if (row.subcommandRows.length > 0) {
    fields.push(['subcommands', { pairs: row.subcommandRows.map((sub) => [sub.name, documentRow(sub)]) }]);
  }
  return { pairs: fields };
}

function describeArgument(argument: DocArgument): Reply {
  const fields: (readonly [string, Reply])[] = [
    ['name', argument.name],
    ['type', argument.type],
  ];
  if (argument.displayText !== undefined) fields.push(['display_text', argument.displayText]);
  if (argument.keySpecIndex !== undefined) fields.push(['key_spec_index', argument.keySpecIndex]);
  if (argument.token !== undefined) fields.push(['token', argument.token]);
  if (argument.since !== undefined) fields.push(['since', argument.since]);
  if (argument.deprecatedSince !== undefined) fields.push(['deprecated_since', argument.deprecatedSince]);
  if (argument.flags.length > 0) fields.push(['flags', statuses(argument.flags)]);
  if (argument.arguments !== undefined) fields.push(['arguments', argument.arguments.map(describeArgument)]);
  return { pairs: fields };
}

/** COMMAND LIST: the names that pass, subcommands included. */
export function listNames(table: AnyTable, accepts: (row: AnyTableRow) => boolean = () => true): Reply {
  return table.rows.filter(accepts).map((row) => row.name);
}

/** The names in an ACL category, for COMMAND LIST FILTERBY ACLCAT and ACL CAT. */
export function namesInCategory(table: AnyTable, category: string): string[] {
  const wanted = category.toLowerCase() as AclCategory;
  return table.rows.filter((row) => row.categories.includes(wanted)).map((row) => row.name);
}
