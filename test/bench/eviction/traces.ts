/** The traces that are sent to live servers. */
import { join } from 'node:path';
import type { Trace } from '../../../src/simulator/trace.ts';
import { readTrace } from '../../../src/simulator/trace-formats.ts';
import { traceFolder } from '../../helpers/traces.ts';

export interface LiveTrace {
  readonly name: string;
  readonly file: string;
  /** Points by which Larder has to be ahead where the trace does not fit into memory. */
  readonly ahead: number;
}

export const LIVE_TRACES: readonly LiveTrace[] = [
  { name: 'OLTP', file: 'OLTP.lis.gz', ahead: 5 },
  { name: 'gli', file: 'lirs_gli.txt.gz', ahead: 5 },
  { name: 'multi3', file: 'lirs_multi3.txt.gz', ahead: 5 },
  { name: 'adaptsize', file: 'adaptsize_request.txt.gz', ahead: 5 },
  { name: 'sprite', file: 'lirs_sprite.txt.gz', ahead: 0 },
  { name: 'web07', file: 'cache2k_web07.i32be.gz', ahead: 0 },
  { name: 'loop', file: 'lirs_loop.txt.gz', ahead: 0 },
  { name: 'corda', file: 'corda_vaultservice.i64be.gz', ahead: 0 },
  { name: 'mooncake', file: 'mooncake_conversation_trace.jsonl.gz', ahead: 0 },
];

/** Throws when the traces are not on this machine. */
export function loadTrace({ file }: LiveTrace): Trace {
  const folder = traceFolder();
  if (folder === undefined) throw new Error('the traces are not here: set LARDER_TRACES to their folder');
  return readTrace(join(folder, file));
}
