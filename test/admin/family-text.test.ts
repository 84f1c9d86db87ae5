/** What is kept of a family's text is what would be written anew. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FamilyText } from '../../src/admin/family-text.ts';
import type { MetricFamily, Sample, Source } from '../../src/metrics/prometheus/metric-family.ts';

const HOSTILE = 'a "b"\n\\ c';
/** Some objects are the same each time, as those of most families are. */
const kept = [{ cmd: 'get' }, { cmd: HOSTILE }];

const sample: fc.Arbitrary<Sample> = fc.record(
  {
    metricName: fc.constantFrom('f_sum', 'f_count'),
    labels: fc.oneof(fc.constantFrom(...kept), fc.record({ cmd: fc.constantFrom('get', HOSTILE) })),
    value: fc.constantFrom(0, 1, -0.5, 1e21, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  },
  { requiredKeys: ['value'] },
);

async function linesOf(text: FamilyText): Promise<string[]> {
  const lines: string[] = [];
  await text.addTo(lines, {} as Source);
  return lines;
}

it('is the same whether its lines were kept or not, whatever series and values come and go', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(sample, { maxLength: 4 }), { minLength: 1, maxLength: 8 }), async (scrapes) => {
      let now: readonly Sample[] = [];
      const family: MetricFamily = { name: 'f', type: 'gauge', help: 'Help.', samples: () => now };
      const text = new FamilyText(family);
      for (now of scrapes) expect(await linesOf(text)).toEqual(await linesOf(new FamilyText(family)));
    }),
    { numRuns: 500 },
  );
});

it('tells what is no number, too', async () => {
  let value = Number.NaN;
  const text = new FamilyText({ name: 'f', type: 'gauge', help: 'Help.', samples: () => [{ value }] });
  expect((await linesOf(text)).at(-1)).toMatch(/^f nan$/i);
  value = 2;
  expect(await linesOf(text)).toEqual(['# HELP f Help.\n# TYPE f gauge', 'f 2']);
  value = Number.NaN;
  expect((await linesOf(text)).at(-1)).toBe('f NaN');
});
