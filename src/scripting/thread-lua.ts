/** The Lua in which a thread runs scripts: made when it is first needed, and anew when it was spoiled or libraries have changed. */
import type { Call } from '../dispatch/context.ts';
import { RUNS_FUNCTION } from '../dispatch/ports/scripts.ts';
import { STAT } from '../memory/thread-stats.ts';
import type { Libraries } from './libraries.ts';
import { LuaHost } from './lua-host.ts';
import type { LogLevel, ScriptRun } from './redis-library.ts';
import type { ScriptCommands } from './script-commands.ts';
import type { ScriptTable } from './script-table.ts';
import type { Target } from './script-targets.ts';
import { type ScriptWatch, Stopped } from './script-watch.ts';

/** Scripts that are gone from the table before they are looked for in Lua. */
const MOST_GONE = 100;

interface LuaOptions {
  readonly call: Call;
  readonly commands: ScriptCommands;
  readonly table: ScriptTable;
  readonly log: (level: LogLevel, text: string) => void;
}

export class ThreadLua {
  readonly #options: LuaOptions;
  readonly #libraries: Libraries;
  readonly #run: ScriptRun;
  readonly #watch: ScriptWatch;
  #host: LuaHost | undefined;
  /** Version of the libraries that are in it. */
  #version = -1;
  /** Scripts that were gone when they were last looked for. */
  #gone = 0;
  /** The script that was found to be compiled in it. */
  #ready: Target | undefined;

  constructor(options: LuaOptions, libraries: Libraries, run: ScriptRun, watch: ScriptWatch) {
    this.#options = options;
    this.#libraries = libraries;
    this.#run = run;
    this.#watch = watch;
  }

  take(): LuaHost {
    const { librariesVersion } = this.#options.table;
    if (this.#host === undefined || this.#version !== librariesVersion) {
      this.#version = librariesVersion;
      this.#ready = undefined;
      this.#host = this.#make();
    }
    if (this.#options.table.goneScripts - this.#gone > MOST_GONE) this.#forgetGone(this.#host);
    return this.#host;
  }

  /** The next script gets another one. */
  drop(): void {
    this.#host = undefined;
    const { stats } = this.#options.call.store;
    stats[STAT.luaBytes] = 0;
    stats[STAT.luaLibraryBytes] = 0;
  }

  /** Scripts that are gone from the table leave Lua, some at a time. */
  #forgetGone(host: LuaHost): void {
    const { table } = this.#options;
    this.#gone = table.goneScripts;
    this.#ready = undefined;
    host.forgetScripts((sha) => table.scripts.has(sha));
  }

  forgetScripts(): void {
    this.#ready = undefined;
    this.#host?.forgetScripts(() => false);
  }

  /** Whether there is a Lua in which a script is compiled. */
  isReady(target: Target): boolean {
    const host = this.#host;
    if (host === undefined || this.#version !== this.#options.table.librariesVersion) return false;
    if (target === this.#ready) return true;
    const isCompiled = target.kind === RUNS_FUNCTION ? this.#libraries.isIn(host) : host.compiled.has(target.name);
    if (isCompiled) this.#ready = target;
    return isCompiled;
  }

  /** Makes Lua, and compiles the script: before locks are taken, as that takes long. */
  prepare(target: Target): void {
    this.#options.call.letGo();
    try {
      this.functionOf(this.take(), target);
    } catch {
      // The run comes to the same end, and tells of it.
    }
  }

  /** The function of Lua behind a script. Throws when it cannot be compiled. */
  functionOf(host: LuaHost, target: Target): number {
    const isFunction = target.kind === RUNS_FUNCTION;
    const run = isFunction ? this.#libraries.functionIn(host, target.name) : host.script(target.name, target.code);
    if (typeof run === 'string') throw new Error(run);
    return run;
  }

  /** Runs a library's code in a Lua of its own. @returns the error's line */
  tryLibrary(code: Buffer): string | undefined {
    this.#options.call.letGo();
    this.#watch.beginLoad();
    try {
      return this.#libraries.loadInto(this.#make(), code);
    } catch (error) {
      return error instanceof Stopped ? error.message : `ERR ${(error as Error).message}`;
    } finally {
      this.#watch.endLoad();
    }
  }

  /** Has all libraries loaded into the Lua in which this thread will run their functions. */
  loadLibraries(load: (host: LuaHost) => void): void {
    this.#options.call.letGo();
    try {
      load(this.take());
    } catch {
      // No memory: whoever calls one of their functions comes to the same end, and is told.
      this.drop();
    }
  }

  #make(): LuaHost {
    const { call, commands, log, table } = this.#options;
    return new LuaHost({
      commands,
      run: this.#run,
      random: table.random,
      limitBytes: call.settings.current.luaMemoryLimit,
      log,
      hook: (host, state) => this.#watch.look(host.machine, state),
      register: (host, state) => this.#libraries.register(host, state),
    });
  }
}
