/** What follows from a row without looking at a request: arity, flags, ACL categories, syntax line. */
import type { CommandFacts } from './define.ts';
import type { Grammar, Node } from './node.ts';
import { lengthOf } from './steps.ts';
import { ACL_CATEGORIES, type AclCategory, COMMAND_FLAGS, type CommandFlag, type CommandGroup } from './vocabulary.ts';

/** Redis' arity of a grammar: the name (and its container's) counts; negative means "at least". */
export function deriveArity(grammar: Grammar, first: number): number {
  let least = first;
  let exact = true;
  for (const node of Object.values(grammar)) {
    if (!node.optional) least += lengthOf(node);
    if (!hasOneLength(node)) exact = false;
  }
  return exact ? least : -least;
}

function hasOneLength(node: Node<unknown>): boolean {
  if (node.optional || ['repeat', 'list', 'counted', 'halves'].includes(node.kind)) return false;
  const items = Object.values(node.items ?? {});
  if (node.kind === 'oneof') return items.every((item) => hasOneLength(item) && lengthOf(item) === lengthOf(items[0]!));
  return items.every(hasOneLength);
}

/** Flags in the order in which COMMAND INFO prints them. */
export function orderFlags(flags: readonly CommandFlag[], movable: boolean): CommandFlag[] {
  return COMMAND_FLAGS.filter((flag) => flags.includes(flag) || (flag === 'movablekeys' && movable));
}

const GROUP_CATEGORIES: Partial<Record<CommandGroup, AclCategory>> = {
  generic: 'keyspace',
  string: 'string',
  list: 'list',
  set: 'set',
  'sorted-set': 'sortedset',
  hash: 'hash',
  hyperloglog: 'hyperloglog',
  geo: 'geo',
  stream: 'stream',
  bitmap: 'bitmap',
  connection: 'connection',
  transactions: 'transaction',
  scripting: 'scripting',
};

/** ACL categories that follow from flags and group, with the row's own corrections. A mere container has none but `slow`. */
export function deriveCategories(facts: CommandFacts, container: boolean): AclCategory[] {
  const has = (flag: CommandFlag) => facts.flags.includes(flag);
  const categories = new Set<AclCategory>(facts.acl);
  const byGroup = container ? undefined : GROUP_CATEGORIES[facts.group];
  if (byGroup !== undefined) categories.add(byGroup);
  if (has('write')) categories.add('write');
  if (has('readonly') && facts.group !== 'scripting') categories.add('read');
  if (has('admin')) categories.add('admin').add('dangerous');
  if (has('pubsub')) categories.add('pubsub');
  if (has('blocking')) categories.add('blocking');
  categories.add(has('fast') ? 'fast' : 'slow');
  for (const category of facts.aclWithout ?? []) categories.delete(category);
  return ACL_CATEGORIES.filter((category) => categories.has(category));
}

/** `unixTimeSeconds` is documented as `unix-time-seconds`. */
export function kebab(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Items of a field named in the plural are documented in the singular: `keys` holds each `key`. */
export function singular(name: string): string {
  return name.endsWith('s') ? name.slice(0, -1) : name;
}

/** One line that shows every argument: `SET key value [NX | XX] [GET] [EX seconds | …]`. */
export function syntaxLine(name: string, grammar: Grammar): string {
  const words = Object.entries(grammar).map(([field, node]) =>
    syntaxOf(node, node.display ?? node.name ?? kebab(field)),
  );
  return [name.toUpperCase().replace('|', ' '), ...words].join(' ');
}

function syntaxOf(node: Node<unknown>, name: string): string {
  const text = plainSyntax(node, name);
  return node.optional || (node.min === 0 && node.kind !== 'integer' && node.kind !== 'counted') ? `[${text}]` : text;
}

function plainSyntax(node: Node<unknown>, name: string): string {
  const items = Object.entries(node.items ?? {});
  const inner = items.map(([field, item]) => syntaxOf(item, item.display ?? item.name ?? kebab(field)));
  const word = node.token === undefined || node.kind === 'token' || node.kind === 'list' ? '' : `${node.token} `;
  switch (node.kind) {
    case 'token':
      return node.token || '""';
    case 'oneof':
    case 'flags':
      return word + (node.optional && word === '' ? inner.join(' | ') : `<${inner.join(' | ')}>`);
    case 'block':
      return word + inner.join(' ');
    case 'halves':
      return word + items.map(([field, item]) => again(itemName(item, kebab(field)))).join(' ');
    case 'repeat':
      return word + again(tupleSyntax(node, inner, name));
    case 'counted': {
      const tuple = tupleSyntax(node, inner, name);
      const all = node.min === 0 ? `[${again(tuple)}]` : again(tuple);
      return `${word}${node.countName} ${all}`;
    }
    case 'list':
      return again(syntaxOf({ ...items[0]![1], optional: false }, itemName(items[0]![1], name)));
    default:
      return word + name;
  }
}

function tupleSyntax(node: Node<unknown>, inner: readonly string[], name: string): string {
  if (!node.single) return inner.join(' ');
  return itemName(Object.values(node.items!)[0]!, name);
}

function itemName(item: Node<unknown>, name: string): string {
  return item.display ?? item.name ?? singular(name);
}

function again(item: string): string {
  return `${item} [${item} ...]`;
}
