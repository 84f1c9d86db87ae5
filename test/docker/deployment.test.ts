/** What people start Larder with: compose, Kubernetes, systemd. They agree with the image, the settings and the routes. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OPEN_PATHS } from '../../src/admin/access.ts';
import { loadSettings } from '../../src/config/load.ts';
import { environmentName, settingRows } from '../../src/config/settings.ts';
import { createSharedSettings, SettingsView } from '../../src/config/shared-settings.ts';
import { root } from '../architecture/source-files.ts';

const folder = join(root, 'docker');
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const variables = new Set(settingRows.map(({ name }) => environmentName(name)));

/** Debian's python3-yaml; only a machine that must have it fails without. */
const python = process.env['PYTHON3'] ?? '/usr/bin/python3';
const cannotRead = spawnSync(python, ['-c', 'import yaml']).status !== 0 && process.env['CI'] === undefined;

/** Debian's systemd; it need not run. Again only a machine that must have it fails without. */
const cannotVerify = spawnSync('systemd-analyze', ['--version']).status !== 0 && process.env['CI'] === undefined;

/** The documents of a YAML file. */
function documents<T>(path: string): T[] {
  const program = 'import json, sys, yaml; print(json.dumps(list(yaml.safe_load_all(sys.stdin))))';
  return JSON.parse(execFileSync(python, ['-c', program], { input: read(path), encoding: 'utf8' })) as T[];
}

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports: readonly string[];
  readonly read_only?: boolean;
}

interface Container {
  readonly image: string;
  readonly env: readonly { readonly name: string }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly securityContext: { readonly readOnlyRootFilesystem: boolean };
  readonly resources: { readonly limits: { readonly memory: string } };
  readonly [probe: `${string}Probe`]: { readonly httpGet: { readonly path: string; readonly port: string } };
}

interface Resource {
  readonly kind: string;
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly Container[] } };
    readonly selector: { readonly matchLabels: object };
    readonly podMetricsEndpoints: readonly { readonly port: string; readonly path: string }[];
  };
}

it('names settings that there are', () => {
  const named = globSync('**/*.{yml,service,conf}', { cwd: folder }).flatMap((path) =>
    [...read(path).matchAll(/\bLARDER_[A-Z_]+/g)].map(([name]) => name),
  );
  // The memory limit of the container in compose, and what a service link would be called.
  const others = new Set(['LARDER_MEMORY', 'LARDER_PORT']);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !variables.has(name) && !others.has(name))).toEqual([]);
});

describe.skipIf(cannotRead)('YAML (needs python3-yaml)', () => {
  it('compose: builds the image, pins the others, mounts what is there', () => {
    const [{ services }] = documents<{ services: Record<string, Service> }>('compose.yml') as [
      { services: Record<string, Service> },
    ];
    expect(Object.keys(services)).toEqual(['larder', 'prometheus', 'grafana']);
    const { larder, prometheus, grafana } = services as Record<'larder' | 'prometheus' | 'grafana', Service>;
    expect(existsSync(join(folder, larder.build ?? '', 'Dockerfile'))).toBe(true);
    expect(larder.read_only).toBe(true);
    expect(larder.environment?.['LARDER_REQUIREPASS']).toContain(':?');
    for (const { image } of [prometheus, grafana]) expect(image).toMatch(/:v?\d+\.\d+\.\d+$/);
    const mounts = [prometheus, grafana].flatMap(({ volumes = [] }) => volumes).filter((path) => path.startsWith('.'));
    expect(mounts.length).toBe(3);
    for (const mount of mounts) expect(existsSync(join(folder, mount.split(':')[0] ?? ''))).toBe(true);
    // Nothing but the password-protected port is offered beyond the machine.
    const ports = Object.values(services).flatMap((service) => service.ports);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual(['6379:6379']);
  });

  it('compose: the server takes its environment as it is, with and without what may be left out', () => {
    const [{ services }] = documents<{ services: { larder: Service } }>('compose.yml') as [
      { services: { larder: Service } },
    ];
    /** As compose fills in what a shell has set. */
    const filled = (shell: Readonly<Record<string, string>>) =>
      Object.fromEntries(
        Object.entries(services.larder.environment ?? {}).map(([name, value]) => [
          name,
          value.replace(/\$\{(\w+):[-?]([^}]*)\}/g, (_, key: string, other: string) => shell[key] ?? other),
        ]),
      );
    for (const [shell, policy, megabytes] of [
      [{ LARDER_REQUIREPASS: 'x' }, 'allkeys-adaptive', undefined],
      [
        { LARDER_REQUIREPASS: 'x', LARDER_MAXMEMORY: '96mb', LARDER_MAXMEMORY_POLICY: 'allkeys-lru' },
        'allkeys-lru',
        96,
      ],
    ] as const) {
      const loaded = loadSettings({ arguments: [], environment: filled(shell) });
      if (loaded.kind !== 'run') throw new Error(JSON.stringify(loaded));
      expect(loaded.settings.warnings).toEqual([]);
      const { current } = new SettingsView(createSharedSettings(loaded.settings.state));
      expect([current.requirepass, current.maxmemoryPolicy]).toEqual(['x', policy]);
      if (megabytes === undefined) expect(current.maxmemory).toBeGreaterThan(0);
      else expect(current.maxmemory).toBe(megabytes * 1024 * 1024);
    }
  });

  it('Grafana: the data source is that Prometheus, and dashboards are where they are looked for', () => {
    const [{ datasources }] = documents<{ datasources: { url: string; jsonData: { timeInterval: string } }[] }>(
      'grafana/provisioning/datasources/prometheus.yml',
    ) as [{ datasources: { url: string; jsonData: { timeInterval: string } }[] }];
    const [{ global }] = documents<{ global: { scrape_interval: string } }>('prometheus/prometheus.yml') as [
      { global: { scrape_interval: string } },
    ];
    expect(datasources[0]?.url).toBe('http://prometheus:9090');
    expect(datasources[0]?.jsonData.timeInterval).toBe(global.scrape_interval);
    const [, path = ''] = /path: (\S+)/.exec(read('grafana/provisioning/dashboards/larder.yml')) ?? [];
    expect(read('compose.yml')).toContain(`./grafana/dashboards:${path}:ro`);
  });

  it('Kubernetes: probes ask open paths on the right port, as nobody special, within a limit', () => {
    const [deployment] = documents<Resource>('kubernetes/larder.yml') as [Resource];
    const [container] = deployment.spec.template.spec.containers as [Container];
    const ports = container.ports.map(({ name, containerPort }) => [name, containerPort]);
    expect(ports).toEqual([
      ['redis', 6379],
      ['http', 9121],
    ]);
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) {
      const { path, port } = container[probe]?.httpGet ?? {};
      expect(OPEN_PATHS.has(path ?? '')).toBe(true);
      expect(port).toBe('http');
    }
    expect(container.securityContext.readOnlyRootFilesystem).toBe(true);
    expect(container.resources.limits.memory).toMatch(/^\d+Gi$/);
    expect(container.env.map(({ name }) => name)).toContain('LARDER_REQUIREPASS');
  });

  it('Kubernetes: the operator finds the pods, and calls the job as the alerts do', () => {
    const [deployment] = documents<Resource>('kubernetes/larder.yml') as [Resource];
    const [monitor] = documents<Resource>('kubernetes/pod-monitor.yml') as [Resource];
    expect(monitor.kind).toBe('PodMonitor');
    expect(monitor.spec.selector.matchLabels).toEqual(deployment.spec.selector.matchLabels);
    expect(monitor.spec.podMetricsEndpoints).toEqual([
      expect.objectContaining({
        port: 'http',
        path: '/metrics',
        relabelings: [{ targetLabel: 'job', replacement: 'larder' }],
      }),
    ]);
  });
});

describe('systemd', () => {
  it('starts with a file of settings that the server takes as it is', () => {
    const loaded = loadSettings({ arguments: [join(folder, 'systemd/larder.conf')], environment: {} });
    if (loaded.kind !== 'run') throw new Error(JSON.stringify(loaded));
    expect([loaded.settings.warnings, loaded.settings.notices]).toEqual([[], []]);
    const { current } = new SettingsView(createSharedSettings(loaded.settings.state));
    expect(current.maxmemoryPolicy).toBe('allkeys-adaptive');
    expect(current.maxmemory).toBeGreaterThan(0);
    expect(dirname(current.unixsocket)).toBe(
      `/run/${/^RuntimeDirectory=(.+)$/m.exec(read('systemd/larder.service'))?.[1]}`,
    );
  });

  /** What systemd says of a unit: nothing, when it takes every line. The program is not installed here. */
  function verify(text: string): string[] {
    const place = mkdtempSync(join(tmpdir(), 'larder-unit-'));
    const unit = join(place, 'larder.service');
    writeFileSync(unit, text.replace('/usr/local/bin/larder', '/bin/true'));
    const { stdout, stderr, error } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
    rmSync(place, { recursive: true });
    if (error !== undefined) throw error;
    return `${stdout}${stderr}`.split('\n').filter((line) => line.includes('larder.service'));
  }

  it.skipIf(cannotVerify)('takes the unit, and no word that it does not know (needs systemd)', () => {
    const text = read('systemd/larder.service');
    expect(verify(text)).toEqual([]);
    expect(verify(text.replace('ProtectHome=yes', 'ProtectHouse=yes')).join()).toContain('ProtectHouse');
    expect(verify(text.replace('Restart=on-failure', 'Restart=perhaps')).join()).toContain('perhaps');
  });
});
