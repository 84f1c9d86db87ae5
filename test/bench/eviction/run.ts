/**
 * `npm run bench:eviction`: replays traces to Larder and its peers over the socket, with bounded memory.
 *
 * Each server gets what it uses when empty plus the same room. A peer's figure is the best of its live runs with
 * allkeys-lru and allkeys-lfu and of the simulated ones (contest.ts).
 */
import { parseArgs } from 'node:util';
import type { Trace } from '../../../src/simulator/trace.ts';
import { findPeers } from '../../helpers/peers.ts';
import type { Lineup, Subject } from '../bench-case.ts';
import { makeLineup } from '../lineup.ts';
import { describeCommit, describeMachine } from '../machine.ts';
import { optimumPercent, playLive, playSimulated } from './contest.ts';
import { type ReplayRow, type Replays, replayTable, storeReplays, verdictOf, writeReplays } from './results.ts';
import { LIVE_TRACES, type LiveTrace, loadTrace } from './traces.ts';

const MB = 1024 * 1024;
const PEER_POLICIES = ['allkeys-lru', 'allkeys-lfu'];

const { values } = parseArgs({
  options: {
    trace: { type: 'string', default: LIVE_TRACES.map(({ name }) => name).join(',') },
    room: { type: 'string', default: '4,32' },
    /** What our server runs with. */
    policy: { type: 'string', default: 'allkeys-adaptive' },
    write: { type: 'boolean', default: false },
  },
});

function subjects(lineup: Lineup): { readonly ours: Subject; readonly peers: readonly Subject[] } {
  const peers = lineup.peers.flatMap((server) =>
    PEER_POLICIES.map((policy) => ({
      label: `${server} ${policy.replace('allkeys-', '')}`,
      server,
      args: ['--maxmemory-policy', policy],
    })),
  );
  return { ours: { label: 'larder', server: lineup.ours, args: ['--maxmemory-policy', values.policy] }, peers };
}

async function contest(live: LiveTrace, trace: Trace, roomMb: number, lineup: Lineup): Promise<ReplayRow> {
  const { ours: own, peers: others } = subjects(lineup);
  const room = roomMb * MB;
  const ours = await playLive(own, trace, room);
  const peers = [];
  for (const other of others) peers.push(await playLive(other, trace, room));
  peers.push(playSimulated(peers, trace));
  const fits = ours.keys === trace.unique;
  const optimum = optimumPercent(trace, ours.keys);
  return { trace: live.name, roomMb, ahead: live.ahead, fits, optimum, ours, peers };
}

async function main(): Promise<number> {
  const lineup = makeLineup('larder', undefined);
  const names = values.trace.split(',');
  const rows: ReplayRow[] = [];
  for (const live of LIVE_TRACES.filter(({ name }) => names.includes(name))) {
    const trace = loadTrace(live);
    for (const roomMb of values.room.split(',').map(Number)) {
      const row = await contest(live, trace, roomMb, lineup);
      rows.push(row);
      const all = [row.ours, ...row.peers].map(
        ({ label, hitPercent, byteHitPercent, keys, rssMb }) =>
          `  ${label.padEnd(24)} ${hitPercent.toFixed(2).padStart(6)} % ${byteHitPercent.toFixed(2).padStart(6)} % of bytes ${String(keys).padStart(7)} keys ${rssMb.toFixed(0).padStart(4)} MB`,
      );
      process.stdout.write(`${live.name}, ${roomMb} MB: ${verdictOf(row)}\n${all.join('\n')}\n`);
    }
  }
  process.stdout.write(`\n${replayTable(rows)}\n`);
  const peers = findPeers().filter(({ name }) => lineup.peers.includes(name));
  const facts: Replays = {
    rows,
    versions: `larder beside ${peers.map(({ name, version }) => `${name.split('-')[0]} ${version}`).join(' and ')}`,
    machine: describeMachine(),
    commit: describeCommit(),
    date: new Date().toISOString().slice(0, 10),
  };
  if (values.write) writeReplays(storeReplays(facts));
  return rows.some((row) => verdictOf(row) === 'MISS') ? 1 : 0;
}

process.exitCode = await main();
