import commandList from '../../../src/commands/server/command-list.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(commandList, {
  filters: [
    ['COMMAND LIST FILTERBY PATTERN incrb[y]', '1) "incrby"'],
    ['COMMAND LIST FILTERBY MODULE none', '(empty array)'],
    ['COMMAND LIST FILTERBY ACLCAT nosuch', '(empty array)'],
  ],
  'refuses other words': [
    ['COMMAND LIST FILTERBY', '(error) ERR syntax error'],
    ['COMMAND LIST foo bar', '(error) ERR syntax error'],
    ['COMMAND LIST FILTERBY foo x', '(error) ERR syntax error'],
  ],
});
