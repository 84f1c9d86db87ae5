import evaluate from '../../../src/commands/scripting/eval.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(evaluate, {
  'gives values of Lua as replies': [
    [
      ['EVAL', 'return {1, 2.9, "x", {true, false}, nil, 3}', 0],
      ['1) (integer) 1', '2) (integer) 2', '3) "x"', '4) 1) (integer) 1', '   2) (nil)'],
    ],
    [['EVAL', 'return tostring(10/2)', 0], '"5"'],
    [['EVAL', 'return redis.status_reply("FINE")', 0], 'FINE'],
  ],
  'runs commands': [
    [['EVAL', 'return redis.call("SET", KEYS[1], ARGV[1])', 1, 'k', 'v'], 'OK'],
    [['EVAL', 'return server.call("GET", KEYS[1])', 1, 'k'], '"v"'],
    [['EVAL', 'return redis.pcall("INCR", KEYS[1]).err', 1, 'k'], '"ERR value is not an integer or out of range"'],
    [['EVAL', 'local ok, e = pcall(redis.call, "INCR", KEYS[1]) return type(e)', 1, 'k'], '"string"'],
  ],
  'gives integers that are rounded once': [
    ['SET n 4412750543122677053', 'OK'],
    [['EVAL', 'return string.format("%.0f", redis.call("INCR", "n"))', 0], '"4412750543122677248"'],
    ['SET n -4611686018427387603', 'OK'],
    [['EVAL', 'return string.format("%.0f", redis.call("DECR", "n"))', 0], '"-4611686018427387392"'],
  ],
  'gives sets that SORT is not to sort in an order that is always the same': [
    ['SADD s 9223372036854775808 no 2147483648', '(integer) 3'],
    [
      ['EVAL', 'return redis.call("SORT", "s", "BY", "nosort")', 0],
      ['1) "2147483648"', '2) "9223372036854775808"', '3) "no"'],
    ],
  ],
  'refuses what is not for scripts': [
    [['EVAL', 'return redis.pcall("SUBSCRIBE", "c").err', 0], '"ERR This Redis command is not allowed from script"'],
    [['EVAL', 'return redis.pcall("NOSUCH").err', 0], '"ERR Unknown Redis command called from script"'],
    ['EVAL "return 1" abc', '(error) ERR value is not an integer or out of range'],
    ['EVAL "return 1" -1', "(error) ERR Number of keys can't be negative"],
    ['EVAL "return 1" 2 k', "(error) ERR Number of keys can't be greater than number of args"],
  ],
  'runs in transactions': [
    ['MULTI', 'OK'],
    [['EVAL', 'return redis.call("INCR", "n")', 0], 'QUEUED'],
    ['GET n', 'QUEUED'],
    ['EXEC', ['1) (integer) 1', '2) "1"']],
  ],
});
