/** Collects what passed, failed and was skipped, prints failures as they come and a ranking at the end. */

export interface Difference {
  /** What was sent. */
  readonly sent: string;
  readonly oracle: string;
  readonly ours: string;
  readonly why: string;
}

export class Report {
  passed = 0;
  failed = 0;
  private readonly verbose: boolean;
  private readonly skips = new Map<string, string[]>();
  private readonly blame = new Map<string, number>();

  constructor(verbose: boolean) {
    this.verbose = verbose;
  }

  pass(name: string, ms: number): void {
    this.passed++;
    if (this.verbose) print(`ok    ${name} (${Math.round(ms)} ms)`);
  }

  fail(name: string, differences: readonly Difference[]): void {
    this.failed++;
    const lines = [`FAIL  ${name}`];
    for (const one of differences) {
      lines.push(
        `        ${one.sent}`,
        `          oracle ${one.oracle}`,
        `          ours   ${one.ours}`,
        `          ${one.why}`,
      );
      const command = `${one.sent.split(/[ (]/)[0]?.toUpperCase()}${one.why === 'missing command' ? ' (missing)' : ''}`;
      this.blame.set(command, (this.blame.get(command) ?? 0) + 1);
    }
    print(lines.join('\n'));
  }

  /** Nothing is skipped quietly: every skip is listed by name and reason at the end. */
  skip(name: string, reason: string): void {
    const names = this.skips.get(reason) ?? [];
    names.push(name);
    this.skips.set(reason, names);
  }

  get skipped(): number {
    return [...this.skips.values()].reduce((sum, names) => sum + names.length, 0);
  }

  /** The last lines; the very last one is `N passed, N failed`. */
  finish(): void {
    for (const [reason, names] of this.skips) {
      print(`\nSKIPPED ${names.length} (${reason}):`);
      print(names.map((name) => `  ${name}`).join('\n'));
    }
    const ranking = [...this.blame].sort((a, b) => b[1] - a[1]).slice(0, 40);
    if (ranking.length > 0) {
      print('\nDifferences by command:');
      for (const [command, count] of ranking) print(`  ${String(count).padStart(5)}  ${command}`);
    }
    print(`\n${this.passed} passed, ${this.failed} failed`);
  }
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
