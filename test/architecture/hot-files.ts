/**
 * The rules of a hot file, checked on its syntax tree. A hot file runs for every command, so it allocates nothing there
 * and stays away from what is slow on shared memory.
 *
 * What runs once is not hot: code outside any function, constructors, and a function or statement right under a comment
 * that begins with `cold:` and says why. A copy inside memory of one thread stands under `not shared:`.
 */
import { isNode, lineOf, type SyntaxNode, walk } from './source-files.ts';

/** Slow on shared memory (measured in src/README.md), or a string made from bytes. */
const bannedMethods: ReadonlyMap<string, string> = new Map([
  ['set', '.set() is slow on shared memory'],
  ['fill', '.fill() is slow on shared memory'],
  ['copyWithin', '.copyWithin() is slow on shared memory'],
  // With an encoding; a number's has none.
  ['toString', '.toString() makes a string from bytes'],
  ['latin1Slice', '.latin1Slice() makes a string from bytes'],
  ['utf8Slice', '.utf8Slice() makes a string from bytes'],
  ['fromCharCode', 'String.fromCharCode() makes a string from bytes'],
]);

export interface Breach {
  readonly line: number;
  readonly what: string;
}

export function isHot(text: string): boolean {
  return text.startsWith('// HOT:');
}

/** Every place where a hot file breaks a rule. */
export function breaches(file: { readonly text: string; readonly tree: SyntaxNode }): Breach[] {
  const found: Breach[] = [];
  walk(file.tree, (node, parents) => {
    const what = breachOf(node);
    if (what === null || !runsPerCommand(file.text, node, parents)) return;
    found.push({ line: lineOf(file, node), what });
  });
  return found;
}

function breachOf(node: SyntaxNode): string | null {
  switch (node.type) {
    case 'SpreadElement':
      return 'a spread';
    case 'RestElement':
      return 'rest parameters';
    case 'ArrowFunctionExpression':
      return 'a closure';
    case 'FunctionExpression':
      return 'a closure';
    case 'Literal':
      return node['regex'] === undefined ? null : 'a regex';
    case 'CallExpression':
      return bannedCall(node['callee'], node['arguments'] as readonly unknown[]);
    default:
      return null;
  }
}

function bannedCall(callee: unknown, args: readonly unknown[]): string | null {
  if (!isNode(callee) || callee.type !== 'MemberExpression') return null;
  const property = callee['property'];
  if (!isNode(property)) return null;
  const name = String(property['name']);
  if (name === 'toString' && args.length === 0) return null;
  return bannedMethods.get(name) ?? null;
}

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

function runsPerCommand(text: string, node: SyntaxNode, parents: readonly SyntaxNode[]): boolean {
  const functions = parents.filter((parent) => functionTypes.has(parent.type));
  // At load time, or the function of a method itself: neither is a closure that a command makes.
  if (functions.length === 0) return false;
  if (parents.some((parent) => parent.type === 'MethodDefinition' && parent['kind'] === 'constructor')) return false;
  return ![...parents, node].some((each) => isExempt(text, each));
}

/** True when the comment that ends right above the node begins with `cold:` or `not shared:`. */
function isExempt(text: string, node: SyntaxNode): boolean {
  if (node.type === 'Program') return false;
  const lines = text.slice(0, node.start).split('\n').slice(0, -1);
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = (lines[i] ?? '').trim();
    if (!/^(\/\/|\/\*|\*)/.test(line)) return false;
    if (/^(\/\/|\/\*\*?|\*)\s*(?:cold|not shared):/i.test(line)) return true;
  }
  return false;
}
