/** What the shared memory of the settings holds, and what each thread makes of it. */

import type { MemoryFacts } from './memory-limit.ts';
import { fieldName, type Settings, settingRows } from './settings.ts';
import { fieldValue, printValue } from './values.ts';

/** Everything about settings that threads share. Texts are in the order of `settingRows`. */
export interface SettingsState {
  readonly texts: readonly string[];
  /** The texts after start-up, to which `reset` goes back. */
  readonly initial: readonly string[];
  /** Absolute path of the config file, for CONFIG REWRITE. */
  readonly configFile: string | null;
  readonly memory: MemoryFacts;
  /** File descriptors that this process may open; null when unknown. */
  readonly openFiles: number | null;
}

const fields = settingRows
  .map((row, place) => ({ row, place, field: fieldName(row.name) }))
  .filter(({ row }) => row.effect === 'honoured');

/**
 * An empty snapshot: all fields, one shape.
 *
 * JSON.parse is used because it lays out as many fields as these inside the object; fields that are added one by one
 * under computed names end in a dictionary, and each read of hot code would be a hash lookup.
 */
export function emptySnapshot(): Record<string, unknown> {
  return JSON.parse(`{${fields.map(({ field }) => `"${field}":0`).join(',')}}`) as Record<string, unknown>;
}

/** Writes the values of `state` into `snapshot` in place, so that whoever holds it sees them. */
export function fillSnapshot(snapshot: Record<string, unknown>, state: SettingsState): void {
  let maxmemory = 0;
  for (const { row, place, field } of fields) {
    const value = fieldValue(row, state.texts[place] ?? row.default, state.memory, maxmemory);
    if (row.kind.kind === 'memory-limit') maxmemory = Number(value);
    snapshot[field] = value;
  }
}

/** A snapshot as the rest of the program sees it. */
export function asSettings(snapshot: Record<string, unknown>): Settings {
  return snapshot as unknown as Settings;
}

/** Names of the settings that differ between two states; limits of memory do by what they come to. */
export function changedNames(before: SettingsState, after: SettingsState): string[] {
  const names: string[] = [];
  settingRows.forEach((row, place) => {
    // As stored: of classes of events CONFIG GET does not show all.
    const value = ({ memory, texts }: SettingsState): string =>
      row.kind.kind === 'memory-limit' ? printValue(row, texts[place] ?? '', memory) : (texts[place] ?? '');
    if (value(before) !== value(after)) names.push(row.name);
  });
  return names;
}
