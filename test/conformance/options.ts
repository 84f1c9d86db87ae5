/** The command line of the conformance runner. */
import { parseArgs } from 'node:util';
import { findPeer, howToGetPeers, type PeerBinary } from '../helpers/peers.ts';
import type { SubjectName } from './pair.ts';

export interface Options {
  /** Only checks whose name contains this. */
  readonly filter: string;
  readonly resp: readonly (2 | 3)[];
  readonly threads: number;
  /** How many pairs of servers work at the same time, for each protocol. */
  readonly lanes: number;
  readonly verbose: boolean;
  /** Random commands to send in all, and the seed that they are made from. */
  readonly random: number;
  readonly seed: number;
  readonly subject: SubjectName;
  readonly oracle: PeerBinary;
}

export const USAGE = `node test/conformance/run.ts [filter] [--resp 2|3] [--threads N] [--lanes N] [--verbose]
                                   [--random COMMANDS] [--seed N] [--subject larder|redis-8|redis-7|valkey-8]
Sends the same requests to Larder and to redis-server 8 and compares the replies byte for byte.`;

/** Reads the command line. Throws an `Error` that says what is wrong, or how to get an oracle. */
export function readOptions(argv: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      resp: { type: 'string' },
      threads: { type: 'string', default: '2' },
      lanes: { type: 'string', default: '2' },
      verbose: { type: 'boolean', default: false },
      random: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      subject: { type: 'string', default: 'larder' },
    },
  });
  if (values.resp !== undefined && values.resp !== '2' && values.resp !== '3') throw new Error('--resp is 2 or 3');
  return {
    filter: positionals[0] ?? '',
    resp: values.resp === undefined ? [2, 3] : [values.resp === '2' ? 2 : 3],
    threads: Number(values.threads),
    lanes: Number(values.lanes),
    verbose: values.verbose,
    random: Number(values.random),
    seed: Number(values.seed),
    subject: values.subject as SubjectName,
    oracle: findOracle(),
  };
}

/** redis 8 is the oracle. Outside CI another peer may stand in; its own differences then show as failures. */
function findOracle(): PeerBinary {
  const oracle = findPeer('redis-8');
  if (oracle !== undefined) return oracle;
  const standIn = findPeer('valkey-8') ?? findPeer('redis-7');
  if (standIn === undefined || process.env['CI'] === 'true') throw new Error(howToGetPeers);
  process.stderr.write(
    `No redis-server 8: ${standIn.name} ${standIn.version} stands in as the oracle.\n${howToGetPeers}\n`,
  );
  return standIn;
}
