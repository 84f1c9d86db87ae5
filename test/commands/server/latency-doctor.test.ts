import { expect, it } from 'vitest';
import latencyDoctor from '../../../src/commands/server/latency-doctor.ts';
import type { LatencyEvents } from '../../../src/metrics/logs/latency-events.ts';
import { testCommand } from '../../helpers/command-cases.ts';
import type { InProcess } from '../../helpers/in-process.ts';

const events = (server: InProcess): LatencyEvents => server.call.server.info.latency as LatencyEvents;

testCommand(latencyDoctor, {}, (server) => {
  const report = () => String(server().send('LATENCY DOCTOR').value);

  it('says how to switch the monitor on', () => {
    expect(report()).toContain('latency-monitor-threshold');
  });

  it('names the slow events', () => {
    server().ask('CONFIG SET latency-monitor-threshold 5');
    // On a busy machine CONFIG SET itself may take that long.
    server().ask('LATENCY RESET');
    expect(report()).toContain('No event');
    events(server()).add('command', 30, 1_000_000);
    expect(report()).toContain('command: 1 slow moments, 30 ms on average, 30 ms at worst.');
    expect(report()).toContain('slowlog-log-slower-than 5000');
    server().ask('LATENCY RESET');
    server().ask('CONFIG SET latency-monitor-threshold 0');
  });
});
