import functionFlush from '../../../src/commands/scripting/function-flush.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(functionFlush, {
  'forgets all libraries': [
    [
      [
        'FUNCTION',
        'LOAD',
        '#!lua name=lib\nredis.register_function("put", function(keys, args) return redis.call("SET", keys[1], args[1]) end)\nredis.register_function{function_name="get", callback=function(keys) return redis.call("GET", keys[1]) end, flags={"no-writes"}}',
      ],
      '"lib"',
    ],
    ['FUNCTION FLUSH SYNC', 'OK'],
    ['FUNCTION LIST', '(empty array)'],
    ['FUNCTION FLUSH FOO', '(error) ERR FUNCTION FLUSH only supports SYNC|ASYNC option'],
  ],
});
