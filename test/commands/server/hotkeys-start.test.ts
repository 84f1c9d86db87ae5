import hotkeysStart from '../../../src/commands/server/hotkeys-start.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hotkeysStart, {
  'wants as many metrics as it says': [
    [
      'HOTKEYS START METRICS 2 CPU',
      '(error) ERR METRICS count must be the number of metrics that follow, CPU or NET or both',
    ],
    [
      'HOTKEYS START METRICS 1 CPU NET',
      '(error) ERR METRICS count must be the number of metrics that follow, CPU or NET or both',
    ],
    [
      'HOTKEYS START METRICS 0',
      '(error) ERR METRICS count must be the number of metrics that follow, CPU or NET or both',
    ],
  ],
  'wants limits that make sense': [
    ['HOTKEYS START METRICS 1 CPU COUNT 0', '(error) ERR value is out of range'],
    ['HOTKEYS START METRICS 1 CPU SAMPLE 0', '(error) ERR value is out of range'],
    ['HOTKEYS START METRICS 1 CPU SLOTS 1 5', '(error) ERR SLOTS needs cluster mode'],
    ['HOTKEYS START CPU NET', '(error) ERR syntax error'],
  ],
});
