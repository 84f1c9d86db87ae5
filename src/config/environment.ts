/** Settings from environment variables: `LARDER_MAXMEMORY=1gb`. */

import { splitWords } from '../../protocol/quoted-words.ts';
import { type Assignment, byteString } from './assignment.ts';
import { nearestName } from './nearest-name.ts';
import { environmentName, settingRows } from './settings.ts';
import { takesManyWords } from './values.ts';

/** What Kubernetes sets in every container beside a service that is called `larder`. */
const serviceLink = /^LARDER_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_.+)?)$/;
const serviceUrl = /^(tcp|udp|sctp):\/\//;

const rowByVariable = new Map(
  settingRows
    .filter((row) => row.visible !== 'never')
    .flatMap((row) =>
      [row.name, ...(row.aliases ?? [])].map((name) => [environmentName(name), { row, name }] as const),
    ),
);

/** Assignments, and lines about variables that look like settings and are none. */
export interface EnvironmentSettings {
  readonly list: readonly Assignment[];
  readonly warnings: readonly string[];
}

/**
 * Reads every `LARDER_*` variable. An empty one counts as not set: compose files make those of variables that nobody
 * defined, and an empty password must not open a server.
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): EnvironmentSettings {
  const list: Assignment[] = [];
  const warnings: string[] = [];
  for (const variable of Object.keys(variables).sort()) {
    const value = variables[variable];
    if (!variable.startsWith('LARDER_') || value === undefined || value === '' || serviceLink.test(variable)) continue;
    const known = rowByVariable.get(variable);
    if (known === undefined) {
      const near = nearestName(variable, [...rowByVariable.keys()]);
      warnings.push(`${variable} is not a setting${near === null ? '' : `; did you mean ${near}?`}`);
    } else if (serviceUrl.test(value)) {
      warnings.push(`${variable}=${value} looks like a Kubernetes service link and is left out`);
    } else {
      const text = byteString(value);
      const words = takesManyWords(known.row) ? (splitWords(text) ?? [text]) : [text];
      list.push({ name: known.name, words, origin: { source: 'environment', place: variable } });
    }
  }
  return { list, warnings };
}
