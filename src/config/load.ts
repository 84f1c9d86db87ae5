/**
 * Settings at start-up: flags before environment before config file before defaults.
 *
 * Nothing is thrown and nothing is printed: the caller gets the settings with what there is to say about them, or one
 * line about what is wrong and what to do.
 */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readArguments } from './arguments.ts';
import type { Assignment, Assignments, Origin } from './assignment.ts';
import { reservedDescriptors } from './change.ts';
import { type ConfigFiles, diskFiles, readConfigFile, readConfigText } from './config-file.ts';
import { readEnvironment } from './environment.ts';
import { usableMemoryBytes } from './memory-limit.ts';
import { Merge } from './merge.ts';
import { readOpenFileLimit } from './open-files.ts';
import { type SettingName, settingPlace } from './settings.ts';
import type { SettingsState } from './settings-state.ts';

/** All values together, in bytes: they have to fit the shared memory twice, each byte in up to six. */
const longestSettings = 16 * 1024;

/** What settings are read from; by default this process' own. `arguments` stand behind the program's name. */
export interface LoadInput {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly files: ConfigFiles;
  /** Standard input as a byte string, read when `-` is given. */
  readonly readStdin: () => string;
  readonly openFiles: number | null;
  readonly limitBytes: number;
  readonly idleRssBytes: number;
}

/** Settings ready to be shared, and what is to be told about them. */
export interface LoadedSettings {
  /** For `createSharedSettings`. */
  readonly state: Omit<SettingsState, 'initial'>;
  /** Where a setting comes from: an admin port in use is an error when it was asked for, else a warning. */
  readonly originOf: (name: SettingName) => Origin;
  /** Redis' defaults hold when a config file is given, Larder's own when not. */
  readonly hasConfigFile: boolean;
  /** Lines that deserve attention: settings that were left out or changed. */
  readonly warnings: readonly string[];
  /** Lines worth knowing: settings that are stored without having a meaning. */
  readonly notices: readonly string[];
}

export type LoadResult =
  | { readonly kind: 'run'; readonly settings: LoadedSettings }
  | { readonly kind: 'version' }
  | { readonly kind: 'help' }
  | { readonly kind: 'error'; readonly error: string };

function inputOf(given: Partial<LoadInput>): LoadInput {
  return {
    arguments: given.arguments ?? process.argv.slice(2),
    environment: given.environment ?? process.env,
    files: given.files ?? diskFiles,
    readStdin: given.readStdin ?? (() => readFileSync(0, 'latin1')),
    openFiles: given.openFiles === undefined ? readOpenFileLimit() : given.openFiles,
    limitBytes: given.limitBytes ?? usableMemoryBytes(),
    idleRssBytes: given.idleRssBytes ?? process.memoryUsage.rss(),
  };
}

function readFiles(configPath: string | null, stdin: boolean, input: LoadInput): Assignments {
  const list: Assignment[] = [];
  if (configPath !== null) {
    const file = readConfigFile(resolve(configPath), input.files);
    if (!file.ok) return file;
    list.push(...file.list);
  }
  if (stdin) {
    const text = readConfigText(input.readStdin(), 'standard input', input.files);
    if (!text.ok) return text;
    list.push(...text.list);
  }
  return { ok: true, list };
}

/** Reads all settings. Reads files, environment and command line; changes nothing. */
export function loadSettings(given: Partial<LoadInput> = {}): LoadResult {
  const input = inputOf(given);
  const line = readArguments(input.arguments);
  if (line.kind !== 'run') return line;
  const files = readFiles(line.configPath, line.stdin, input);
  if (!files.ok) return { kind: 'error', error: files.error };
  const environment = readEnvironment(input.environment);
  const hasConfigFile = line.configPath !== null || line.stdin;
  const merge = new Merge(hasConfigFile);
  for (const assignment of [...files.list, ...environment.list, ...line.list]) {
    const error = merge.add(assignment);
    if (error !== null) return { kind: 'error', error };
  }
  const error = merge.refuse();
  if (error !== null) return { kind: 'error', error };
  const warnings = [...environment.warnings, ...merge.warnings, ...limitClients(merge, input.openFiles)];
  const length = merge.texts.reduce((sum, text) => sum + text.length, 0);
  if (length > longestSettings) return { kind: 'error', error: `the settings are too long: ${length} bytes` };
  if (merge.text('unixsocket') === '' && (merge.text('port') === '0' || merge.text('bind') === '')) {
    return { kind: 'error', error: 'nothing to listen on: give a port and an address, or a unixsocket' };
  }
  return {
    kind: 'run',
    settings: {
      state: {
        texts: merge.texts,
        configFile: line.configPath === null ? null : resolve(line.configPath),
        memory: { limitBytes: input.limitBytes, idleRssBytes: input.idleRssBytes },
        openFiles: input.openFiles,
      },
      originOf: (name) => merge.originOf(name),
      hasConfigFile,
      warnings,
      notices: merge.notices(),
    },
  };
}

/** Lowers `maxclients` to what the system allows, as Redis does, instead of failing at the first client too many. */
function limitClients(merge: Merge, openFiles: number | null): string[] {
  const wanted = Number(merge.text('maxclients'));
  const most = Math.max(1, (openFiles ?? Number.POSITIVE_INFINITY) - reservedDescriptors);
  if (wanted <= most) return [];
  merge.texts[settingPlace('maxclients')] = String(most);
  return [`maxclients is ${most} instead of ${wanted}: this process may open ${openFiles} files (see ulimit -n)`];
}
