/**
 * The Kubernetes manifests, word by word: what the API does not know it would refuse, or worse, leave out in silence. The
 * checks hold the part of the API (apps/v1, v1, monitoring.coreos.com/v1) that the manifests use.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DRAIN_MS } from '../../src/threads/messages.ts';
import { root } from '../architecture/source-files.ts';

/** What the API would stumble over, as sentences. */
type Check = (value: unknown, at: string) => string[];

const ofType =
  (type: 'string' | 'number' | 'boolean'): Check =>
  (value, at) =>
    typeof value === type ? [] : [`${at} is no ${type}`];
const [text, number, flag] = [ofType('string'), ofType('number'), ofType('boolean')];
const matching =
  (pattern: RegExp): Check =>
  (value, at) =>
    typeof value === 'string' && pattern.test(value) ? [] : [`${at} is not ${pattern}`];
const words = (...known: string[]): Check => matching(new RegExp(`^(?:${known.join('|')})$`));
const list =
  (item: Check): Check =>
  (value, at) =>
    Array.isArray(value) ? value.flatMap((each, i) => item(each, `${at}[${i}]`)) : [`${at} is no list`];
/** Names that must be there end in `!`; `*` stands for all others. */
const object =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at} is no object`];
    const missing = Object.keys(fields).filter((name) => name.endsWith('!') && !(name.slice(0, -1) in value));
    return [
      ...missing.map((name) => `${at}.${name} is missing`),
      ...Object.entries(value).flatMap(([name, each]) => {
        const check = fields[name] ?? fields[`${name}!`] ?? fields['*'];
        return check === undefined ? [`${at}.${name} is not known`] : check(each, `${at}.${name}`);
      }),
    ];
  };

const name = matching(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
const portName = matching(/^(?=.*[a-z])[a-z0-9-]{1,15}$/);
const quantity = matching(/^\d+(?:\.\d+)?(?:m|[KMGT]i?)?$/);
const duration = matching(/^\d+(?:ms|s|m)$/);
const labels = object({ '*': text });
const metadata = object({ 'name!': name, namespace: name, labels, annotations: labels });
const selector = object({ 'matchLabels!': labels });
const protocol = words('TCP', 'UDP');
const amounts = object({ cpu: quantity, memory: quantity });
const probe = object({
  'httpGet!': object({ 'path!': matching(/^\//), 'port!': portName }),
  initialDelaySeconds: number,
  periodSeconds: number,
  timeoutSeconds: number,
  failureThreshold: number,
});
const container = object({
  'name!': name,
  'image!': matching(/^[\w./-]+:[\w.-]+$/),
  imagePullPolicy: words('Always', 'IfNotPresent', 'Never'),
  args: list(text),
  env: list(
    object({
      'name!': matching(/^[A-Z_]+$/),
      value: text,
      valueFrom: object({ secretKeyRef: object({ 'name!': name, 'key!': text }) }),
    }),
  ),
  ports: list(object({ name: portName, 'containerPort!': number, protocol })),
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
  resources: object({ requests: amounts, limits: amounts }),
  securityContext: object({
    allowPrivilegeEscalation: flag,
    readOnlyRootFilesystem: flag,
    capabilities: object({ drop: list(words('ALL')) }),
  }),
});
const pod = object({
  enableServiceLinks: flag,
  automountServiceAccountToken: flag,
  terminationGracePeriodSeconds: number,
  securityContext: object({ runAsNonRoot: flag, seccompProfile: object({ 'type!': words('RuntimeDefault') }) }),
  'containers!': list(container),
});
const kind = (spec: Check) => object({ 'apiVersion!': text, 'kind!': text, 'metadata!': metadata, 'spec!': spec });
const KINDS: Readonly<Record<string, Check>> = {
  'apps/v1 Deployment': kind(
    object({
      replicas: number,
      strategy: object({ 'type!': words('Recreate', 'RollingUpdate') }),
      'selector!': selector,
      'template!': object({ 'metadata!': object({ labels }), 'spec!': pod }),
    }),
  ),
  'v1 Service': kind(
    object({
      type: words('ClusterIP', 'NodePort', 'LoadBalancer'),
      'selector!': labels,
      'ports!': list(object({ name: portName, 'port!': number, targetPort: portName, protocol })),
    }),
  ),
  'monitoring.coreos.com/v1 PodMonitor': kind(
    object({
      'selector!': selector,
      'podMetricsEndpoints!': list(
        object({
          'port!': portName,
          path: matching(/^\//),
          interval: duration,
          scrapeTimeout: duration,
          relabelings: list(object({ targetLabel: text, replacement: text })),
        }),
      ),
    }),
  ),
};

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  // biome-ignore lint/suspicious/noExplicitAny: of many shapes, which the checks above hold
  readonly spec: any;
}

/** Debian's python3-yaml; only a machine that must have it fails without. */
const python = process.env['PYTHON3'] ?? '/usr/bin/python3';
const cannotRead = spawnSync(python, ['-c', 'import yaml']).status !== 0 && process.env['CI'] === undefined;

function parse(yaml: string): Manifest[] {
  const program = 'import json, sys, yaml; print(json.dumps(list(yaml.safe_load_all(sys.stdin))))';
  return JSON.parse(execFileSync(python, ['-c', program], { input: yaml, encoding: 'utf8' })) as Manifest[];
}

function faultsOf(yaml: string): string[] {
  return parse(yaml).flatMap((manifest) => {
    const which = `${manifest.apiVersion} ${manifest.kind}`;
    return KINDS[which]?.(manifest, manifest.kind) ?? [`there is no ${which}`];
  });
}

describe.skipIf(cannotRead)('Kubernetes (needs python3-yaml)', () => {
  const read = (path: string): string => readFileSync(join(root, 'docker/kubernetes', path), 'utf8');
  const whole = `${read('larder.yml')}---\n${read('pod-monitor.yml')}`;

  it('knows every word of the manifests', () => {
    expect(faultsOf(whole)).toEqual([]);
    expect(parse(whole).map((manifest) => manifest.kind)).toEqual(['Deployment', 'Service', 'PodMonitor']);
  });

  it.each([
    ['readinessProbe:', 'readynessProbe:', 'readynessProbe is not known'],
    ['periodSeconds: 2', "periodSeconds: '2'", 'periodSeconds is no number'],
    ['memory: 2Gi', 'memory: 2 GB', 'memory is not'],
    ['type: Recreate', 'type: Recreated', 'strategy.type is not'],
    ['containerPort: 6379', 'hostPort: 6379', 'hostPort is not known'],
    ['apiVersion: apps/v1', 'apiVersion: apps/v1beta1', 'there is no apps/v1beta1 Deployment'],
    ['podMetricsEndpoints:', 'endpoints:', 'endpoints is not known'],
    ['image: larder:0.1.0', 'imag: larder', 'image! is missing'],
  ])('would refuse %s as %s', (right, wrong, fault) => {
    expect(faultsOf(whole.replace(right, wrong)).join('\n')).toContain(fault);
  });

  it('fits together: the service finds the pods and their port, and a pod has time for its last replies', () => {
    const [deployment, service, monitor] = parse(whole) as [Manifest, Manifest, Manifest];
    const { template } = deployment.spec;
    const { labels: own } = template.metadata;
    for (const wanted of [
      deployment.spec.selector.matchLabels,
      service.spec.selector,
      monitor.spec.selector.matchLabels,
    ]) {
      expect(own).toMatchObject(wanted);
    }
    const [first] = template.spec.containers;
    const ports: string[] = first.ports.map((port: { name: string }) => port.name);
    for (const { targetPort } of service.spec.ports) expect(ports).toContain(targetPort);
    for (const { port } of monitor.spec.podMetricsEndpoints) expect(ports).toContain(port);
    // It is cut off a second after the clients were.
    expect(template.spec.terminationGracePeriodSeconds * 1000).toBeGreaterThan(DRAIN_MS + 1_000);
    expect(first.resources.requests.memory).toBe(first.resources.limits.memory);
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(first.image).toBe(`larder:${version}`);
    const secrets = first.env.flatMap((each: { valueFrom?: { secretKeyRef: { name: string; key: string } } }) =>
      each.valueFrom === undefined ? [] : [each.valueFrom.secretKeyRef],
    );
    // As the command in the file's head makes it.
    expect(secrets).toEqual([{ name: 'larder', key: 'password' }]);
    expect(read('larder.yml')).toContain('kubectl create secret generic larder --from-literal=password=');
  });
});
