/**
 * Settings as all threads share them.
 *
 * The texts live in a `SharedRegion`; each thread keeps one snapshot object of typed fields, which is filled anew, in
 * place, when the region's epoch has moved. So hot code reads `view.current.maxmemory`, a plain field, and learns of
 * changes between two read batches, never in the midst of a command.
 */

import { globMatch } from '../../protocol/glob.ts';
import { applyPairs } from './change.ts';
import type { MemoryFacts } from './memory-limit.ts';
import { rewriteFile } from './rewrite.ts';
import type { SettingEffect } from './setting-row.ts';
import { environmentName, type SettingName, type Settings, settingPlace, settingRows } from './settings.ts';
import { asSettings, changedNames, emptySnapshot, fillSnapshot, type SettingsState } from './settings-state.ts';
import { SharedRegion } from './shared-region.ts';
import { printValue } from './values.ts';

/** Called in the thread of the view after values changed; `names` are the settings that did. */
export type SettingsListener = (current: Settings, names: readonly string[]) => void;

/** What CONFIG SET, CONFIG REWRITE and resets come to: an error is the line for the client (`ERR …`, without `-`). */
export type SettingsOutcome = { readonly ok: true } | { readonly ok: false; readonly error: string };

/** A setting with its value of now, for the admin API and the like. Secrets are blank. */
export interface SettingEntry {
  readonly name: string;
  readonly value: string;
  readonly default: string;
  readonly changeable: boolean;
  readonly effect: SettingEffect;
  readonly environment: string;
  readonly secret: boolean;
  /** Of secrets: whether there is one. */
  readonly isSet?: boolean;
  readonly doc: string;
}

const changedMeanwhile = 1000;

/** Puts the settings that start-up found into shared memory, for `new SettingsView(buffer)` in each thread. */
export function createSharedSettings(state: Omit<SettingsState, 'initial'>): SharedArrayBuffer {
  return SharedRegion.create(JSON.stringify({ ...state, initial: state.texts })).buffer;
}

export class SettingsView {
  /** The values of now. The object stays the same for the life of the view; only its fields change. */
  readonly current: Settings;
  private readonly snapshot: Record<string, unknown>;
  private readonly region: SharedRegion;
  private readonly listeners: SettingsListener[] = [];
  private state: SettingsState;
  private epoch: number;

  constructor(buffer: SharedArrayBuffer) {
    this.region = new SharedRegion(buffer);
    const { epoch, text } = this.region.read();
    this.epoch = epoch;
    this.state = JSON.parse(text) as SettingsState;
    this.snapshot = emptySnapshot();
    this.current = asSettings(this.snapshot);
    fillSnapshot(this.snapshot, this.state);
  }

  /** Takes over what any thread has changed. Costs one load when nothing has; call it once per read batch. */
  refreshIfChanged(): boolean {
    return this.region.epoch() === this.epoch ? false : this.refresh();
  }

  /** Adds a listener, called by `refreshIfChanged` and by changes made through this view. */
  onChange(listener: SettingsListener): void {
    this.listeners.push(listener);
  }

  private refresh(): boolean {
    const before = this.state;
    const { epoch, text } = this.region.read();
    this.epoch = epoch;
    this.state = JSON.parse(text) as SettingsState;
    fillSnapshot(this.snapshot, this.state);
    const names = changedNames(before, this.state);
    if (names.length > 0) for (const listener of this.listeners) listener(this.current, names);
    return true;
  }

  /** Makes a new state of the newest one and stores it, again from the start when another thread was faster. */
  private update(next: (state: SettingsState) => SettingsState | string): SettingsOutcome {
    for (let attempt = 0; attempt < changedMeanwhile; attempt++) {
      this.refreshIfChanged();
      const state = next(this.state);
      if (typeof state === 'string') return { ok: false, error: state };
      const text = JSON.stringify(state);
      if (Buffer.byteLength(text) > this.region.capacity) {
        return { ok: false, error: 'ERR CONFIG SET failed - the values are too long' };
      }
      if (this.region.replace(this.epoch, text)) {
        this.refreshIfChanged();
        return { ok: true };
      }
    }
    return { ok: false, error: 'ERR CONFIG SET failed - settings are changing too fast' };
  }

  /**
   * CONFIG SET: sets all pairs of name and value (byte strings, one character a byte) or none.
   *
   * `fromThisMachine` tells whether the client may change protected settings under `enable-protected-configs local`.
   */
  set(pairs: readonly (readonly [string, string])[], fromThisMachine = false): SettingsOutcome {
    return this.update((state) => {
      const rule = this.current.enableProtectedConfigs;
      const change = applyPairs(state, pairs, rule === 'yes' || (rule === 'local' && fromThisMachine));
      return change.ok ? { ...state, texts: change.texts } : change.error;
    });
  }

  /** Goes back to the values after start-up: of the settings named, or of all that may change. */
  reset(names?: readonly string[]): SettingsOutcome {
    const places = new Set(names?.map(settingPlace));
    return this.update((state) => ({
      ...state,
      texts: state.texts.map((text, place) =>
        settingRows[place]?.changeable !== false && (names === undefined || places.has(place))
          ? (state.initial[place] ?? text)
          : text,
      ),
    }));
  }

  /** Tells what was measured about memory since the start, such as the idle size; `maxmemory auto` follows it. */
  setMemoryFacts(facts: Partial<MemoryFacts>): void {
    this.update((state) => ({ ...state, memory: { ...state.memory, ...facts } }));
  }

  /** CONFIG REWRITE. Works on the newest values of all threads. */
  rewrite(): SettingsOutcome {
    this.refreshIfChanged();
    const error = rewriteFile(this.state);
    return error === null ? { ok: true } : { ok: false, error };
  }

  /** The value of a setting as CONFIG GET prints it; the program reads `current` instead where it can. */
  text(name: SettingName): string {
    return this.printed(settingPlace(name));
  }

  private printed(place: number): string {
    const row = settingRows[place];
    return row === undefined ? '' : printValue(row, this.state.texts[place] ?? row.default, this.state.memory);
  }

  /**
   * CONFIG GET: name and value of each parameter that fits a pattern, once, in the order of the table for a pattern.
   *
   * A pattern without `*`, `?` and `[` is a name: it comes back as it was written.
   */
  get(patterns: readonly string[]): [string, string][] {
    this.refreshIfChanged();
    const found = new Map<string, [string, string]>();
    for (const pattern of patterns) {
      if (/[*?[]/.test(pattern)) {
        this.collect(pattern, found);
        continue;
      }
      const place = settingPlace(pattern);
      const name = pattern.toLowerCase();
      if (place < 0 || settingRows[place]?.visible === 'never' || found.has(name)) continue;
      found.set(name, [pattern, this.printed(place)]);
    }
    return [...found.values()];
  }

  private collect(pattern: string, found: Map<string, [string, string]>): void {
    const bytes = Buffer.from(pattern, 'latin1');
    settingRows.forEach((row, place) => {
      if (row.visible !== undefined) return;
      for (const name of [row.name, ...(row.aliases ?? [])]) {
        const text = Buffer.from(name, 'latin1');
        if (found.has(name) || !globMatch(bytes, 0, bytes.length, text, 0, text.length, true)) continue;
        found.set(name, [name, this.printed(place)]);
      }
    });
  }

  /** Every parameter with its value and what the table says about it. */
  entries(): SettingEntry[] {
    this.refreshIfChanged();
    return settingRows
      .map((row, place) => ({
        name: row.name,
        value: row.secret === true ? '' : this.printed(place),
        default: row.default,
        changeable: row.changeable !== false,
        effect: row.effect,
        environment: environmentName(row.name),
        secret: row.secret === true,
        ...(row.secret === true && { isSet: this.printed(place) !== '' }),
        doc: row.doc,
      }))
      .filter((_entry, place) => settingRows[place]?.visible === undefined);
  }
}
