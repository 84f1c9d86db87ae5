/** Checks against `vectors/newer.json`: commands that the oracle does not have yet, with the bytes that they must bring. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RawClient, show } from '../helpers/raw-client.ts';
import type { ServerSide } from './pair.ts';
import type { Difference } from './report.ts';
import { type Feature, step, stepBytes } from './scenario.ts';

type Expected = string | { readonly between: readonly [number, number] };

export interface VectorCase {
  readonly name: string;
  readonly needs?: readonly Feature[];
  readonly steps: readonly (readonly [string, Expected])[];
}

export function loadVectors(): readonly VectorCase[] {
  const text = readFileSync(join(import.meta.dirname, 'vectors/newer.json'), 'utf8');
  return (JSON.parse(text) as { cases: VectorCase[] }).cases;
}

/** Byte i is (7 i + 3) mod 256. */
function pattern(length: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, (_, i) => (i * 7 + 3) & 255));
}

function encode(line: string): Uint8Array {
  const one = step(line);
  const args = one.commands[0]!.map((arg) => {
    const length = typeof arg === 'string' ? /^\{pattern:(\d+)\}$/.exec(arg)?.[1] : undefined;
    return length === undefined ? arg : pattern(Number(length));
  });
  return stepBytes({ ...one, commands: [args] }, (word) => word);
}

/** Plays one case on an empty server; every step must bring its bytes. */
export async function checkVector(side: ServerSide, vector: VectorCase, resp: 2 | 3): Promise<Difference[]> {
  await side.control.command('FLUSHALL');
  const client = await RawClient.open({ port: side.port });
  const out: Difference[] = [];
  try {
    if (resp === 3) await client.command('HELLO', '3');
    for (const [line, expected] of vector.steps) {
      await client.send(encode(line));
      const { bytes, reply } = await client.readReply();
      if (typeof expected !== 'string') {
        const value = Number(reply.value);
        if (reply.type === 'integer' && value >= expected.between[0] && value <= expected.between[1]) continue;
      } else if (bytes.toString('latin1') === inProtocol(expected, resp)) continue;
      out.push({
        sent: line,
        oracle: JSON.stringify(expected),
        ours: JSON.stringify(show(bytes)),
        why: 'not the documented reply',
      });
    }
  } finally {
    await client.close();
  }
  return out;
}

function inProtocol(expected: string, resp: 2 | 3): string {
  return resp === 3 && expected === '$-1\r\n' ? '_\r\n' : expected;
}
