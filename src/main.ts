/** argv and environment → config → supervisor. */
import { loadSettings } from './config/load.ts';
import { helpText, versionText } from './config/help.ts';
import { policyNamesInFolder } from './eviction/load-policies.ts';
import { definePolicyNames } from './config/policy-names.ts';
import { Supervisor } from './supervisor.ts';

const out = (text: string): void => void process.stdout.write(`${text}\n`);
const err = (text: string): void => void process.stderr.write(`${text}\n`);

definePolicyNames(policyNamesInFolder());
const loaded = loadSettings();
if (loaded.kind === 'version') out(versionText('0.1.0'));
else if (loaded.kind === 'help') out(helpText());
else if (loaded.kind === 'error') {
  err(loaded.error);
  process.exitCode = 1;
} else {
  const supervisor = new Supervisor(loaded.settings, { info: out, error: err });
  const started = await supervisor.start();
  if (!started.ok) {
    err(started.message);
    process.exit(1);
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => supervisor.stop(0));
  out(`Ready to accept connections on port ${started.port}`);
}
