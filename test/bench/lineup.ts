/** Who is compared with whom, and how each server of a case is started. */
import {
  findPeers,
  howToGetPeers,
  type PeerBinary,
  type PeerName,
  type RunningServer,
  type ServerName,
  startLarder,
  startPeer,
} from '../helpers/peers.ts';
import type { Lineup, Subject } from './bench-case.ts';

const peerNames: readonly PeerName[] = ['redis-8', 'valkey-8', 'redis-7'];

/**
 * The servers of a run. The bars are against redis 8 and valkey 8; redis 7 stands in only where neither is there.
 * Throws, saying how to get one, when there is no peer at all.
 */
export function makeLineup(ours: ServerName, against: readonly PeerName[] | undefined): Lineup {
  const wanted = against ?? peerNames;
  let peers = findPeers(wanted.filter((name) => name !== ours)).map((peer) => peer.name);
  if (against === undefined && peers.length > 1) peers = peers.filter((name) => name !== 'redis-7');
  if (peers.length === 0) throw new Error(howToGetPeers);
  return { ours, peers };
}

/** Arguments for ours and for the peers; `both` goes to all. */
export interface SubjectArgs {
  readonly ours?: readonly string[];
  readonly peers?: readonly string[];
  readonly both?: readonly string[];
}

/** Ours with one io thread (unless `args.ours` says otherwise), then each peer. */
export function oursAndPeers(lineup: Lineup, args: SubjectArgs = {}): Subject[] {
  const both = args.both ?? [];
  return [
    variant(lineup, lineup.ours, args.ours ?? ['--threads', '1'], both),
    ...lineup.peers.map((server) => ({ label: server, server, args: [...both, ...(args.peers ?? [])] })),
  ];
}

/** One server of ours under a label of its own. A peer that stands in for Larder does not get Larder's own arguments. */
export function variant(lineup: Lineup, label: string, own: readonly string[], both: readonly string[] = []): Subject {
  return { label, server: lineup.ours, args: lineup.ours === 'larder' ? [...own, ...both] : both };
}

function binaryOf(name: PeerName): PeerBinary {
  const binary = findPeers([name])[0];
  if (binary === undefined) throw new Error(`${name} is not on this machine.\n${howToGetPeers}`);
  return binary;
}

/** Starts a subject and waits until it answers. */
export function startSubject(subject: Subject): Promise<RunningServer> {
  const options = { args: subject.args };
  return subject.server === 'larder' ? startLarder(options) : startPeer(binaryOf(subject.server), options);
}
