import objectFreq from '../../../src/commands/generic/object-freq.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(objectFreq, {
  'needs an LFU policy, if there is a key': [
    ['OBJECT FREQ k', '(nil)'],
    ['SET k v', 'OK'],
    [
      'OBJECT FREQ k',
      '(error) ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.',
    ],
  ],
  'refuses another number of arguments': [
    ['OBJECT FREQ', "(error) ERR wrong number of arguments for 'object|freq' command"],
    ['OBJECT FREQ a b', "(error) ERR wrong number of arguments for 'object|freq' command"],
  ],
});
