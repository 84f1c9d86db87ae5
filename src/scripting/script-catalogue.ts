/** The scripts and libraries that there are, and what commands do to them other than run them. */
import type { Changed, KillOutcome, LibraryFacts, ScriptsPort } from '../dispatch/ports/scripts.ts';
import type { Libraries } from './libraries.ts';
import type { RunningScripts } from './running-scripts.ts';
import { LOADED } from './script-log.ts';
import type { ScriptTable } from './script-table.ts';
import { shaOf } from './script-targets.ts';
import { readScriptHead } from './shebang.ts';

export abstract class ScriptCatalogue {
  protected readonly table: ScriptTable;
  protected readonly running: RunningScripts;
  protected abstract readonly known: Libraries;

  constructor(table: ScriptTable, running: RunningScripts) {
    this.table = table;
    this.running = running;
  }

  /** Why a script cannot be compiled, if it cannot. */
  protected abstract problemOf(sha: string, code: Buffer): string | undefined;
  /** Forgets what this thread knows of scripts beside the table. */
  protected abstract forgetScripts(): void;

  load(body: Buffer): Changed<string> {
    const sha = shaOf(body);
    this.table.sync();
    if (!this.table.scripts.has(sha)) {
      const head = readScriptHead(body);
      if (!head.ok) return head;
      const problem = this.problemOf(sha, body.subarray(head.value.codeStart));
      if (problem !== undefined) return { ok: false, error: problem };
    }
    if (!this.table.addScript(LOADED, sha, Buffer.from(body))) {
      return { ok: false, error: 'ERR the table of scripts is full' };
    }
    return { ok: true, value: sha };
  }

  exists(sha: string): boolean {
    this.table.sync();
    return this.table.scripts.has(sha.toLowerCase());
  }

  show(sha: string): Buffer | undefined {
    this.table.sync();
    return this.table.scripts.get(sha.toLowerCase())?.body;
  }

  flush(): void {
    this.table.flush(false);
    this.forgetScripts();
  }

  kill(kind: number): KillOutcome {
    return this.running.kill(kind);
  }

  get mayBecomeBusy(): boolean {
    return this.running.mayBecomeBusy;
  }

  borrowLocks(): number | undefined {
    return this.running.lent.borrow();
  }

  giveBackLocks(): void {
    this.running.lent.giveBack();
  }

  busyCommand(): readonly Buffer[] {
    return this.running.busyCommand();
  }

  busy(): ReturnType<ScriptsPort['busy']> {
    return this.running.busy();
  }

  libraries(): readonly LibraryFacts[] {
    return this.known.list();
  }

  loadLibrary(code: Buffer, replace: boolean): Changed<string> {
    return this.known.load(code, replace);
  }

  deleteLibrary(name: string): boolean {
    return this.table.deleteLibrary(name);
  }

  flushLibraries(): void {
    this.table.flush(true);
  }
}
