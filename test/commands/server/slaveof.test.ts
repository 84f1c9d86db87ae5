import slaveof from '../../../src/commands/server/slaveof.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(slaveof, {
  'stays a master': [['SLAVEOF no one', 'OK']],
  'refuses to follow': [
    ['SLAVEOF 127.0.0.1 7000', '(error) ERR This instance has replication disabled'],
    ['SLAVEOF 127.0.0.1 abc', '(error) ERR Invalid master port'],
    ['SLAVEOF 127.0.0.1 -1', '(error) ERR Invalid master port'],
    ['SLAVEOF 127.0.0.1 65536', '(error) ERR Invalid master port'],
    ['SLAVEOF no', "(error) ERR wrong number of arguments for 'slaveof' command"],
  ],
});
