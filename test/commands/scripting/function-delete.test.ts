import functionDelete from '../../../src/commands/scripting/function-delete.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(functionDelete, {
  'forgets a library': [
    [
      [
        'FUNCTION',
        'LOAD',
        '#!lua name=lib\nredis.register_function("put", function(keys, args) return redis.call("SET", keys[1], args[1]) end)\nredis.register_function{function_name="get", callback=function(keys) return redis.call("GET", keys[1]) end, flags={"no-writes"}}',
      ],
      '"lib"',
    ],
    ['FUNCTION DELETE lib', 'OK'],
    ['FUNCTION DELETE lib', '(error) ERR Library not found'],
  ],
});
