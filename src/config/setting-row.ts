/** What a row of the settings table holds, and the types that the table gives to the rest of the program. */

/**
 * How the value of a setting is read, checked and printed. Numbers are bigint: Redis' limits pass 2^53.
 *
 * `min` and `max` are checked; `clamp` and `least` change a value silently, where Redis does.
 */
export type SettingKind =
  | { readonly kind: 'boolean' }
  | {
      readonly kind: 'integer';
      readonly min: bigint;
      readonly max: bigint;
      readonly clamp?: readonly [bigint, bigint];
    }
  | { readonly kind: 'octal'; readonly max: bigint }
  | { readonly kind: 'memory'; readonly min: bigint; readonly max: bigint; readonly least?: bigint }
  /** Bytes, or a percentage of `maxmemory`. */
  | { readonly kind: 'memory-or-percent' }
  /** Bytes, a percentage of the machine's or container's memory, or `auto`. */
  | { readonly kind: 'memory-limit' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  /** Several words out of a list; the first one is the value that stands for none. */
  | { readonly kind: 'flags'; readonly values: readonly string[]; readonly exclusive: readonly [string, string] }
  | { readonly kind: 'string'; readonly check?: StringCheck }
  /** Bytes of no known encoding, such as a password. */
  | { readonly kind: 'bytes' }
  | { readonly kind: 'addresses' }
  | { readonly kind: 'save-points' }
  | { readonly kind: 'output-limits' }
  | { readonly kind: 'event-classes' }
  | { readonly kind: 'percentiles' }
  | { readonly kind: 'oom-scores' }
  | { readonly kind: 'replica-of' }
  /** Any words: directives that are only told apart from nonsense. */
  | { readonly kind: 'words' };

/** Rules for a string beyond being one. */
export type StringCheck =
  | 'file-name'
  | 'directory-name'
  | 'host-name'
  | 'node-name'
  | 'locale'
  | 'title-template'
  | 'price';

/**
 * - `honoured`: does what it says.
 * - `accepted`: tuning without a meaning here; stored and listed.
 * - `refused`: promises security or durability that Larder cannot give; any other value than the default stops the
 *   start (unless `allow-unsupported`) and makes CONFIG SET fail.
 */
export type SettingEffect = 'honoured' | 'accepted' | 'refused';

/** One setting. Values are texts in the form that CONFIG GET prints. */
export interface SettingRow {
  /** Redis' name where Redis has it. The environment variable and the snapshot's field are derived from it. */
  readonly name: string;
  readonly kind: SettingKind;
  /** Redis 8.0.2's default; Larder's for rows of its own and where Redis' would not be true here. */
  readonly default: string;
  /** Larder's default when it starts without a config file, where it differs. */
  readonly defaultWithoutFile?: string;
  /** Whether CONFIG SET may change it; `protected` follows `enable-protected-configs`. */
  readonly changeable: boolean | 'protected';
  readonly effect: SettingEffect;
  /** Why a `refused` setting is: a sentence without its full stop. */
  readonly refusal?: string;
  /** Older names, each of which is a parameter of its own in CONFIG GET. */
  readonly aliases?: readonly string[];
  /** Never printed in logs, errors and notices. */
  readonly secret?: boolean;
  /** `by-name`: CONFIG GET shows it when asked by its full name. `never`: a line of a file, not a parameter. */
  readonly visible?: 'by-name' | 'never';
  /** Not a parameter of Redis. */
  readonly larderOnly?: boolean;
  readonly doc: string;
}

/** An address to listen on. Optional ones may be missing on this machine. */
export interface ListenAddress {
  readonly host: string;
  readonly optional: boolean;
}

/** Limits on the output waiting for one class of clients; 0 is no limit. */
export interface OutputLimit {
  readonly hardBytes: number;
  readonly softBytes: number;
  readonly softSeconds: number;
}

/** `client-output-buffer-limit`, by class. */
export interface OutputLimits {
  readonly normal: OutputLimit;
  readonly replica: OutputLimit;
  readonly pubsub: OutputLimit;
}

/** What a value becomes in the snapshot that the program reads. Byte counts above 2^53 lose their last digits. */
export type FieldOf<K extends SettingKind> = K extends { kind: 'boolean' }
  ? boolean
  : K extends { kind: 'integer' | 'octal' | 'memory' | 'memory-or-percent' | 'memory-limit' | 'event-classes' }
    ? number
    : K extends { kind: 'enum'; values: readonly (infer V)[] }
      ? V
      : K extends { kind: 'addresses' }
        ? readonly ListenAddress[]
        : K extends { kind: 'output-limits' }
          ? OutputLimits
          : K extends { kind: 'percentiles' }
            ? readonly number[]
            : K extends { kind: 'flags'; values: readonly (infer V)[] }
              ? readonly V[]
              : string;

/** `maxmemory-policy` → `maxmemoryPolicy`. */
export type CamelCase<S extends string> = S extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S;
