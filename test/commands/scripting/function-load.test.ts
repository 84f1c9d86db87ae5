import functionLoad from '../../../src/commands/scripting/function-load.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(functionLoad, {
  'adds libraries': [
    [
      [
        'FUNCTION',
        'LOAD',
        '#!lua name=lib\nredis.register_function("put", function(keys, args) return redis.call("SET", keys[1], args[1]) end)\nredis.register_function{function_name="get", callback=function(keys) return redis.call("GET", keys[1]) end, flags={"no-writes"}}',
      ],
      '"lib"',
    ],
    [
      [
        'FUNCTION',
        'LOAD',
        '#!lua name=lib\nredis.register_function("put", function(keys, args) return redis.call("SET", keys[1], args[1]) end)\nredis.register_function{function_name="get", callback=function(keys) return redis.call("GET", keys[1]) end, flags={"no-writes"}}',
      ],
      "(error) ERR Library 'lib' already exists",
    ],
    [
      [
        'FUNCTION',
        'LOAD',
        'REPLACE',
        '#!lua name=lib\nredis.register_function("put", function(keys, args) return redis.call("SET", keys[1], args[1]) end)\nredis.register_function{function_name="get", callback=function(keys) return redis.call("GET", keys[1]) end, flags={"no-writes"}}',
      ],
      '"lib"',
    ],
    [
      ['FUNCTION', 'LOAD', '#!lua name=other\nredis.register_function("put", function() end)'],
      '(error) ERR Function put already exists',
    ],
    [['FUNCTION', 'LOAD', '#!lua name=empty\nlocal x'], '(error) ERR No functions registered'],
    [['FUNCTION', 'LOAD', '#!py name=x\nx'], "(error) ERR Engine 'py' not found"],
    ['FUNCTION FLUSH', 'OK'],
  ],
});
