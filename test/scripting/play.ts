/** Scripts and what they return, as redis-cli prints it: one after the other on one server. */
import { beforeAll, expect, it } from 'vitest';
import { type InProcess, startInProcess } from '../helpers/in-process.ts';

export type Scripts = Readonly<Record<string, readonly (readonly [script: string, reply: string])[]>>;

/** One test for each title. */
export function playScripts(cases: Scripts): void {
  let server: InProcess;
  beforeAll(async () => {
    server = await startInProcess();
  }, 60_000);
  for (const [title, steps] of Object.entries(cases)) {
    it(title, () => {
      // What earlier ones have set for all scripts.
      server.ask('SCRIPT FLUSH');
      for (const [script, reply] of steps) expect(run(server, script), script).toBe(reply);
      expect(server.emptyAndAudit()).toEqual([]);
    });
  }
}

/** Runs a script. The name of a script in an error's text is left out. */
export function run(server: InProcess, script: string, ...args: readonly string[]): string {
  const keys = args.length === 0 ? ['0'] : args;
  return server.ask(['EVAL', script, ...keys]).replace(/ script: [0-9a-f]{40}, on @user_script:\d+\.$/, '');
}
