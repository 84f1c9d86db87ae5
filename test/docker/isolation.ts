/**
 * `docker run --read-only --user`, as far as a machine lets a test go without Docker: the best of what works here. Each
 * way keeps the server from writing files; a test that runs in a lesser one says so.
 */
import { spawnSync } from 'node:child_process';

export interface Isolation {
  readonly name: string;
  /** Whether the process sees a disk that is read-only, and not only writes of its own fail. */
  readonly isReadOnly: boolean;
  /** @param user `uid:gid` of the image @param procs file of the control group that the process is to join */
  wrap(words: readonly string[], user: string, procs?: string): string[];
}

const isRoot = process.getuid?.() === 0;
const READ_ONLY = 'mount --make-rprivate / && mount -o remount,bind,ro /';

/** As the image's user, where this one may become another. */
function asUser(user: string): string[] {
  const [uid = '', gid = ''] = user.split(':');
  return isRoot ? ['setpriv', '--reuid', uid, '--regid', gid, '--clear-groups', '--no-new-privs'] : [];
}

function shell(script: string, words: readonly string[], procs = '/dev/null'): string[] {
  return ['sh', '-euc', `echo $$ > ${procs} && ${script} && exec "$@"`, 'sh', ...words];
}

const WAYS: readonly Isolation[] = [
  {
    name: 'a view of the disk that is read-only',
    isReadOnly: true,
    wrap: (words, user, procs) => ['unshare', '--mount', ...shell(READ_ONLY, [...asUser(user), ...words], procs)],
  },
  {
    name: 'a view of the disk that is read-only, in a user namespace',
    isReadOnly: true,
    wrap: (words, _user, procs) => [
      'unshare',
      '--user',
      '--map-root-user',
      '--mount',
      ...shell(READ_ONLY, words, procs),
    ],
  },
  {
    name: 'files that may not have a single byte',
    isReadOnly: false,
    wrap: (words, user, procs) => shell('ulimit -f 0', [...asUser(user), ...words], procs),
  },
];

/** The best way that works on this machine; the last one works on every one. */
export function findIsolation(): Isolation {
  const works = WAYS.find((way) => {
    const [program = '', ...args] = way.wrap(['true'], '1000:1000');
    return spawnSync(program, args).status === 0;
  });
  const found = works ?? WAYS.at(-1)!;
  if (found !== WAYS[0]) say(`The image runs with less isolation than a container has: ${found.name}.`);
  return found;
}

/** Says in the log of a whole run what a test could not do; @returns the same for the test's own report. */
export function say(text: string): string {
  process.stderr.write(`\n*** ${text}\n\n`);
  return text;
}
