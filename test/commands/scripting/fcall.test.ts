import fcall from '../../../src/commands/scripting/fcall.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(fcall, {
  'runs functions of libraries': [
    [
      [
        'FUNCTION',
        'LOAD',
        '#!lua name=lib\nredis.register_function("put", function(keys, args) return redis.call("SET", keys[1], args[1]) end)\nredis.register_function{function_name="get", callback=function(keys) return redis.call("GET", keys[1]) end, flags={"no-writes"}}',
      ],
      '"lib"',
    ],
    ['FCALL put 1 k v', 'OK'],
    ['FCALL GET 1 k', '"v"'],
    ['FCALL put abc', '(error) ERR Bad number of keys provided'],
    ['FCALL nosuch abc', '(error) ERR Function not found'],
    ['FUNCTION FLUSH', 'OK'],
    ['FCALL get 1 k', '(error) ERR Function not found'],
  ],
});
