/**
 * One family in Prometheus' text format. prom-client writes its lines when its series change; between such changes only
 * values do, and the rest of each line is kept: a scrape of two thousand lines would else spend most of its time, and of
 * the collector's, on the same text again.
 */
import { Registry } from 'prom-client';
import type { Labels, MetricFamily, Sample, Source } from '../metrics/prometheus/metric-family.ts';

/** What prom-client tells of a metric before its samples: HELP and TYPE. */
const HEADER_LINES = 2;

export class FamilyText {
  readonly #family: MetricFamily;
  readonly #registry = new Registry();
  /** The samples told last. */
  #samples: readonly Sample[] | undefined;
  #header = '';
  /** Each sample's line up to its value, and the line itself. */
  #heads: string[] = [];
  #lines: string[] = [];

  constructor(family: MetricFamily) {
    this.#family = family;
    const { name, type, help } = family;
    const get = async (): Promise<object> => ({
      name,
      help,
      type,
      values: this.#samples!.map(({ metricName, labels, value }) => ({ metricName, labels, value })),
      aggregator: 'sum',
    });
    this.#registry.registerMetric({ name, get } as never);
  }

  /** Puts the family's lines into `lines`, without line ends. */
  async addTo(lines: string[], source: Source): Promise<void> {
    const before = this.#samples;
    const samples = this.#family.samples(source);
    this.#samples = samples;
    if (before === undefined || !sameSeries(before, samples)) await this.#write();
    else this.#renew(before, samples);
    lines.push(this.#header);
    for (const line of this.#lines) lines.push(line);
  }

  async #write(): Promise<void> {
    const lines = (await this.#registry.getSingleMetricAsString(this.#family.name)).split('\n');
    this.#header = lines.slice(0, HEADER_LINES).join('\n');
    this.#lines = lines.slice(HEADER_LINES);
    this.#heads = this.#lines.map((line) => line.slice(0, line.lastIndexOf(' ') + 1));
  }

  #renew(before: readonly Sample[], samples: readonly Sample[]): void {
    for (let i = 0; i < samples.length; i++) {
      const { value } = samples[i]!;
      if (!Object.is(value, before[i]!.value)) this.#lines[i] = this.#heads[i]! + valueText(value);
    }
  }
}

function sameSeries(a: readonly Sample[], b: readonly Sample[]): boolean {
  return a.length === b.length && a.every((sample, i) => isSameSeries(sample, b[i]!));
}

function isSameSeries(a: Sample, b: Sample): boolean {
  return a.metricName === b.metricName && (a.labels === b.labels || haveSameLabels(a.labels, b.labels));
}

function haveSameLabels(a: Labels | undefined, b: Labels | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

function valueText(value: number): string {
  if (Number.isFinite(value) || Number.isNaN(value)) return String(value);
  return value > 0 ? '+Inf' : '-Inf';
}
