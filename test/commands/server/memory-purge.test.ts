import memoryPurge from '../../../src/commands/server/memory-purge.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(memoryPurge, {
  'takes nothing': [['MEMORY PURGE x', "(error) ERR wrong number of arguments for 'memory|purge' command"]],
});
