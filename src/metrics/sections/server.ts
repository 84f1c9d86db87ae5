import { arch, release, type } from 'node:os';
import { wallClockUs } from '../../memory/clock.ts';
import { LARDER_VERSION, REDIS_VERSION } from '../../version.ts';
import { counter, fixed, gauge, type MetricSection, text } from '../metric-row.ts';

const SECONDS_A_DAY = 86_400;

export const serverSection: MetricSection = {
  name: 'server',
  title: 'Server',
  byDefault: true,
  rows: [
    fixed('redis_version', REDIS_VERSION),
    fixed('larder_version', LARDER_VERSION),
    fixed('redis_git_sha1', '00000000'),
    fixed('redis_git_dirty', 0),
    text('redis_build_id', () => '0'),
    fixed('redis_mode', 'standalone'),
    text('os', () => `${type()} ${release()} ${arch() === 'x64' ? 'x86_64' : arch()}`),
    fixed('arch_bits', 64),
    fixed('monotonic_clock', 'POSIX clock_gettime'),
    text('multiplexing_api', () => (process.platform === 'darwin' ? 'kqueue' : 'epoll')),
    fixed('atomicvar_api', 'c11-builtin'),
    fixed('gcc_version', '0.0.0'),
    text('process_id', () => String(process.pid)),
    fixed('process_supervised', 'no'),
    text('run_id', (now) => now.sources.runId),
    gauge('tcp_port', 'Port that is served.', (now) => now.port),
    text('server_time_usec', () => String(wallClockUs())),
    counter('uptime_in_seconds', 'Time since the start.', (now) => now.uptimeSeconds, 'seconds'),
    text('uptime_in_days', (now) => String(Math.floor(now.uptimeSeconds / SECONDS_A_DAY))),
    text('hz', (now) => now.sources.settings.text('hz')),
    text('configured_hz', (now) => now.sources.settings.text('hz')),
    text('lru_clock', (now) => String(Math.floor(now.nowMs / 1000) & 0xffffff)),
    text('executable', () => process.execPath),
    text('config_file', (now) => now.sources.configFile),
    text('io_threads_active', (now) => (now.sources.ioThreads > 1 ? '1' : '0')),
    text('listener0', (now) => {
      const binds = now.settings.bind.map(({ host, optional }) => `bind=${optional ? '-' : ''}${host}`);
      return `name=tcp,${binds.join(',')},port=${now.port}`;
    }),
  ],
};
