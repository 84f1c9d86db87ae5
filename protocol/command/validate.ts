/** What makes a row wrong, said at start-up with the file that is to blame. */
import type { AnyRow, CommandFacts } from './define.ts';
import { isContainer } from './define.ts';
import type { Grammar, Node } from './node.ts';
import { ACL_CATEGORIES, COMMAND_FLAGS, COMMAND_GROUPS } from './vocabulary.ts';

interface Source {
  readonly file: string;
  readonly row: AnyRow<never, unknown>;
}

/** Every problem of these rows: `file: what is wrong`. */
export function problemsOf(sources: readonly { readonly file: string; readonly row: unknown }[]): string[] {
  const rows = sources as readonly Source[];
  const names = new Set(rows.map(({ row }) => row.name));
  const seen = new Map<string, string>();
  const problems: string[] = [];
  for (const { file, row } of rows) {
    const say = (what: string) => problems.push(`${file}: ${what}`);
    const earlier = seen.get(row.name);
    if (earlier !== undefined) say(`${row.name} is already defined in ${earlier}`);
    seen.set(row.name, file);
    checkFacts(row, say);
    const container = row.name.includes('|') ? row.name.slice(0, row.name.indexOf('|')) : undefined;
    if (container !== undefined && !names.has(container)) say(`${row.name} has no row for its container ${container}`);
    if (!isContainer(row)) checkCommand(row, say);
    else if (!rows.some((other) => other.row.name.startsWith(`${row.name}|`)))
      say(`${row.name} is a container without subcommands`);
  }
  return problems;
}

function checkFacts(row: CommandFacts, say: (what: string) => void): void {
  if (!/^[a-z][a-z0-9_.-]*(\|[a-z0-9_-]+)?$/.test(row.name))
    say(`"${row.name}" is no name (lower case, subcommands as container|name)`);
  if (!row.summary.endsWith('.')) say('the summary must be a sentence');
  if (!/^\d+\.\d+\.\d+$/.test(row.since)) say(`since "${row.since}" is no version`);
  if (!COMMAND_GROUPS.includes(row.group)) say(`unknown group ${row.group}`);
  for (const flag of row.flags) if (!COMMAND_FLAGS.includes(flag)) say(`unknown flag ${flag}`);
  if (row.flags.includes('movablekeys')) say('movablekeys is derived');
  if (row.flags.includes('write') && row.flags.includes('readonly')) say('both write and readonly');
  for (const category of [...(row.acl ?? []), ...(row.aclWithout ?? [])]) {
    if (!ACL_CATEGORIES.includes(category)) say(`unknown ACL category ${category}`);
  }
}

function checkCommand(row: Exclude<Source['row'], { container: true }>, say: (what: string) => void): void {
  if (row.examples.length === 0) say('an example is missing');
  const name = row.name.replace('|', ' ').toUpperCase();
  if (!row.examples.some(([request]) => request.toUpperCase().startsWith(name))) say(`no example calls ${name}`);
  if (row.flags.includes('denyoom') && row.allocates === undefined)
    say('denyoom without allocates: say what it may allocate');
  checkFields(row.args, new Set(), say);
}

function checkFields(grammar: Grammar, counted: Set<string>, say: (what: string) => void): void {
  const fields = Object.entries(grammar);
  fields.forEach(([field, node], i) => {
    if (/^\d/.test(field)) say(`field ${field}: a name may not be a number (its order would be lost)`);
    if (node.kind === 'counted') counted.add(field);
    if (node.times !== undefined && !counted.has(node.times))
      say(`field ${field}: no counted field ${node.times} before it`);
    const last = i === fields.length - 1;
    if (
      takesTheRest(node) &&
      !last &&
      fields.slice(i + 1).some(([, next]) => next.optional && next.token === undefined)
    ) {
      say(`field ${field}: takes all that is left, so nothing optional can follow`);
    }
    if (node.kind === 'block') checkFields(node.items ?? {}, counted, say);
  });
}

function takesTheRest(node: Node<unknown>): boolean {
  return node.kind === 'halves' || (node.kind === 'repeat' && node.times === undefined);
}
