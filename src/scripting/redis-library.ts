/** The table `redis` (and `server`, as Valkey calls it) of scripts. */
import { createHash } from 'node:crypto';
import { ERROR, errorText } from '../../protocol/resp/errors.ts';
import type { Client } from '../dispatch/client.ts';
import { REDIS_VERSION } from '../version.ts';
import { Arguments, type HostFunction, type HostLibrary } from './host-library.ts';
import { TBOOLEAN, TNUMBER, TSTRING } from './lua-layout.ts';
import type { LuaMachine } from './lua-machine.ts';
import { numberIn } from './number-texts.ts';
import { ReplyToLua } from './reply-to-lua.ts';
import {
  BAD_ARGUMENT,
  CALLED,
  NO_ARGUMENTS,
  NOT_ALLOWED,
  OUT_OF_MEMORY,
  READ_ONLY,
  type RunState,
  SCRATCH_BYTES,
  type ScriptCommands,
  UNDECLARED,
  UNKNOWN,
  WRONG_ARITY,
} from './script-commands.ts';

const MINUS = 45;
const LOG_LEVELS = ['debug', 'verbose', 'notice', 'warning'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The run that is under way. */
export interface ScriptRun extends RunState {
  readonly client: Client;
  /** Whether commands may be called: not while a library is loaded. */
  active: boolean;
  resp: 2 | 3;
}

/** A run that has not begun. @param onWrite told once a run, before the first command that may change data */
export function idleRun(client: Client, onWrite: () => void): ScriptRun {
  const run: ScriptRun = {
    client,
    active: false,
    resp: 2,
    readOnly: false,
    outOfMemory: false,
    declared: undefined,
    firstKey: 0,
    keys: 0,
    wrote: false,
    onWrite: () => {
      run.wrote = true;
      onWrite();
    },
  };
  return run;
}

const REFUSALS: Readonly<Record<number, string>> = {
  [NO_ARGUMENTS]: 'ERR Please specify at least one argument for this redis lib call',
  [BAD_ARGUMENT]: 'ERR Lua redis lib command arguments must be strings or integers',
  [UNKNOWN]: 'ERR Unknown Redis command called from script',
  [WRONG_ARITY]: 'ERR Wrong number of args calling Redis command from script',
  [NOT_ALLOWED]: errorText(ERROR.notFromScript),
  [READ_ONLY]: 'ERR Write commands are not allowed from read-only scripts.',
  [OUT_OF_MEMORY]: errorText(ERROR.outOfMemory),
  [UNDECLARED]: 'ERR Script attempted to access a key that it did not declare, which lua-undeclared-keys forbids',
};

const REPL = { REPL_NONE: 0, REPL_AOF: 1, REPL_SLAVE: 2, REPL_REPLICA: 2, REPL_ALL: 3 } as const;

/** An error's text with its code in front, as `redis.error_reply` makes it: up to the first zero, and without line ends. */
function errorOf(text: string): string {
  const [, code = 'ERR', message] = /^-?(?:([^ \0]*) )?([^\0]*)/.exec(text)!;
  return `${code} ${message!.replace(/^[\r\n]+|[\r\n]+$/g, '')}`;
}

export class RedisLibrary {
  readonly #machine: LuaMachine;
  readonly #commands: ScriptCommands;
  readonly #run: ScriptRun;
  readonly #args: Arguments;
  readonly #replies: ReplyToLua;
  readonly #err: number;
  readonly #scratch: number;
  readonly #log: (level: LogLevel, text: string) => void;

  constructor(
    machine: LuaMachine,
    commands: ScriptCommands,
    run: ScriptRun,
    log: (level: LogLevel, text: string) => void,
  ) {
    this.#machine = machine;
    this.#commands = commands;
    this.#run = run;
    this.#log = log;
    this.#args = new Arguments(machine);
    this.#replies = new ReplyToLua(machine);
    this.#err = machine.interned('err');
    this.#scratch = machine.lua.malloc(SCRATCH_BYTES);
  }

  get library(): HostLibrary {
    const [major, minor, patch] = REDIS_VERSION.split('.').map(Number) as [number, number, number];
    return {
      functions: {
        call: (state) => (this.#call(state, 'call') ? 1 : this.#machine.raise(state, 0)),
        pcall: (state) => {
          this.#call(state, 'pcall');
          return 1;
        },
        error_reply: this.#singleField('err'),
        status_reply: this.#singleField('ok'),
        log: (state) => this.#writeLog(state),
        sha1hex: (state) => this.#sha1hex(state),
        setresp: (state) => this.#setResp(state),
        set_repl: (state) => this.#setRepl(state),
        replicate_commands: (state) => {
          this.#machine.pushBoolean(state, true);
          return 1;
        },
        breakpoint: (state) => {
          this.#machine.pushBoolean(state, false);
          return 1;
        },
        debug: () => 0,
        acl_check_cmd: (state) => this.#aclCheck(state),
      },
      constants: {
        REDIS_VERSION,
        REDIS_VERSION_NUM: major * 65_536 + minor * 256 + patch,
        LOG_DEBUG: 0,
        LOG_VERBOSE: 1,
        LOG_NOTICE: 2,
        LOG_WARNING: 3,
        ...REPL,
      },
    };
  }

  /** Runs a command and pushes its reply. @returns false when that is an error, which is then a table with a text */
  #call(state: number, name: 'call' | 'pcall'): boolean {
    const machine = this.#machine;
    const run = this.#run;
    if (!run.active) {
      machine.raiseText(state, `Script attempted to access nonexistent global variable '${name}'`, 1);
    }
    const { writer } = this.#commands;
    writer.reset();
    writer.setResp(run.resp);
    const outcome = this.#commands.run(machine, state, run.client, run, this.#scratch);
    if (outcome === NO_ARGUMENTS || outcome === BAD_ARGUMENT) {
      this.#pushError(state, REFUSALS[outcome]!);
      return false;
    }
    // The error of a command, whether it was run or not, is counted as one.
    if (outcome !== CALLED) writer.error(REFUSALS[outcome]!);
    const reply = this.#commands.replyBytes();
    this.#replies.push(state, reply, reply === writer.buf ? writer.view : undefined);
    // Large values among it are held no longer.
    if (!writer.inOnePiece) writer.reset();
    return reply[0] !== MINUS;
  }

  #pushError(state: number, text: string): void {
    const machine = this.#machine;
    machine.newTable(state);
    machine.push(state, this.#err, TSTRING);
    machine.pushLatin1(state, text);
    machine.setTable(state);
  }

  #raise(state: number, text: string): never {
    this.#pushError(state, text);
    return this.#machine.raise(state, 0);
  }

  #singleField(name: 'err' | 'ok'): HostFunction {
    return (state) => {
      const machine = this.#machine;
      if (this.#args.count(state) !== 1 || this.#args.typeOf(state, 0) !== TSTRING) {
        this.#pushError(state, 'ERR wrong number or type of arguments');
        return 1;
      }
      let text = this.#args.string(state, 0, name).toString('latin1');
      if (name === 'err') text = errorOf(text);
      machine.newTable(state);
      machine.pushInterned(state, name);
      machine.pushLatin1(state, text);
      machine.setTable(state);
      return 1;
    };
  }

  /** A number, or a string that is one to Lua. */
  #numberAt(state: number, index: number): number | undefined {
    const type = this.#args.typeOf(state, index);
    if (type === TNUMBER) return this.#args.number(state, index, '');
    if (type !== TSTRING) return undefined;
    return numberIn(this.#args.string(state, index, '').toString('latin1'));
  }

  #writeLog(state: number): number {
    const count = this.#args.count(state);
    if (count < 2) this.#raise(state, 'ERR redis.log() requires two arguments or more.');
    const number = this.#numberAt(state, 0);
    if (number === undefined) this.#raise(state, 'ERR First argument must be a number (log level).');
    const level = LOG_LEVELS[Math.trunc(number)];
    if (level === undefined) this.#raise(state, 'ERR Invalid log level.');
    const words: string[] = [];
    for (let i = 1; i < count; i++) {
      const type = this.#args.typeOf(state, i);
      if (type === TSTRING || type === TNUMBER) words.push(this.#args.string(state, i, 'log').toString('utf8'));
    }
    this.#log(level, words.join(' '));
    return 0;
  }

  #sha1hex(state: number): number {
    if (this.#args.count(state) !== 1) this.#raise(state, 'ERR wrong number of arguments');
    const type = this.#args.typeOf(state, 0);
    const bytes = type === TSTRING || type === TNUMBER ? this.#args.string(state, 0, 'sha1hex') : '';
    this.#machine.pushLatin1(state, createHash('sha1').update(bytes).digest('hex'));
    return 1;
  }

  #setResp(state: number): number {
    if (this.#args.count(state) !== 1) this.#raise(state, 'ERR redis.setresp() requires one argument.');
    const version = this.#numberAt(state, 0);
    if (version !== 2 && version !== 3) this.#raise(state, 'ERR RESP version must be 2 or 3.');
    this.#run.resp = version;
    return 0;
  }

  /** There is nothing to replicate to: only the flags are looked at. */
  #setRepl(state: number): number {
    if (this.#args.count(state) !== 1) this.#raise(state, 'ERR redis.set_repl() requires one argument.');
    const flags = Math.trunc(this.#numberAt(state, 0) ?? REPL.REPL_NONE);
    if (!(flags >= REPL.REPL_NONE && flags <= REPL.REPL_ALL)) {
      this.#raise(state, 'ERR Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.');
    }
    return 0;
  }

  /** Who may run a script may run every command. */
  #aclCheck(state: number): number {
    const machine = this.#machine;
    const count = this.#args.count(state);
    if (count === 0) this.#raise(state, REFUSALS[NO_ARGUMENTS]!);
    for (let i = 0; i < count; i++) {
      const type = this.#args.typeOf(state, i);
      if (type !== TSTRING && type !== TNUMBER) this.#raise(state, REFUSALS[BAD_ARGUMENT]!);
    }
    const name = this.#args.string(state, 0, 'acl_check_cmd');
    if (!this.#commands.knows(name)) {
      this.#raise(state, 'ERR Invalid command passed to redis.acl_check_cmd()');
    }
    machine.push(state, 1, TBOOLEAN);
    return 1;
  }
}
