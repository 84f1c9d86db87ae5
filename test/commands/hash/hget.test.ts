import hget from '../../../src/commands/hash/hget.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hget, {
  'gives the value of a field': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HGET h a', '"1"'],
    ['HGET h c', '"three"'],
    ['hget h zz', '(nil)'],
    ['HGET missing a', '(nil)'],
  ],
  'takes empty fields and values': [
    [['HSET', 'h', '', '', 'x', ''], '(integer) 2'],
    [['HGET', 'h', ''], '""'],
    ['HGET h x', '""'],
  ],
  'refuses other types and arities': [
    ['SET s v', 'OK'],
    ['HGET s a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HGET h', "(error) ERR wrong number of arguments for 'hget' command"],
    ['HGET h a b', "(error) ERR wrong number of arguments for 'hget' command"],
  ],
});
