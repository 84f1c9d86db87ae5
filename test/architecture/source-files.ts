/** What the architecture tests look at: the project's files, their syntax trees and their imports. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'vitest/node';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A node of the syntax tree (ESTree with TypeScript): its type, its place, and fields that depend on the type. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export interface SourceFile {
  /** From the repository's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: SyntaxNode;
}

/** Folders that hold nothing of the project; the same as in .gitignore. */
const outside = ['.git', 'node_modules', 'dist', 'coverage', '.cache'];

/** Every file of the project, from the root. It asks the disk and not git, so it works in an unpacked archive too. */
export function projectFiles(): string[] {
  return globSync(['**/*', '**/.*', '.ci/*', '.github/**/*'], {
    cwd: root,
    withFileTypes: true,
    exclude: (entry) => outside.includes(entry.name),
  })
    .filter((entry) => entry.isFile() && !/\.(?:log|cpuprofile|heapsnapshot|tgz)$|^perf\.data/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** The TypeScript files under the folders given, parsed. */
export function sourceFiles(...folders: readonly string[]): SourceFile[] {
  return projectFiles()
    .filter((path) => path.endsWith('.ts') && folders.some((folder) => path.startsWith(`${folder}/`)))
    .map((path) => {
      const text = read(path);
      try {
        return { path, text, tree: parseSource(text) };
      } catch (error) {
        throw new Error(`${path} does not parse`, { cause: error });
      }
    });
}

export function parseSource(text: string): SyntaxNode {
  return parseAst(text, { lang: 'ts' }) as unknown as SyntaxNode;
}

/** Calls `visit` with every node, parents first, and with the chain of nodes above it. */
export function walk(tree: SyntaxNode, visit: (node: SyntaxNode, parents: readonly SyntaxNode[]) => void): void {
  const parents: SyntaxNode[] = [];
  const enter = (node: SyntaxNode): void => {
    visit(node, parents);
    parents.push(node);
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) enter(child);
    }
    parents.pop();
  };
  enter(tree);
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/** The line (from 1) on which a node starts. */
export function lineOf(file: { readonly text: string }, node: SyntaxNode): number {
  return file.text.slice(0, node.start).split('\n').length;
}

export interface Import {
  /** As written. */
  readonly specifier: string;
  /** The project's path it means, or null for a package or a module of Node. */
  readonly target: string | null;
  /** True when it exists for the type checker only, and so is gone at run time. */
  readonly typeOnly: boolean;
  readonly line: number;
}

/** Static imports, re-exports, `import()` with a literal, `new URL('x.ts', import.meta.url)`, and `import('x')` types. */
export function importsOf(file: SourceFile): Import[] {
  const found: Import[] = [];
  walk(file.tree, (node) => {
    const specifier = specifierOf(node);
    if (specifier === null) return;
    const target = specifier.startsWith('.') ? posix.join(posix.dirname(file.path), specifier) : null;
    found.push({ specifier, target, typeOnly: isTypeOnly(node), line: lineOf(file, node) });
  });
  return found;
}

function specifierOf(node: SyntaxNode): string | null {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return literal(node['source']) ?? literal(node['argument']);
    case 'NewExpression': {
      // How a worker's file is named: a dependency like any other.
      const callee = node['callee'];
      const first = (node['arguments'] as readonly unknown[])[0];
      const path = isNode(callee) && callee['name'] === 'URL' ? literal(first) : null;
      return path !== null && /^\.{1,2}\/.*\.[jt]s$/.test(path) ? path.replace(/\.js$/, '.ts') : null;
    }
    default:
      return null;
  }
}

function literal(node: unknown): string | null {
  return isNode(node) && node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : null;
}

function isTypeOnly(node: SyntaxNode): boolean {
  if (node.type === 'TSImportType') return true;
  return node['importKind'] === 'type' || node['exportKind'] === 'type';
}
