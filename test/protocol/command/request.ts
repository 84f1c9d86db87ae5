import type { RequestArgs } from '../../../protocol/command/arguments.ts';
import type { Grammar } from '../../../protocol/command/grammar.ts';
import { ArgumentParser } from '../../../protocol/command/parser.ts';

/** A large argument: it is in no buffer. */
export const STREAMED = Symbol('streamed');

/** A request as the request parser would leave it. */
export function request(args: readonly (string | typeof STREAMED)[]): RequestArgs {
  const argStart = new Int32Array(args.length);
  const argLen = new Int32Array(args.length);
  let bytes = '#';
  args.forEach((arg, i) => {
    argStart[i] = arg === STREAMED ? -1 : bytes.length;
    argLen[i] = arg === STREAMED ? 100_000 : arg.length;
    if (arg !== STREAMED) bytes += arg;
  });
  return { buf: Buffer.from(bytes, 'latin1'), argc: args.length, argStart, argLen };
}

/** Splits a line at blanks; `""` is an empty argument. */
export function line(text: string): RequestArgs {
  return request(text.split(' ').map((word) => (word === '""' ? '' : word)));
}

/** Reads lines with one grammar: the fields, deeply copied, or `{ error, at }`. */
export function reader(
  grammar: Grammar,
  options: ConstructorParameters<typeof ArgumentParser>[2] & { first?: number } = {},
) {
  const parser = new ArgumentParser(grammar, options.first ?? 1, options);
  return (text: string | RequestArgs): unknown => {
    const error = parser.parse(typeof text === 'string' ? line(text) : text);
    return error === 0 ? plain(parser.values) : { error, at: parser.errorArg };
  };
}

/** A copy that shows what counts: ranges as [first, count, stride], lists without what lies beyond their count. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('stride' in value && 'numbers' in value) {
    const range = value as { first: number; count: number; stride: number; numbers: Float64Array };
    const shown: unknown[] = [range.first, range.count, range.stride];
    if (range.numbers.length > 0) shown.push([...range.numbers.slice(0, range.count)]);
    return shown;
  }
  if ('items' in value && 'count' in value) {
    const list = value as { count: number; items: unknown[] };
    return list.items.slice(0, list.count).map(plain);
  }
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, plain(inner)]));
}
