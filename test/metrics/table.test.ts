import { describe, expect, it } from 'vitest';
import { humanBytes } from '../../src/metrics/metric-row.ts';
import { METRICS, SECTIONS } from '../../src/metrics/table.ts';

const rows = SECTIONS.flatMap((section) => ('rows' in section ? section.rows : []));

describe('the table of metrics', () => {
  it('names each field once', () => {
    const fields = rows.map((row) => row.field);
    expect(fields.filter((field, i) => fields.indexOf(field) !== i)).toEqual([]);
  });

  it('explains every number', () => {
    expect(METRICS.filter((row) => row.help === undefined).map((row) => row.field)).toEqual([]);
  });

  it('has the sections of Redis in their order, then its own', () => {
    expect(SECTIONS.map((section) => section.title)).toEqual([
      'Server',
      'Clients',
      'Memory',
      'Persistence',
      'Threads',
      'Stats',
      'Replication',
      'CPU',
      'Modules',
      'Commandstats',
      'Errorstats',
      'Latencystats',
      'Cluster',
      'Keyspace',
      'Keysizes',
      'Larder',
      'Analytics',
      'Prefixes',
    ]);
  });
});

it.each([
  [0, '0B'],
  [1023, '1023B'],
  [738288, '720.98K'],
  [25276510208, '23.54G'],
  [2 ** 50, '1024.00T'],
])('prints %i bytes as %s', (bytes, text) => {
  expect(humanBytes(bytes)).toBe(text);
});
