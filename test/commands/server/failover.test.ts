import failover from '../../../src/commands/server/failover.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(failover, {
  'has nobody to hand over to': [
    ['FAILOVER TO 127.0.0.1 1 FORCE', '(error) ERR FAILOVER requires connected replicas.'],
    ['FAILOVER FORCE', '(error) ERR FAILOVER requires connected replicas.'],
    ['FAILOVER TIMEOUT 10', '(error) ERR FAILOVER requires connected replicas.'],
    ['FAILOVER ABORT', '(error) ERR No failover in progress.'],
  ],
  'refuses what it does not understand': [
    ['FAILOVER FORCE FORCE', '(error) ERR syntax error'],
    ['FAILOVER foo', '(error) ERR syntax error'],
    ['FAILOVER TIMEOUT abc', '(error) ERR value is not an integer or out of range'],
    ['FAILOVER TIMEOUT -1', '(error) ERR FAILOVER timeout must be greater than 0'],
  ],
});
