/** The Prometheus files: promtool accepts them, and each alert has a unit test in which it fires, and one in which not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../architecture/source-files.ts';
import { canSkip, hasPrometheus, promtool } from './prometheus.ts';

const folder = join(root, 'docker/prometheus');
const alerts = readFileSync(join(folder, 'alerts.yml'), 'utf8');
const tests = readFileSync(join(folder, 'alerts.test.yml'), 'utf8');
const names = [...alerts.matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name);

describe('alerts.yml', () => {
  it('has alerts that say what is wrong and what to do', () => {
    expect(names.length).toBeGreaterThan(10);
    expect(new Set(names).size).toBe(names.length);
    expect(alerts.match(/^ +summary: /gm)?.length).toBe(names.length);
    expect(alerts.match(/^ +description: /gm)?.length).toBe(names.length);
    expect(alerts.match(/^ +severity: (?:critical|warning)$/gm)?.length).toBe(names.length);
  });

  it.each(names)('%s is tested both ways', (name) => {
    const checks = tests.split(`- alertname: ${name}\n`).slice(1);
    const fires = checks.map((check) => /^\s+eval_time: \w+\n\s+exp_alerts:/.test(check));
    expect([...new Set(fires)].sort()).toEqual([false, true]);
  });

  it('takes a server that is gone for down, since it tells redis_up itself', () => {
    expect(alerts).toContain('up{job="larder"} == 0 or absent(redis_up{job="larder"})');
  });

  it.skipIf(!hasPrometheus && canSkip)('passes promtool (needs prometheus)', () => {
    expect(promtool('check', 'config', join(folder, 'prometheus.yml'))).toContain('SUCCESS');
    expect(promtool('check', 'rules', join(folder, 'alerts.yml'))).toContain(`SUCCESS: ${names.length} rules found`);
    expect(promtool('test', 'rules', join(folder, 'alerts.test.yml'))).toContain('SUCCESS');
  });
});
