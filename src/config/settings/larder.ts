// Settings that only Larder has.

import { availableParallelism } from 'node:os';
import { onOff, portNumber } from '../kinds.ts';
import type { SettingRow } from '../setting-row.ts';

export const larderSettings = [
  {
    name: 'threads',
    kind: { kind: 'integer', min: 1n, max: 64n },
    default: String(Math.min(8, availableParallelism())),
    changeable: false,
    effect: 'honoured',
    larderOnly: true,
    doc: 'Threads that serve connections; by default the cores, at most 8.',
  },
  {
    name: 'large-object-threshold',
    kind: { kind: 'memory', min: 4096n, max: 1073741824n },
    default: '65536',
    changeable: false,
    effect: 'honoured',
    larderOnly: true,
    doc: 'Size from which a value lives in pages of its own.',
  },
  {
    name: 'admin-port',
    kind: portNumber,
    default: '9121',
    changeable: false,
    effect: 'honoured',
    larderOnly: true,
    doc: 'Port of the HTTP server for metrics, health and administration; 0 is off.',
  },
  {
    name: 'admin-bind',
    kind: { kind: 'addresses' },
    default: '127.0.0.1',
    changeable: false,
    effect: 'honoured',
    larderOnly: true,
    doc: 'Addresses of the HTTP server.',
  },
  {
    name: 'admin-token',
    kind: { kind: 'bytes' },
    default: '',
    changeable: true,
    effect: 'honoured',
    larderOnly: true,
    secret: true,
    doc: 'Bearer token of the HTTP server; empty means none.',
  },
  {
    name: 'analytics',
    kind: onOff,
    default: 'yes',
    changeable: true,
    effect: 'honoured',
    larderOnly: true,
    doc: 'Learn from a sample of the accesses: hit ratio by size, working set, statistics by prefix, costs of misses.',
  },
  {
    name: 'cost-per-second',
    kind: { kind: 'string', check: 'price' },
    default: '0',
    changeable: true,
    effect: 'honoured',
    larderOnly: true,
    doc: 'What a second of recomputation costs, in any currency: statistics then say what hits have saved.',
  },
  {
    name: 'allow-unsupported',
    kind: onOff,
    default: 'no',
    changeable: false,
    effect: 'honoured',
    larderOnly: true,
    doc: 'Start in spite of settings that cannot be honoured; they are named in warnings and left out.',
  },
] as const satisfies readonly SettingRow[];
