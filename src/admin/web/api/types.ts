/** What the admin API answers, as far as the page reads it. */
import type { WireBytes } from '../format/bytes.ts';

export interface Session {
  readonly version: string;
  /** Whether a token was needed for this answer. */
  readonly hasToken: boolean;
}

export interface Sample {
  readonly timeMs: number;
  readonly uptimeSeconds: number;
  readonly requests: { readonly total: number; readonly perSecond: number };
  readonly keyspace: {
    readonly keys: number;
    readonly hitsPerSecond: number;
    readonly missesPerSecond: number;
    readonly hitRatio: number | null;
    readonly hitRatioTotal: number | null;
  };
  readonly evictions: { readonly total: number; readonly perSecond: number };
  readonly expirations: { readonly total: number; readonly perSecond: number };
  /** Bytes by class. `used` is startup + index + keys + values + clientBuffers. */
  readonly memory: Readonly<Record<string, number>>;
  readonly latency: {
    readonly p50Us: number | null;
    readonly p90Us: number | null;
    readonly p99Us: number | null;
    readonly p999Us: number | null;
    readonly maxUs: number | null;
  };
  readonly network: { readonly inputBytesPerSecond: number; readonly outputBytesPerSecond: number };
  readonly clients: {
    readonly connected: number;
    readonly blocked: number;
    readonly max: number;
    readonly rejected: number;
  };
  readonly threads: readonly ThreadSample[];
  readonly eventLoop: { readonly delayMeanMs: number; readonly delayMaxMs: number };
  readonly locks: { readonly waitsPerSecond: number; readonly longestHoldUs: number; readonly parked: number };
  readonly policy: string;
}

export interface ThreadSample {
  readonly name: string;
  /** Share of a core. */
  readonly load: number;
  readonly connections: number;
  readonly commandsPerSecond: number;
  readonly delayMaxMs?: number;
}

export interface Stats {
  readonly server: Readonly<Record<string, string | number | null>>;
  readonly keyspaces: readonly { readonly db: number; readonly keys: number; readonly expires: number }[];
}

export interface Setting {
  readonly name: string;
  readonly value: string;
  readonly default: string;
  readonly changeable: boolean;
  readonly effect: 'honoured' | 'accepted' | 'refused';
  readonly environment: string;
  readonly secret: boolean;
  /** Of secrets: whether there is one. */
  readonly isSet?: boolean;
  readonly doc: string;
  readonly kind: string;
  readonly values?: readonly string[];
  readonly min?: number | string;
  readonly max?: number | string;
}

export interface ClientRow {
  readonly id: number;
  readonly address: string;
  readonly name: string;
  readonly user: string;
  readonly library: string;
  readonly libraryVersion: string;
  readonly thread: number;
  readonly ageSeconds: number;
  readonly idleSeconds: number;
  readonly db: number;
  readonly flags: readonly string[];
  readonly lastCommand: string | null;
  readonly memoryBytes: number;
}

export interface SlowLog {
  readonly length: number;
  readonly slowerThanUs: number;
  readonly maxLength: number;
  readonly entries: readonly SlowEntry[];
}

export interface SlowEntry {
  readonly id: number;
  readonly timeMs: number;
  readonly us: number;
  readonly command: string;
  readonly arguments: readonly WireBytes[];
  readonly address: string;
  readonly clientName: string;
}

export interface Latency {
  readonly thresholdMs: number;
  readonly commands: readonly CommandLatency[];
  readonly events: readonly {
    readonly name: string;
    readonly highestMs: number;
    readonly samples: readonly { readonly timeMs: number; readonly ms: number }[];
  }[];
}

export interface CommandLatency {
  readonly name: string;
  readonly calls: number;
  readonly usPerCall: number;
  readonly rejected: number;
  readonly failed: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly p999Us: number;
  /** Upper bound in µs, and how many calls took no longer. */
  readonly buckets: readonly (readonly [number, number])[];
}

export interface KeyRow {
  readonly key: WireBytes;
  readonly type: string;
  readonly bytes: number;
  readonly ttlMs: number | null;
  readonly encoding: string;
  readonly idleSeconds: number | null;
  readonly frequency: number | null;
}

export interface KeyPage {
  readonly tooLong: number;
  readonly cursor: string;
  readonly keys: readonly KeyRow[];
}

export type KeyValue =
  | { readonly type: 'string'; readonly value: WireBytes }
  | { readonly type: 'list'; readonly items: readonly WireBytes[]; readonly cursor: string }
  | { readonly type: 'set'; readonly members: readonly WireBytes[]; readonly cursor: string }
  | {
      readonly type: 'zset';
      readonly members: readonly { readonly member: WireBytes; readonly score: string }[];
      readonly cursor: string;
    }
  | { readonly type: 'hash'; readonly fields: readonly FieldValue[]; readonly cursor: string }
  | {
      readonly type: 'stream';
      readonly entries: readonly { readonly id: string; readonly fields: readonly FieldValue[] }[];
      readonly cursor: string;
    };

export interface FieldValue {
  readonly field: WireBytes;
  readonly value: WireBytes;
}

export interface KeyDetails extends KeyRow {
  readonly length: number;
  readonly value: KeyValue;
}

export interface HotKeys {
  /** One command in so many is looked at. */
  readonly sampleEvery: number;
  readonly keys: readonly HotKey[];
}

export interface HotKey {
  readonly key: WireBytes;
  readonly db: number;
  /** An estimate. */
  readonly accesses: number;
  /** Of the accesses of all keys. */
  readonly share: number;
}

export interface BigKeys {
  readonly walkedKeys: number;
  readonly totalKeys: number;
  readonly complete: boolean;
  readonly finishedMs: number | null;
  readonly keys: readonly BigKey[];
}

export interface BigKey {
  readonly key: WireBytes;
  readonly db: number;
  readonly type: string;
  readonly bytes: number;
  readonly items: number;
}

export interface Eviction {
  readonly policy: string;
  readonly rule: string;
  readonly policies: readonly string[];
  readonly maxmemory: number;
  readonly used: number;
  readonly samples: number;
  readonly evicted: { readonly total: number; readonly byWorker: number; readonly inline: number };
  readonly expired: { readonly total: number; readonly byWorker: number; readonly lazy: number };
  readonly hitRatioTotal: number | null;
}
