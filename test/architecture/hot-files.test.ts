/** Hot files keep their rules; the rules themselves are in hot-files.ts. */
import { describe, expect, it } from 'vitest';
import { breaches, isHot } from './hot-files.ts';
import { parseSource, sourceFiles } from './source-files.ts';

const files = sourceFiles('protocol', 'src');

function breachesIn(text: string): string[] {
  return breaches({ text, tree: parseSource(text) }).map(({ line, what }) => `${line}: ${what}`);
}

describe('hot files', () => {
  it('are marked in the folders that serve every command', () => {
    const folders = ['protocol/resp', 'src/dispatch', 'src/memory', 'src/store', 'src/values', 'src/io'];
    const marked = files.filter((file) => isHot(file.text)).map((file) => file.path);
    expect(folders.filter((folder) => !marked.some((path) => path.startsWith(`${folder}/`)))).toEqual([]);
  });

  it('keep their rules', () => {
    const broken = files
      .filter((file) => isHot(file.text))
      .flatMap((file) => breaches(file).map(({ line, what }) => `${file.path}:${line} ${what}`));
    expect(broken).toEqual([]);
  });

  it('are checked for closures, spreads, regexes, slow copies and strings from bytes', () => {
    const text = `// HOT: rules
export function f(a: Uint8Array, b: Uint8Array[]): void {
  b.forEach((c) => a.set(c));
  g(...b);
  /x/.test('y');
  a.copyWithin(0, 1);
  h(a.toString('latin1'));
}`;
    expect(breachesIn(text)).toEqual([
      '3: a closure',
      '3: .set() is slow on shared memory',
      '4: a spread',
      '5: a regex',
      '6: .copyWithin() is slow on shared memory',
      '7: .toString() makes a string from bytes',
    ]);
  });

  it('may do as they like at load time, in constructors, and where a comment says it is cold', () => {
    const text = `// HOT: rules
const table = [1, 2].map((x) => x * 2);
export class C {
  readonly view: Uint8Array;
  constructor() {
    this.view = new Uint8Array(8).fill(1);
  }
  plain(): number {
    return table.length;
  }
  // cold: an error ends the connection
  describe(): string {
    return [...this.view].join();
  }
}
/** cold: runs once a slab. */
export function init(view: Uint8Array): void {
  view.fill(0);
}`;
    expect(breachesIn(text)).toEqual([]);
  });
});
