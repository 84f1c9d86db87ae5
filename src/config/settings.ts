/**
 * The table of settings: one row gives a flag, an environment variable, a line of a config file, CONFIG GET and SET,
 * validation and a line of the README. The rows are in `settings/`, by theme; nothing about them is written twice.
 */

import type { CamelCase, FieldOf, SettingRow } from './setting-row.ts';
import { clusterSettings } from './settings/cluster.ts';
import { dataTypeSettings } from './settings/data-types.ts';
import { directiveSettings } from './settings/directives.ts';
import { larderSettings } from './settings/larder.ts';
import { memorySettings } from './settings/memory.ts';
import { networkSettings } from './settings/network.ts';
import { observeSettings } from './settings/observe.ts';
import { persistenceSettings } from './settings/persistence.ts';
import { processSettings } from './settings/process.ts';
import { replicationSettings } from './settings/replication.ts';
import { scriptingSettings } from './settings/scripting.ts';
import { tlsSettings } from './settings/tls.ts';

const rows = [
  ...networkSettings,
  ...memorySettings,
  ...larderSettings,
  ...processSettings,
  ...observeSettings,
  ...dataTypeSettings,
  ...scriptingSettings,
  ...persistenceSettings,
  ...replicationSettings,
  ...clusterSettings,
  ...tlsSettings,
  ...directiveSettings,
] as const;

type Row = (typeof rows)[number];

/** Names of settings, without older aliases. */
export type SettingName = Row['name'];

type HonouredRow = Extract<Row, { effect: 'honoured' }>;

/** The values that the program reads: one camelCase field for each honoured setting, all in base units. */
export type Settings = { [R in HonouredRow as CamelCase<R['name']>]: FieldOf<R['kind']> };

/** Every setting, in the order of CONFIG GET. */
export const settingRows: readonly SettingRow[] = rows;

const placeByName = new Map<string, number>();
settingRows.forEach((row, place) => {
  for (const name of [row.name, ...(row.aliases ?? [])]) placeByName.set(name, place);
});

/** The place of a setting in `settingRows` by its name or alias in any case, or -1. */
export function settingPlace(name: string): number {
  return placeByName.get(name.toLowerCase()) ?? -1;
}

/** `maxmemory-policy` → `LARDER_MAXMEMORY_POLICY`. */
export function environmentName(name: string): string {
  return `LARDER_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** `maxmemory-policy` → `maxmemoryPolicy`, the field of `Settings`. */
export function fieldName(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

/** The value a row has when nothing sets it. */
export function defaultText(row: SettingRow, hasConfigFile: boolean): string {
  return hasConfigFile ? row.default : (row.defaultWithoutFile ?? row.default);
}

/** True when a value promises what Larder cannot give. */
export function isRefused(row: SettingRow, text: string): boolean {
  return row.effect === 'refused' && (row.kind.kind === 'words' || text !== row.default);
}
