import functionLoad from '../../../src/commands/scripting/function-load.ts';
import { testCommand } from '../../helpers/command-cases.ts';

const register = (fields: string): string[] => [
  'FUNCTION',
  'LOAD',
  'REPLACE',
  `#!lua name=fields\nredis.register_function{${fields}}`,
];
const refused = (text: string): string => `(error) ERR Error registering functions: ERR ${text}`;
const CALLBACK = 'callback=function() end';

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
  'tells the first field that is wrong': [
    [
      register(`function_name=true,${CALLBACK}`),
      refused('function_name argument given to redis.register_function must be a string'),
    ],
    [
      register(`function_name='f',${CALLBACK},description={}`),
      refused('description argument given to redis.register_function must be a string'),
    ],
    [
      register("callback=1,other='x'"),
      refused('callback argument given to redis.register_function must be a function'),
    ],
    [register("function_name='f',flags={'bad'}"), refused('unknown flag given')],
    [register("function_name='f'"), refused('redis.register_function must get a callback argument')],
    [register(CALLBACK), refused('redis.register_function must get a function name argument')],
    [register(`'f',${CALLBACK}`), refused('unknown argument given to redis.register_function')],
  ],
  'knows fields and flags in any case': [
    [
      register(`Function_Name='f',CALLBACK=function() return 1 end,Flags={'Allow-OOM','NO-writes','no-writes'}`),
      '"fields"',
    ],
    ['FCALL_RO f 0', '(integer) 1'],
    ['FUNCTION FLUSH', 'OK'],
  ],
});
