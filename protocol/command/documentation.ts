/** The arguments of a command as COMMAND DOCS tells them, from its grammar. */
import { kebab, singular } from './derive.ts';
import type { DocType, Grammar, Node } from './node.ts';

export interface DocArgument {
  readonly name: string;
  readonly type: DocType | 'pure-token' | 'oneof' | 'block';
  readonly displayText?: string;
  readonly keySpecIndex?: number;
  readonly token?: string;
  readonly since?: string;
  readonly deprecatedSince?: string;
  readonly flags: readonly ('optional' | 'multiple' | 'multiple_token')[];
  readonly arguments?: readonly DocArgument[];
}

/** Hands out the key specs to the keys of a grammar, in order. */
type NextSpec = (node: Node<unknown>) => number | undefined;

/** `owners`: number of the key spec of each key in the grammar, in order; without it keys and specs go in step. */
export function documentArguments(grammar: Grammar, owners?: readonly number[]): DocArgument[] {
  let keys = 0;
  return documentFields(grammar, (node) => {
    if (node.access === undefined || node.access === 'not_key') return node.keySpecIndex;
    const ordinal = keys++;
    return node.keySpecIndex ?? owners?.[ordinal] ?? ordinal;
  });
}

function documentFields(grammar: Grammar, nextSpec: NextSpec): DocArgument[] {
  return Object.entries(grammar).flatMap(([field, node]) => document(node, node.name ?? kebab(field), nextSpec));
}

function document(node: Node<unknown>, name: string, nextSpec: NextSpec): DocArgument[] {
  const items = node.items ?? {};
  switch (node.kind) {
    case 'token':
      return [{ ...common(node, name, nextSpec), type: 'pure-token', displayText: node.display ?? name }];
    case 'oneof':
    case 'flags':
      return [{ ...common(node, name, nextSpec), type: 'oneof', arguments: documentFields(items, nextSpec) }];
    case 'block':
      return [{ ...common(node, name, nextSpec), type: 'block', arguments: documentFields(items, nextSpec) }];
    case 'halves':
      return [
        {
          ...common(node, name, nextSpec),
          type: 'block',
          arguments: Object.entries(items).flatMap(([field, item]) =>
            again(document(item, item.name ?? singular(kebab(field)), nextSpec)),
          ),
        },
      ];
    case 'repeat':
      return [repeated(node, name, nextSpec)];
    case 'list':
      return [repeated({ ...node, single: true }, name, nextSpec)];
    case 'counted':
      return documentCounted(node, name, nextSpec);
    default:
      return [leaf(node, name, nextSpec)];
  }
}

function leaf(node: Node<unknown>, name: string, nextSpec: NextSpec): DocArgument {
  const type = node.access === 'not_key' ? 'string' : node.docType!;
  return { ...common(node, name, nextSpec), type, displayText: node.display ?? name };
}

/** The attributes that any argument may have. */
function common(node: Node<unknown>, name: string, nextSpec: NextSpec) {
  const keySpecIndex = nextSpec(node);
  return {
    name,
    flags: node.optional ? (['optional'] as const) : [],
    ...(keySpecIndex !== undefined && { keySpecIndex }),
    ...(node.token !== undefined && { token: node.token }),
    ...(node.since !== undefined && { since: node.since }),
    ...(node.deprecatedSince !== undefined && { deprecatedSince: node.deprecatedSince }),
  };
}

/** The item of a repeated field, marked as multiple; a tuple is a block. */
function repeated(node: Node<unknown>, name: string, nextSpec: NextSpec): DocArgument {
  const items = node.items ?? {};
  const optional = node.optional || node.min === 0;
  const flags = [
    ...(optional ? (['optional'] as const) : []),
    'multiple' as const,
    ...(node.multipleToken ? (['multiple_token'] as const) : []),
  ];
  const own = common({ ...node, optional: false }, name, () => undefined);
  if (!node.single) return { ...own, type: 'block', flags, arguments: documentFields(items, nextSpec) };
  const item = Object.values(items)[0]!;
  const itemName = item.name ?? node.name ?? singular(name);
  return { ...document(item, itemName, nextSpec)[0]!, ...own, name: itemName, flags };
}

function documentCounted(node: Node<unknown>, name: string, nextSpec: NextSpec): DocArgument[] {
  const count: DocArgument = { name: node.countName!, type: 'integer', displayText: node.countName!, flags: [] };
  const { token, optional, since, ...inner } = node;
  if (token === undefined) return [count, repeated(inner, name, nextSpec)];
  const items = repeated({ ...inner, min: 1 }, node.single ? name : 'data', nextSpec);
  return [{ ...common(node, name, nextSpec), type: 'block', arguments: [count, items] }];
}

function again(list: readonly DocArgument[]): DocArgument[] {
  return list.map((argument) => ({ ...argument, flags: [...argument.flags, 'multiple'] }));
}
