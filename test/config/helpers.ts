import type { ConfigFiles } from '../../src/config/config-file.ts';
import { type LoadedSettings, type LoadInput, loadSettings } from '../../src/config/load.ts';
import { createSharedSettings, SettingsView } from '../../src/config/shared-settings.ts';

/** Files that exist only in memory: path → content. */
export function memoryFiles(contents: Readonly<Record<string, string>>): ConfigFiles {
  return {
    read(path) {
      const content = contents[path];
      if (content === undefined) throw Object.assign(new Error('none'), { code: 'ENOENT' });
      return content;
    },
    list(pattern) {
      const prefix = pattern.slice(0, pattern.indexOf('*'));
      return Object.keys(contents)
        .filter((path) => path.startsWith(prefix))
        .sort();
    },
  };
}

/** Nothing of this machine gets in: no files, no variables, 8 GiB of memory, enough descriptors. */
export function load(input: Partial<LoadInput>) {
  return loadSettings({
    arguments: [],
    environment: {},
    files: memoryFiles({}),
    readStdin: () => '',
    openFiles: 65536,
    limitBytes: 8 * 1024 ** 3,
    idleRssBytes: 100 * 1024 ** 2,
    ...input,
  });
}

export function loaded(input: Partial<LoadInput>): LoadedSettings {
  const result = load(input);
  if (result.kind !== 'run') throw new Error(JSON.stringify(result));
  return result.settings;
}

/** A view over the settings that `input` gives. */
export function viewOf(input: Partial<LoadInput>): SettingsView {
  return new SettingsView(createSharedSettings(loaded(input).state));
}

/** A view with Redis' defaults, as after a start with an empty config file. */
export function redisView(): SettingsView {
  return viewOf({ arguments: ['-'] });
}
