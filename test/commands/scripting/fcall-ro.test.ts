import fcallReadOnly from '../../../src/commands/scripting/fcall-ro.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(fcallReadOnly, {
  'runs functions that only read': [
    [
      [
        'FUNCTION',
        'LOAD',
        '#!lua name=lib\nredis.register_function("put", function(keys, args) return redis.call("SET", keys[1], args[1]) end)\nredis.register_function{function_name="get", callback=function(keys) return redis.call("GET", keys[1]) end, flags={"no-writes"}}',
      ],
      '"lib"',
    ],
    ['FCALL_RO get 1 k', '(nil)'],
    ['FCALL_RO put 1 k v', '(error) ERR Can not execute a script with write flag using *_ro command.'],
    ['FUNCTION FLUSH', 'OK'],
  ],
});
