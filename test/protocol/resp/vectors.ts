/** Reads the golden bytes in protocol/vectors for tests. */
import { readFileSync } from 'node:fs';

/** Latin1 text, in which [text, n] stands for text repeated n times. */
export type Repeated = string | (string | [string, number])[];

export interface RequestVector {
  name: string;
  wire: Repeated;
  commands: (string | [string, number])[][];
  error?: string;
  silent?: boolean;
  pending?: boolean;
  restricted?: boolean;
}

export function loadVectors<T>(file: string): T[] {
  const url = new URL(`../../../protocol/vectors/${file}`, import.meta.url);
  return (JSON.parse(readFileSync(url, 'utf8')) as { vectors: T[] }).vectors;
}

export function expand(text: Repeated): Buffer {
  const parts = typeof text === 'string' ? [text] : text;
  return Buffer.concat(parts.map((part) => Buffer.from(unfold(part), 'latin1')));
}

export function unfold(part: string | [string, number]): string {
  return typeof part === 'string' ? part : part[0].repeat(part[1]);
}
