/** Texts of `larder --version` and `larder --help`. */

import { settingRows } from './settings.ts';

/** `version` is the package's. */
export function versionText(version: string): string {
  return `Larder ${version} (Node.js ${process.version})`;
}

const usage = `Usage: larder [/path/to/redis.conf] [-] [--name value]...
       larder health [the same]     whether the server with these settings answers: exit code 0 or 1
       larder sim --help            replay traces through the eviction policies
       larder --version | --help

  larder                                       defaults: maxmemory auto, allkeys-adaptive, 127.0.0.1:6379
  larder --port 7000 --maxmemory 1gb           flags
  LARDER_MAXMEMORY=1gb larder                  environment
  larder /etc/redis/redis.conf --save ""       a config file in redis.conf syntax; flags come after it
  echo "port 7000" | larder -                  a config file from standard input

Flags go before environment, environment before the file. With a config file, what it does not set takes Redis'
defaults (no memory limit, noeviction). Each setting's variable is its name in capitals: LARDER_ADMIN_PORT.

The HTTP server on 127.0.0.1:9121 has a page at /, Prometheus metrics at /metrics, health at /healthz and /readyz.
SIGTERM and SIGINT stop the server: clients get the replies to what they sent, for at most 3 seconds; exit code 0.

Settings (any redis.conf parameter is a flag; these do something):
`;

/** Usage and one line for each setting that does something. */
export function helpText(): string {
  const lines = settingRows
    .filter((row) => row.effect === 'honoured')
    .map((row) => `  --${row.name.padEnd(34)} ${row.doc.replaceAll('`', '')}`);
  return usage + lines.join('\n');
}
