import functionStats from '../../../src/commands/scripting/function-stats.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(functionStats, {
  counts: [
    [
      [
        'FUNCTION',
        'LOAD',
        '#!lua name=lib\nredis.register_function("put", function(keys, args) return redis.call("SET", keys[1], args[1]) end)\nredis.register_function{function_name="get", callback=function(keys) return redis.call("GET", keys[1]) end, flags={"no-writes"}}',
      ],
      '"lib"',
    ],
    [
      'FUNCTION STATS',
      [
        '1) "running_script"',
        '2) (nil)',
        '3) "engines"',
        '4) 1) "LUA"',
        '   2) 1) "libraries_count"',
        '      2) (integer) 1',
        '      3) "functions_count"',
        '      4) (integer) 2',
      ],
    ],
    ['FUNCTION FLUSH', 'OK'],
  ],
});
