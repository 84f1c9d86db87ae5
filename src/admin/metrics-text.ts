/** The metrics in Prometheus' text format. */
import { Registry } from 'prom-client';
import type { MetricFamily, Sample, Source } from '../metrics/prometheus/metric-family.ts';
import type { AdminContext } from './admin-context.ts';

/** What scripts call their errors may have any bytes: Prometheus' parser takes a zero for the end of the text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0009\u000b-\u001f]/g;

const NO_LABELS = {};

/** The library keeps the text of shared labels by their object, and makes that of others anew at every scrape. */
function kept({ metricName, labels, value }: Sample) {
  return { metricName, value, sharedLabels: labels ?? NO_LABELS };
}

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** All families of the server; reading them takes no lock of the store. */
export class MetricsText {
  readonly #registry = new Registry();
  readonly #context: AdminContext;
  #source!: Source;
  #making: Promise<string> | undefined;

  constructor(context: AdminContext) {
    this.#context = context;
    for (const family of context.families) this.#register(family);
  }

  /** A text of this moment. Requests that one client sends together share it: anybody may ask, and a text costs work. */
  text(): Promise<string> {
    this.#making ??= this.#make().finally(() => {
      this.#making = undefined;
    });
    return this.#making;
  }

  async #make(): Promise<string> {
    const { commands } = this.#context;
    this.#source = { now: this.#context.readings(), commands, used: commands.used() };
    return (await this.#registry.metrics()).replace(CONTROLS, '?');
  }

  /** What the registry asks of a metric: its values live in shared memory, and are not kept a second time. */
  #register(family: MetricFamily): void {
    const { name, type, help } = family;
    const get = async (): Promise<object> => ({
      name,
      help,
      type,
      values: family.samples(this.#source).map(kept),
      aggregator: 'sum',
    });
    this.#registry.registerMetric({ name, get } as never);
  }
}
