/**
 * The language of hand-written scenarios: a list of steps that are sent to the oracle and to Larder alike.
 *
 * A step is a command line (`'SET k "a b"'`: words, double quotes with \n \r \t \\ \" \xHH), a list of arguments, or
 * what one of the functions below makes of those. Steps without a verb are compared byte for byte.
 * Words may hold `{id:b}` and `{addr:b}` (client id and address of connection b), filled in for each server.
 */
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import { exact, type Verb } from './verbs.ts';

export type Argument = string | number | bigint | Uint8Array;
export type Command = string | readonly Argument[];

export interface Step {
  /**
   * `send`: bytes out, then `replies` replies in. `hangUp`: our side closes. `watch`: does the server close, and with what
   * left to read. `until`: asked again and again, aside, until a reply is as it should be.
   */
  readonly kind: 'send' | 'hangUp' | 'watch' | 'pause' | 'until';
  readonly label: string;
  /** Which connection; opened at its first use. */
  readonly on: string;
  readonly commands: readonly (readonly Argument[])[];
  readonly raw?: Uint8Array;
  /** Replies to read after sending. */
  readonly replies: number;
  readonly verb: Verb;
  /** What `until` waits for in the bytes of a reply. */
  readonly pattern?: RegExp;
  /** No reply in time is an observation like any other: both servers must block. */
  readonly mayBlock?: boolean;
  /** How long a reply may take, how long a pause lasts, how long to wait for a close. */
  readonly ms: number;
}

export type StepLike = Command | Step;

/** What one build may lack; a scenario names what it needs beyond the core. */
export type Feature =
  | 'hash'
  | 'list'
  | 'set'
  | 'zset'
  | 'stream'
  | 'bitmap'
  | 'hyperloglog'
  | 'geo'
  | 'multi'
  | 'pubsub'
  | 'tracking'
  | 'script'
  | 'sort'
  | 'dump'
  | 'acl';

export interface Scenario {
  readonly steps: readonly StepLike[];
  /** Protocols to run in; default both. Connections start with HELLO 3 in the second. */
  readonly resp?: readonly (2 | 3)[];
  /** Servers started only for this scenario (and those with equal settings), with these flags. */
  readonly server?: Readonly<Record<string, string>>;
  /** CONFIG SET before, put back after. A null value is only put back. */
  readonly config?: Readonly<Record<string, string | null>>;
  readonly needs?: readonly Feature[];
  /** Databases whose contents are compared at the end; default [0]. */
  readonly databases?: readonly number[];
  /** Connections begin without HELLO, AUTH or anything. Implied by resp [2]. */
  readonly bare?: boolean;
}

export interface ScenarioGroup {
  readonly name: string;
  readonly needs: readonly Feature[];
  readonly scenarios: Readonly<Record<string, Scenario>>;
}

/** A file's scenarios: by name, each a list of steps or a whole `Scenario`. */
export function group(
  name: string,
  scenarios: Readonly<Record<string, readonly StepLike[] | Scenario>>,
  needs: readonly Feature[] = [],
): ScenarioGroup {
  const whole = Object.entries(scenarios).map(([title, given]) => [title, 'steps' in given ? given : { steps: given }]);
  return { name, needs, scenarios: Object.fromEntries(whole) as Record<string, Scenario> };
}

/** Longer than a busy machine takes: only a failure waits for so long. */
const WAIT_MS = 15_000;

/** Anything step-like as a step. */
export function step(given: StepLike): Step {
  if (typeof given === 'object' && 'kind' in given) return given;
  const args = typeof given === 'string' ? words(given) : given;
  return { kind: 'send', label: label(args), on: 'a', commands: [args], replies: 1, verb: exact, ms: WAIT_MS };
}

function label(args: readonly Argument[]): string {
  const text = args.map((arg) => (arg instanceof Uint8Array ? `<${arg.length} bytes>` : String(arg))).join(' ');
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' };

/** Splits a command line. Bytes above 0x7f come from \xHH, so a line with escapes is latin1 and becomes bytes. */
export function words(line: string): Argument[] {
  const out: Argument[] = [];
  for (const match of line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)) {
    const [, quoted, plain] = match;
    if (quoted === undefined) {
      out.push(plain ?? '');
      continue;
    }
    let binary = false;
    const text = quoted.replace(
      /\\(?:x([0-9a-f]{2})|(.))/gi,
      (_, hex: string | undefined, char: string | undefined) => {
        if (hex === undefined) return ESCAPES[char ?? ''] ?? char ?? '';
        binary = true;
        return String.fromCharCode(Number.parseInt(hex, 16));
      },
    );
    out.push(binary ? Buffer.from(text, 'latin1') : text);
  }
  return out;
}

// ---- what else a step can be ----

/** On another connection than `a`. */
export function on(connection: string, given: StepLike): Step {
  return { ...step(given), on: connection };
}

/** Several commands in one write; all their replies are compared. */
export function pipeline(...commands: Command[]): Step {
  const all = commands.map((command) => step(command));
  return {
    ...step('PING'),
    label: `pipeline(${all.map((one) => one.label).join('; ')})`.slice(0, 160),
    commands: all.flatMap((one) => one.commands),
    replies: all.length,
  };
}

/** Bytes as they are, then this many replies. */
export function raw(bytes: string | Uint8Array, replies = 1): Step {
  const data = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
  const text = JSON.stringify(Buffer.from(data.subarray(0, 80)).toString('latin1'));
  return {
    ...step('PING'),
    label: `raw ${text}${data.length > 80 ? `… (${data.length} bytes)` : ''}`,
    commands: [],
    raw: data,
    replies,
  };
}

/** Sends without waiting for a reply: it blocks, is silent, or is read by `arrives` later. */
export function silently(given: StepLike): Step {
  return { ...step(given), replies: 0 };
}

/** Reads replies or pushes that an earlier step caused. */
export function arrives(connection: string, replies = 1): Step {
  return { ...step('PING'), label: `${replies} more arrive on ${connection}`, on: connection, commands: [], replies };
}

/**
 * Waits until a command, sent on a connection of its own, is answered so. Where a server does what one connection asked for
 * before what another one did is nobody's promise, least of all on a busy machine.
 */
export function until(pattern: RegExp, given: StepLike): Step {
  const one = step(given);
  return { ...one, kind: 'until', label: `until ${one.label} says ${pattern}`, on: 'aside', replies: 0, pattern };
}

/** Waits until a connection is blocked by its command. */
export function blocks(connection: string): Step {
  return until(/ flags=[^ ]*b/, `CLIENT LIST ID {id:${connection}}`);
}

/** Sends a command that blocks: nothing arrives, and the server knows that the connection waits. */
export function waits(connection: string, command: Command): Step[] {
  return [silently(on(connection, command)), nothingArrives(connection, 40), blocks(connection)];
}

/** Nothing arrives within `ms`. */
export function nothingArrives(connection: string, ms = 100): Step {
  return {
    ...step('PING'),
    kind: 'watch',
    label: `nothing arrives on ${connection}`,
    on: connection,
    commands: [],
    replies: 0,
    ms,
  };
}

/** A command answered by this many replies (SUBSCRIBE a b answers twice). */
export function answers(replies: number, given: StepLike): Step {
  return { ...step(given), replies };
}

/** Whether the server closes the connection, and what it says before. `ms` is how long it may take. */
export function closes(connection = 'a', ms = 400): Step {
  return {
    ...step('PING'),
    kind: 'watch',
    label: `closes ${connection}?`,
    on: connection,
    commands: [],
    replies: 0,
    ms,
  };
}

/** Our side hangs up. */
export function hangUp(connection: string): Step {
  return { ...step('PING'), kind: 'hangUp', label: `hang up ${connection}`, on: connection, commands: [], replies: 0 };
}

/** Time passes: for what only time can show, such as a key that expires. */
export function elapse(ms: number): Step {
  return { ...step('PING'), kind: 'pause', label: `${ms} ms pass`, commands: [], replies: 0, ms };
}

// ---- verbs as functions around a step ----

const under = (verb: Verb, given: StepLike): Step => ({ ...step(given), verb });
export const sorted = (given: StepLike): Step => under({ kind: 'sorted', deep: false }, given);
export const sortedDeep = (given: StepLike): Step => under({ kind: 'sorted', deep: true }, given);
export const sameShape = (given: StepLike): Step => under({ kind: 'sameShape' }, given);
export const sameType = (given: StepLike): Step => under({ kind: 'sameType' }, given);
export const rounded = (digits: number, given: StepLike): Step => under({ kind: 'rounded', digits }, given);
export const aboutEqual = (within: number, given: StepLike, unit: 'ms' | 's' = 'ms'): Step =>
  under({ kind: 'aboutEqual', within, unit }, given);
export const masked = (mask: RegExp, given: StepLike): Step => under({ kind: 'masked', mask }, given);
/** HELLO's reply: ids differ, and the oracle's package has a module built in. */
export const greeting = (given: StepLike): Step =>
  under({ kind: 'masked', mask: /bulk:id,integer:\d+|bulk:modules,.*/g, whole: true }, given);
/** COMMAND INFO: elements in any order, notes in our own words. */
export const described = (given: StepLike): Step => under({ kind: 'sorted', deep: true, mask: /^RW and .*$/ }, given);
export const lines = (mask: RegExp, given: StepLike, only = ''): Step => under({ kind: 'lines', mask, only }, given);
export const fields = (given: StepLike): Step => under({ kind: 'fields' }, given);
export const atLeast = (given: StepLike): Step => under({ kind: 'atLeast' }, given);
export const ignored = (reason: string, given: StepLike): Step => under({ kind: 'ignored', reason }, given);
export const ours = (reason: string, bytes: string, given: StepLike): Step =>
  under({ kind: 'ours', bytes: Buffer.from(bytes, 'latin1'), reason }, given);

/** The bytes a step sends. */
export function stepBytes(one: Step, fill: (word: string) => string): Uint8Array {
  if (one.raw !== undefined) return one.raw;
  const filled = one.commands.map((args) =>
    encodeCommand(args.map((arg) => (typeof arg === 'string' && arg.includes('{') ? fill(arg) : arg))),
  );
  return filled.length === 1 ? filled[0]! : Buffer.concat(filled);
}
