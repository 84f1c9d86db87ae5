/** Reads Prometheus' text format: families with their type, and samples by name and labels. */

export interface Scrape {
  /** Family → type. */
  readonly types: ReadonlyMap<string, string>;
  /** Family → its help. */
  readonly helps: ReadonlyMap<string, string>;
  /** `name{a="1",b="2"}`, labels in alphabetical order → value. */
  readonly samples: ReadonlyMap<string, number>;
}

export function parseMetrics(text: string): Scrape {
  const types = new Map<string, string>();
  const helps = new Map<string, string>();
  const samples = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, kind, name = '', rest = ''] = /^# (TYPE|HELP) (\S+) (.*)$/.exec(line) ?? [];
    if (kind === 'TYPE') types.set(name, rest);
    else if (kind === 'HELP') helps.set(name, rest);
    else if (line !== '' && !line.startsWith('#')) {
      const [, metric = '', labels = '', value = ''] = /^([\w:]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      if (metric === '') throw new SyntaxError(`not a sample: ${line}`);
      const sorted = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([pair]) => pair).sort();
      samples.set(
        sorted.length === 0 ? metric : `${metric}{${sorted.join(',')}}`,
        Number(value.replace('Inf', 'Infinity')),
      );
    }
  }
  return { types, helps, samples };
}

/** The family of a sample: `x_bucket{le="1"}` belongs to `x`. */
export function familyOf(sample: string, types: ReadonlyMap<string, string>): string {
  const name = sample.replace(/\{.*$/, '');
  return types.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '');
}
