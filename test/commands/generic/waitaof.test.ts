import waitaof from '../../../src/commands/generic/waitaof.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(waitaof, {
  'answers at once who asks for no replica': [['WAITAOF 0 0 0', ['1) (integer) 0', '2) (integer) 0']]],
  refuses: [
    ['WAITAOF', "(error) ERR wrong number of arguments for 'waitaof' command"],
    ['WAITAOF 0 0', "(error) ERR wrong number of arguments for 'waitaof' command"],
    ['WAITAOF 1 0 0', '(error) ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.'],
    ['WAITAOF 2 0 0', '(error) ERR value is out of range, value must between 0 and 1'],
    ['WAITAOF -1 0 0', '(error) ERR value is out of range, value must between 0 and 1'],
    ['WAITAOF a 0 0', '(error) ERR value is not an integer or out of range'],
    ['WAITAOF 0 -1 0', '(error) ERR value is out of range, must be positive'],
    ['WAITAOF 0 0 a', '(error) ERR timeout is not an integer or out of range'],
    ['WAITAOF 0 0 -1', '(error) ERR timeout is negative'],
    ['WAITAOF 0 0 0 0', "(error) ERR wrong number of arguments for 'waitaof' command"],
  ],
});
