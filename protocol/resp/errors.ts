/**
 * Every error text that a client can see, once. An error is known by its code, the index in this table; the first six
 * codes are those of `command/parse-error.ts`. `%` stands for the name of the command, in lower case.
 */

const texts = {
  none: '',
  syntax: 'ERR syntax error',
  wrongArity: "ERR wrong number of arguments for '%' command",
  notAnInteger: 'ERR value is not an integer or out of range',
  notAFloat: 'ERR value is not a valid float',
  outOfRange: 'ERR value is out of range',
  wrongType: 'WRONGTYPE Operation against a key holding the wrong kind of value',
  noSuchKey: 'ERR no such key',
  invalidExpire: "ERR invalid expire time in '%' command",
  overflow: 'ERR increment or decrement would overflow',
  decrementOverflow: 'ERR decrement would overflow',
  nanOrInfinity: 'ERR increment would produce NaN or Infinity',
  stringTooLong: 'ERR string exceeds maximum allowed size (proto-max-bulk-len)',
  offsetOutOfRange: 'ERR offset is out of range',
  notPositive: 'ERR value is out of range, must be positive',
  sameObject: 'ERR source and destination objects are the same',
  invalidDb: 'ERR invalid DB index',
  dbOutOfRange: 'ERR DB index is out of range',
  invalidCursor: 'ERR invalid cursor',
  noAuth: 'NOAUTH Authentication required.',
  wrongPass: 'WRONGPASS invalid username-password pair or user is disabled.',
  noPasswordSet:
    'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
  noProto: 'NOPROTO unsupported protocol version',
  outOfMemory: "OOM command not allowed when used memory > 'maxmemory'.",
  clusterDisabled: 'ERR This instance has cluster support disabled',
  maxClients: 'ERR max number of clients reached',
  keyTooLong: 'ERR the key is longer than 2097152 bytes, which is the most that this server holds',
  internal: 'ERR internal error: the command was not run; see the log of the server',
  busyScript: 'BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.',
  execAbort: 'EXECABORT Transaction discarded because of previous errors.',
  denied:
    "DENIED Redis is running in protected mode because protected mode is enabled and no password is set for the default user. In this mode connections are only accepted from the loopback interface. If you want to connect from external computers to Redis you may adopt one of the following solutions: 1) Just disable protected mode sending the command 'CONFIG SET protected-mode no' from the loopback interface by connecting to Redis from the same host the server is running, however MAKE SURE Redis is not publicly accessible from internet if you do so. Use CONFIG REWRITE to make this change permanent. 2) Alternatively you can just disable the protected mode by editing the Redis configuration file, and setting the protected mode option to 'no', and then restarting the server. 3) If you started the server manually just for testing, restart it with the '--protected-mode no' option. 4) Set up an authentication password for the default user. NOTE: You only need to do one of the above things in order for the server to start accepting connections from the outside.",
} as const;

export type ErrorName = keyof typeof texts;

const names = Object.keys(texts) as ErrorName[];

/** Code of each error, by name. */
export const ERROR: Readonly<Record<ErrorName, number>> = Object.freeze(
  Object.fromEntries(names.map((name, code) => [name, code])) as Record<ErrorName, number>,
);

const byCode: readonly string[] = names.map((name) => texts[name]);
/** Whole lines of the errors that carry no name; null where one has to be filled in. */
const lines: readonly (Buffer | null)[] = byCode.map((text) =>
  text.includes('%') ? null : Buffer.from(`-${text}\r\n`, 'latin1'),
);

/** Text of an error, code word included, without `-` and line end. @param command its name (`client|kill` for a subcommand) */
export function errorText(code: number, command: string): string {
  const text = byCode[code];
  if (text === undefined) throw new RangeError(`there is no error number ${code}`);
  return text.replace('%', command);
}

/** The line of an error that needs no name, ready to be sent; null for one that does. */
export function errorLine(code: number): Buffer | null {
  return lines[code] ?? null;
}

/** `args` are quoted as far as the caller wants. */
export function unknownCommand(name: string, args: readonly string[]): string {
  return `ERR unknown command '${name}', with args beginning with: ${args.map((arg) => `'${arg}' `).join('')}`;
}

/** @param container name of the command that has subcommands */
export function unknownSubcommand(name: string, container: string): string {
  return `ERR unknown subcommand '${name}'. Try ${container.toUpperCase()} HELP.`;
}
