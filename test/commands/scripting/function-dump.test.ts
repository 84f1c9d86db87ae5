import { expect, it } from 'vitest';
import functionDump from '../../../src/commands/scripting/function-dump.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(functionDump, {}, (server) => {
  it('gives what FUNCTION RESTORE takes', () => {
    const code = '#!lua name=lib\nredis.register_function("one", function() return 1 end)';
    server().send(['FUNCTION', 'LOAD', code]);
    const payload = (server().send('FUNCTION DUMP') as { value: Buffer }).value;
    expect(server().ask(['FUNCTION', 'RESTORE', payload])).toBe('(error) ERR Library lib already exists');
    expect(server().ask('FCALL one 0')).toBe('(integer) 1');
    server().ask('FUNCTION FLUSH');
    expect(server().ask(['FUNCTION', 'RESTORE', payload])).toBe('OK');
    expect(server().ask('FCALL one 0')).toBe('(integer) 1');
    expect(server().ask(['FUNCTION', 'RESTORE', payload, 'REPLACE'])).toBe('OK');
    server().ask('FUNCTION FLUSH');
  });
});
