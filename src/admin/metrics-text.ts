/** The metrics in Prometheus' text format. */
import { monotonicUs } from '../memory/clock.ts';
import type { Source } from '../metrics/prometheus/metric-family.ts';
import type { AdminContext } from './admin-context.ts';
import { FamilyText } from './family-text.ts';

/** This many texts are made for those who ask in quick succession; then one in this time, which they share. */
export const AT_ONCE = 8;
export const EVERY_MS = 250;

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** All families of the server; reading them takes no lock of the store. */
export class MetricsText {
  readonly #families: readonly FamilyText[];
  readonly #context: AdminContext;
  #latest: Promise<string> | undefined;
  /** Whether that is still being made. */
  #isMaking = false;
  readonly #nowMs: () => number;
  /** Texts that may be made at once: it grows by one each EVERY_MS. */
  #allowed = AT_ONCE;
  #grownMs: number;

  /** @param nowMs a clock that never goes back */
  constructor(context: AdminContext, nowMs: () => number = () => monotonicUs() / 1000) {
    this.#context = context;
    this.#nowMs = nowMs;
    this.#grownMs = nowMs();
    this.#families = context.families.map((family) => new FamilyText(family));
  }

  /**
   * A text of this moment; for those who ask all the time, one at most EVERY_MS old: anybody may ask, and a text costs
   * work. Requests that come together share it.
   */
  text(): Promise<string> {
    if (this.#isMaking || !this.#mayMake()) return this.#latest!;
    this.#isMaking = true;
    this.#latest = this.#make().finally(() => {
      this.#isMaking = false;
    });
    return this.#latest;
  }

  #mayMake(): boolean {
    const grown = Math.floor((this.#nowMs() - this.#grownMs) / EVERY_MS);
    this.#grownMs += grown * EVERY_MS;
    this.#allowed = Math.min(AT_ONCE, this.#allowed + grown);
    if (this.#allowed === 0) return false;
    this.#allowed--;
    return true;
  }

  async #make(): Promise<string> {
    const { commands } = this.#context;
    const source: Source = { now: this.#context.readings(), commands, used: commands.used() };
    const lines: string[] = [];
    for (const family of this.#families) await family.addTo(lines, source);
    return `${lines.join('\n')}\n`;
  }
}
