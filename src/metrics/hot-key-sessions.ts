/** HOTKEYS on this thread: sessions, with the counters of the whole server around them. */
import type { HotKeys } from '../analytics/hot-keys.ts';
import type { HotKeyReport, HotKeySession, HotKeysPort } from '../dispatch/ports/hot-keys.ts';
import type { CommandReport } from './command-report.ts';
import type { Readings } from './readings.ts';

export class HotKeySessions implements HotKeysPort {
  readonly #hotKeys: HotKeys;
  readonly #commands: CommandReport;
  readonly #readings: () => Readings;
  /** Called when a session begins or ends. */
  onChange: () => void = () => undefined;

  constructor(hotKeys: HotKeys, commands: CommandReport, readings: () => Readings) {
    this.#hotKeys = hotKeys;
    this.#commands = commands;
    this.#readings = readings;
  }

  start(session: HotKeySession): boolean {
    const now = this.#readings();
    const started = this.#hotKeys.start(session, this.#counters(now), now.nowMs);
    this.onChange();
    return started;
  }

  stop(): boolean {
    const now = this.#readings();
    const stopped = this.#hotKeys.stop(this.#counters(now), now.nowMs);
    this.onChange();
    return stopped;
  }

  reset(): boolean {
    return this.#hotKeys.reset(this.#readings().nowMs);
  }

  report(): HotKeyReport | undefined {
    const now = this.#readings();
    return this.#hotKeys.report(this.#counters(now), now.nowMs);
  }

  #counters(now: Readings) {
    return {
      commandUs: this.#commands.used().reduce((sum, { us }) => sum + us, 0),
      networkBytes: now.sum('netInput') + now.sum('netOutput'),
      userUs: now.cpu.user,
      systemUs: now.cpu.system,
    };
  }
}
