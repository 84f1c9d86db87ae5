/** argv and environment → config → supervisor. Nothing else. */
import { helpText, versionText } from './config/help.ts';
import { loadSettings } from './config/load.ts';
import { definePolicyNames } from './config/policy-names.ts';
import { policyNamesInFolder } from './eviction/load-policies.ts';
import { superviseUntilEnd } from './supervisor.ts';
import { LARDER_VERSION } from './version.ts';

definePolicyNames(policyNamesInFolder());
const loaded = loadSettings();
if (loaded.kind === 'version') process.stdout.write(`${versionText(LARDER_VERSION)}\n`);
else if (loaded.kind === 'help') process.stdout.write(`${helpText()}\n`);
else if (loaded.kind === 'error') {
  process.stderr.write(`${loaded.error}\n`);
  process.exitCode = 1;
} else await superviseUntilEnd(loaded.settings);
