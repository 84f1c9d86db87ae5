import renamenx from '../../../src/commands/generic/renamenx.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(renamenx, {
  'renames to what is free': [
    ['SET a v EX 100', 'OK'],
    ['RENAMENX a b', '(integer) 1'],
    ['GET b', '"v"'],
    ['TTL b', '(integer) 100'],
    ['SET c w', 'OK'],
    ['RENAMENX b c', '(integer) 0'],
    ['MGET b c', ['1) "v"', '2) "w"']],
  ],
  'calls equal names taken': [
    ['SET a v', 'OK'],
    ['RENAMENX a a', '(integer) 0'],
    ['RENAMENX x x', '(error) ERR no such key'],
  ],
  refuses: [
    ['RENAMENX', "(error) ERR wrong number of arguments for 'renamenx' command"],
    ['RENAMENX a', "(error) ERR wrong number of arguments for 'renamenx' command"],
    ['RENAMENX a b c', "(error) ERR wrong number of arguments for 'renamenx' command"],
    ['RENAMENX a b', '(error) ERR no such key'],
  ],
});
