/** Time is a parameter: only the clock reads it. */
import { expect, it } from 'vitest';
import { isNode, lineOf, type SourceFile, type SyntaxNode, sourceFiles, walk } from './source-files.ts';

const clocks = /^src\/(?:[^/]+\/)*clock\.ts$/;

function readsTime(node: SyntaxNode): boolean {
  if (node.type === 'NewExpression') {
    const callee = node['callee'];
    return isNode(callee) && callee['name'] === 'Date' && (node['arguments'] as readonly unknown[]).length === 0;
  }
  if (node.type !== 'MemberExpression') return false;
  const { object, property } = node as { object?: unknown; property?: unknown };
  if (!isNode(object) || !isNode(property)) return false;
  const name = `${String(object['name'])}.${String(property['name'])}`;
  return ['Date.now', 'performance.now', 'process.hrtime'].includes(name);
}

function readings(file: SourceFile): string[] {
  const found: string[] = [];
  walk(file.tree, (node) => {
    if (readsTime(node)) found.push(`${file.path}:${lineOf(file, node)}`);
  });
  return found;
}

it('reads the time in clock.ts only', () => {
  const files = sourceFiles('protocol', 'src').filter((file) => !clocks.test(file.path));
  expect(files.flatMap(readings)).toEqual([]);
});
