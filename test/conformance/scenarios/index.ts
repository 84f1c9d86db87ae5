/** Loads every group of scenarios: each other file of this folder exports one as its default. */
import { readdirSync } from 'node:fs';
import type { ScenarioGroup } from '../scenario.ts';

export async function loadScenarios(): Promise<ScenarioGroup[]> {
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.ts') && file !== 'index.ts');
  const modules = await Promise.all(files.sort().map((file) => import(`./${file}`)));
  return modules.map((loaded: { default: ScenarioGroup }) => loaded.default);
}
