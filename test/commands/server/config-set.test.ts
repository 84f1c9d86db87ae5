import configSet from '../../../src/commands/server/config-set.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(configSet, {
  'changes what CONFIG GET shows': [
    ['CONFIG SET maxmemory-samples 7 timeout 9', 'OK'],
    ['CONFIG GET maxmemory-samples timeout', ['1) "maxmemory-samples"', '2) "7"', '3) "timeout"', '4) "9"']],
    ['CONFIG SET maxmemory-samples 5 timeout 0', 'OK'],
  ],
  'changes all or nothing': [
    [
      'CONFIG SET timeout 9 maxmemory abc',
      "(error) ERR CONFIG SET failed (possibly related to argument 'maxmemory') - argument must be a memory value",
    ],
    ['CONFIG GET timeout', ['1) "timeout"', '2) "0"']],
  ],
  'refuses what it does not know': [
    ['CONFIG SET a', "(error) ERR wrong number of arguments for 'config|set' command"],
    ['CONFIG SET a b c', '(error) ERR syntax error'],
    [
      'CONFIG SET maxmemory 100mb maxmemory 200mb',
      "(error) ERR CONFIG SET failed (possibly related to argument 'maxmemory') - duplicate parameter",
    ],
  ],
});
