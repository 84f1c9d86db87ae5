import { expect, it } from 'vitest';
import hotkeysGet from '../../../src/commands/server/hotkeys-get.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hotkeysGet, {}, (server) => {
  it('tells what a session is and has found, as a map', () => {
    server().ask('HOTKEYS START METRICS 1 NET SAMPLE 3');
    const text = server().ask('HOTKEYS GET');
    expect(text).toMatch(/"tracking-active"\s+\d+\) \(integer\) 1\s/);
    expect(text).toMatch(/"sample-ratio"\s+\d+\) \(integer\) 3\s/);
    expect(text).toMatch(/"selected-slots"\s+\d+\) 1\) 1\) \(integer\) 0\s+2\) \(integer\) 16383/);
    expect(text).toContain('"by-net-bytes"');
    expect(text).not.toContain('"by-cpu-time-us"');
    server().ask('HOTKEYS STOP');
    expect(server().ask('HOTKEYS GET')).toMatch(/"tracking-active"\s+\d+\) \(integer\) 0\s/);
    server().ask('HOTKEYS RESET');
  });
});
