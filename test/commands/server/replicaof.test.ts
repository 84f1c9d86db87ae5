import replicaof from '../../../src/commands/server/replicaof.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(replicaof, {
  'stays a master': [['REPLICAOF no one', 'OK']],
  'refuses to follow': [
    ['REPLICAOF 127.0.0.1 7000', '(error) ERR This instance has replication disabled'],
    ['REPLICAOF 127.0.0.1 abc', '(error) ERR Invalid master port'],
    ['REPLICAOF 127.0.0.1 -1', '(error) ERR Invalid master port'],
    ['REPLICAOF 127.0.0.1 65536', '(error) ERR Invalid master port'],
    ['REPLICAOF no', "(error) ERR wrong number of arguments for 'replicaof' command"],
  ],
});
