/** The command line of `larder sim`. */
import { parseArgs } from 'node:util';

export interface SimulatorOptions {
  readonly files: readonly string[];
  /** A sequence of keys given on the command line instead of a file. */
  readonly sequence?: readonly string[] | undefined;
  /** Names of policies, or empty for all. */
  readonly policies: readonly string[];
  readonly capacities: readonly Capacity[];
  /** Whether capacities count bytes of objects, or objects. */
  readonly sized: boolean;
  readonly json: boolean;
  /** File that miss-ratio curves are drawn into. */
  readonly plot?: string | undefined;
}

/** A number of objects or bytes, or a share of what the trace asks for. */
export type Capacity =
  | { readonly kind: 'amount'; readonly amount: number }
  | { readonly kind: 'share'; readonly share: number };

export const HELP = `usage: larder sim [options] TRACE...
       larder sim [options] --sequence 'a b c a b d'

Replays traces through Larder's eviction policies, and through exact ones for comparison.

  --policy NAME,...     which policies (default: all), such as lru,opt,allkeys-adaptive; see --list
  --capacity N,...      objects, bytes with --sized (1mb, 64kb), or a share of the trace (10%)
                        (default: 1%,5%,10%,25%)
  --sized               capacities are bytes and objects have the trace's sizes (512 where it has none)
  --sequence KEYS       a short sequence instead of a file, replayed one request after the other
  --json                one JSON document on standard output
  --plot FILE           miss-ratio curves as .svg or .html
  --list                the policies

Traces: .lis (ARC), lirs*.txt, .txt (time id size), .i32be, .i64be, .jsonl (hash_ids), .csv (time,key,size,cost,ttl);
all of them also as .gz.
`;

/** A command line that makes no sense; the message says what to do. */
export class BadOption extends Error {}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  kb: 1024,
  m: 1e6,
  mb: 1024 ** 2,
  g: 1e9,
  gb: 1024 ** 3,
};

function capacity(text: string): Capacity {
  const share = /^(\d+(?:\.\d+)?)%$/.exec(text);
  if (share !== null) return { kind: 'share', share: Number(share[1]) / 100 };
  const amount = /^(\d+)([a-z]*)$/i.exec(text);
  const unit = amount === null ? undefined : UNITS[amount[2]!.toLowerCase()];
  if (amount === null || unit === undefined) throw new BadOption(`'${text}' is no capacity: 1000, 64mb or 5%`);
  if (Number(amount[1]) === 0) throw new BadOption(`a capacity of ${text} holds nothing: 1 or more`);
  return { kind: 'amount', amount: Number(amount[1]) * unit };
}

/** Throws `BadOption`. @returns 'help' or 'list' when that is asked for */
export function parseOptions(argv: readonly string[]): SimulatorOptions | 'help' | 'list' {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(argv);
  } catch (error) {
    // The rest of what Node says is about files whose names begin with a dash.
    throw new BadOption(`${(error as Error).message.split(/\.\s/)[0]} (see larder sim --help)`);
  }
  const { values, positionals } = parsed;
  if (values.help === true) return 'help';
  if (values.list === true) return 'list';
  const sequence = values.sequence?.split(/[\s,]+/).filter((key) => key !== '');
  if (sequence?.length === 0) throw new BadOption("the sequence is empty: --sequence 'a b c a'");
  if (values.plot !== undefined && !/\.(svg|html)$/.test(values.plot))
    throw new BadOption(`cannot draw into '${values.plot}': its name ends with .svg or .html`);
  if (positionals.length > 1 && values.plot?.endsWith('.svg') === true)
    throw new BadOption('several traces need an .html file to be drawn into');
  if (positionals.length === 0 && sequence === undefined) throw new BadOption('no trace given (see larder sim --help)');
  if (positionals.length > 0 && sequence !== undefined) throw new BadOption('--sequence and traces exclude each other');
  return {
    files: positionals,
    sequence,
    policies: values.policy?.split(',').map((name) => name.trim().toLowerCase()) ?? [],
    capacities: (values.capacity ?? '1%,5%,10%,25%').split(',').map(capacity),
    sized: values.sized === true,
    json: values.json === true,
    plot: values.plot,
  };
}

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      policy: { type: 'string' },
      capacity: { type: 'string' },
      sized: { type: 'boolean' },
      sequence: { type: 'string' },
      json: { type: 'boolean' },
      plot: { type: 'string' },
      list: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}
