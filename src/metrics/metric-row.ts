/** One row of the table of metrics: what INFO prints, and what an exporter needs to know beside it. */
import type { Readings } from './readings.ts';

/**
 * `counter`: a number that only grows (until CONFIG RESETSTAT); `gauge`: one that goes up and down; `text`: no number,
 * for INFO only.
 */
export type MetricType = 'counter' | 'gauge' | 'text';
export type MetricUnit = 'bytes' | 'seconds' | 'milliseconds' | 'microseconds' | 'ratio' | 'percent' | 'operations';

export interface MetricRow {
  /** Field of INFO. */
  readonly field: string;
  readonly type: MetricType;
  readonly unit?: MetricUnit;
  /** One sentence; missing where the field only keeps Redis' shape (a feature that is not here, and so 0). */
  readonly help?: string;
  read(now: Readings): number | string;
  /** How INFO prints the number, if not as it is. */
  readonly print?: (value: number) => string;
}

/** A section of INFO, in the order of its fields. */
export interface MetricSection {
  /** As INFO is asked for it, in lower case. */
  readonly name: string;
  readonly title: string;
  /** Whether plain INFO shows it. */
  readonly byDefault: boolean;
  readonly rows: readonly MetricRow[];
}

type Read = (now: Readings) => number;

export function counter(field: string, help: string, read: Read, unit?: MetricUnit): MetricRow {
  return { field, type: 'counter', help, read, ...(unit !== undefined && { unit }) };
}

export function gauge(field: string, help: string, read: Read, unit?: MetricUnit): MetricRow {
  return { field, type: 'gauge', help, read, ...(unit !== undefined && { unit }) };
}

export function text(field: string, read: (now: Readings) => string): MetricRow {
  return { field, type: 'text', read };
}

/** A field of a feature that is not here: it always says the same. */
export function fixed(field: string, value: number | string): MetricRow {
  return { field, type: 'text', read: () => value };
}

/** A ratio with two digits. */
export function ratio(field: string, help: string, read: Read): MetricRow {
  return { field, type: 'gauge', unit: 'ratio', help, read, print: (value) => value.toFixed(2) };
}

/** Bytes as people read them. */
export function human(field: string, read: Read): MetricRow {
  return text(field, (now) => humanBytes(read(now)));
}

/** `720.98K`, as Redis prints sizes. */
export function humanBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes}B`;
  let value = bytes;
  for (const unit of ['K', 'M', 'G', 'T']) {
    value /= 1024;
    if (value < 1024 || unit === 'T') return `${value.toFixed(2)}${unit}`;
  }
  return `${bytes}B`;
}

/** Prints seconds with microseconds. */
export function seconds(field: string, help: string, read: Read): MetricRow {
  return { field, type: 'counter', unit: 'seconds', help, read, print: (value) => value.toFixed(6) };
}
