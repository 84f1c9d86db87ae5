/** argv and environment → config → supervisor, or one of the two programs beside the server. Nothing else. */
import { helpText, versionText } from './config/help.ts';
import { loadSettings } from './config/load.ts';
import { definePolicyNames } from './config/policy-names.ts';
import { policyNamesInFolder } from './eviction/load-policies.ts';
import { superviseUntilEnd } from './supervisor.ts';
import { LARDER_VERSION } from './version.ts';

definePolicyNames(policyNamesInFolder());
const programs = new Map([
  ['sim', simulated],
  ['health', checked],
]);
const loaded = await (programs.get(process.argv[2] ?? '')?.() ?? loadSettings());
if (loaded.kind === 'done') process.exitCode = loaded.code;
else if (loaded.kind === 'version') process.stdout.write(`${versionText(LARDER_VERSION)}\n`);
else if (loaded.kind === 'help') process.stdout.write(`${helpText()}\n`);
else if (loaded.kind === 'error') {
  process.stderr.write(`${loaded.error}\n`);
  process.exitCode = 1;
} else await superviseUntilEnd(loaded.settings);

/** `larder sim …` is a program of its own, which the server never loads. */
async function simulated(): Promise<Done> {
  const { simulate } = await import('./simulator/command.ts');
  return { kind: 'done', code: await simulate(process.argv.slice(3)) };
}

/** `larder health …` asks the server that runs already. */
async function checked(): Promise<Done> {
  const { checkHealth } = await import('./health-check.ts');
  return { kind: 'done', code: await checkHealth(process.argv.slice(3)) };
}

/** Another program has run; its exit code. */
interface Done {
  readonly kind: 'done';
  readonly code: number;
}
