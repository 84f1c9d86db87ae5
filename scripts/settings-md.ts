/**
 * Writes the settings into README.md, between their markers, from the table of settings.
 *
 * Usage: node scripts/settings-md.ts [--check]   (--check changes nothing and fails when the page is out of date)
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { acceptedList, honouredTable, refusedTable } from '../src/config/docs.ts';
import { definePolicyNames } from '../src/config/policy-names.ts';
import { policyNamesInFolder } from '../src/eviction/load-policies.ts';

const page = join(dirname(dirname(fileURLToPath(import.meta.url))), 'README.md');
const marked = /(<!-- settings:start -->\n)[\s\S]*?(<!-- settings:end -->)/;

definePolicyNames(policyNamesInFolder());
const settings = `${honouredTable()}

These carry security or durability and cannot be honoured yet. Asking for them stops the start, with file and line, unless
\`--allow-unsupported\` is given:

${refusedTable()}

<details>
<summary>Accepted, stored and answered by CONFIG GET, and without meaning here</summary>

${acceptedList()}.

</details>
`;

const text = readFileSync(page, 'utf8');
if (!marked.test(text)) throw new Error('README.md has lost the markers of its settings');
const current = text.replace(marked, (_, start: string, end: string) => `${start}${settings}${end}`);

if (current === text) process.exit(0);
if (process.argv.includes('--check')) {
  process.stderr.write('README.md does not show the settings as they are: run `node scripts/settings-md.ts`\n');
  process.exit(1);
}
writeFileSync(page, current);
