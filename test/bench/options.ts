/** The command line of `npm run bench`. */
import { parseArgs } from 'node:util';
import type { PeerName, ServerName } from '../helpers/peers.ts';

export interface CommandLine {
  readonly names: readonly string[];
  readonly pairs: number;
  readonly quick: boolean;
  readonly write: boolean;
  readonly enforce: boolean;
  readonly list: boolean;
  readonly ours: ServerName;
  readonly against: readonly PeerName[] | undefined;
}

export const usage = `usage: npm run bench -- [case…] [--pairs N] [--quick] [--write] [--enforce] [--list]
                        [--ours larder|redis-8|valkey-8|redis-7] [--against redis-8,valkey-8]
  case…      ids or prefixes of ids (\`depth-16\`, \`memory\`); all when none is given
  --pairs    measurements of each server (default 5, with --quick 2)
  --quick    fewer requests, keys and pairs
  --write    put the figures into test/bench/results.json and the table of README.md
  --enforce  exit with 1 when a bar is missed
  --list     print the cases and what each costs
  --ours     a peer in Larder's place, to see the spread between equals`;

const peerNames: readonly string[] = ['redis-8', 'valkey-8', 'redis-7'];

function isPeer(name: string): name is PeerName {
  return peerNames.includes(name);
}

/** Reads the arguments after the script's name. Throws with a message for people when they make no sense. */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      pairs: { type: 'string' },
      quick: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      enforce: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      ours: { type: 'string', default: 'larder' },
      against: { type: 'string' },
    },
  });
  const pairs = Number(values.pairs ?? (values.quick ? 2 : 5));
  if (!Number.isInteger(pairs) || pairs < 1) throw new Error(`--pairs ${values.pairs}: a whole number from 1`);
  if (values.ours !== 'larder' && !isPeer(values.ours)) throw new Error(`--ours ${values.ours}: no such server`);
  if (values.write && values.ours !== 'larder') throw new Error('--write keeps figures of Larder, not of a stand-in');
  const against = values.against?.split(',').map((name) => {
    if (!isPeer(name)) throw new Error(`--against ${name}: no such peer`);
    return name;
  });
  const { quick, write, enforce, list, ours } = values;
  return { names: positionals, pairs, quick, write, enforce, list, ours, against };
}
