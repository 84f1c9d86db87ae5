/** Scripts that run too long, inside EXEC too; what scripts set for those that come after them; what is no script. */
import {
  arrives,
  group,
  masked,
  nothingArrives,
  on,
  pipeline,
  type StepLike,
  silently,
  until,
  waits,
} from '../scenario.ts';

const FOREVER = 'while true do pcall(function() local x = 1 end) end';
const PATH = /user_script:\d+|script: [0-9a-f]{40}|@user_script:\d+/g;
const evaluate = (script: string, ...rest: string[]): readonly string[] => [
  'EVAL',
  script,
  ...(rest.length === 0 ? ['0'] : rest),
];
/** What scripts need is loaded with the first of them. */
const FIRST = evaluate('return 1');
const errors = (script: string): StepLike => masked(PATH, evaluate(script));

export default group(
  'script-limits',
  {
    'a script in EXEC that runs too long': {
      needs: ['multi'],
      config: { 'busy-reply-threshold': '50' },
      steps: [
        FIRST,
        on('c', 'PING'),
        on('b', 'MULTI'),
        on('b', 'SET k 1'),
        on('b', evaluate(FOREVER)),
        on('b', 'INCR k'),
        on('b', evaluate('return redis.call("GET", "k")')),
        silently(on('b', 'EXEC')),
        until(/^-BUSY/, 'GET k'),
        nothingArrives('b', 40),
        on('c', 'GET k'),
        on('c', 'FUNCTION KILL'),
        on('c', 'SCRIPT KILL'),
        masked(PATH, arrives('b')),
        on('c', 'GET k'),
      ],
    },
    'a function in EXEC that runs too long': {
      needs: ['multi'],
      config: { 'busy-reply-threshold': '50' },
      steps: [
        FIRST,
        ['FUNCTION', 'LOAD', `#!lua name=long\nredis.register_function('forever', function() ${FOREVER} end)`],
        on('c', 'PING'),
        on('b', 'MULTI'),
        on('b', 'FCALL forever 0'),
        on('b', 'PING'),
        silently(on('b', 'EXEC')),
        until(/^-BUSY/, 'GET k'),
        nothingArrives('b', 40),
        on('c', 'SCRIPT KILL'),
        on('c', 'FUNCTION KILL'),
        masked(PATH, arrives('b')),
        on('c', 'FUNCTION FLUSH'),
      ],
    },
    'a script that is to be killed before others are told of it': {
      config: { 'busy-reply-threshold': '600' },
      steps: [
        FIRST,
        on('c', 'PING'),
        silently(on('b', evaluate(FOREVER))),
        nothingArrives('b', 100),
        on('c', 'SCRIPT KILL'),
        masked(PATH, arrives('b')),
        on('c', 'SCRIPT KILL'),
      ],
    },
    'a function that is asked for before others are told of it': {
      config: { 'busy-reply-threshold': '600' },
      steps: [
        FIRST,
        ['FUNCTION', 'LOAD', `#!lua name=long\nredis.register_function('forever', function() ${FOREVER} end)`],
        on('c', 'PING'),
        silently(on('b', 'FCALL forever 0')),
        nothingArrives('b', 100),
        masked(/^\d{3,}$/, on('c', 'FUNCTION STATS')),
        on('c', 'FUNCTION KILL'),
        masked(PATH, arrives('b')),
        on('c', 'FUNCTION STATS'),
        on('c', 'FUNCTION FLUSH'),
      ],
    },
    'waiting clients beside a script in EXEC': {
      needs: ['multi', 'list'],
      steps: [
        ...waits('b', 'BLPOP one 0'),
        ...waits('c', 'BLPOP two 0'),
        pipeline(
          'MULTI',
          'RPUSH one a',
          evaluate('redis.call("RPUSH", "two", "b") return redis.call("LLEN", "one")'),
          'LLEN two',
          'EXEC',
        ),
        arrives('b'),
        arrives('c'),
        'EXISTS one two',
      ],
    },
    'options of cjson': [
      evaluate('return cjson.encode_number_precision(3)'),
      evaluate('return cjson.encode(3.14159)'),
      evaluate('return {cjson.encode_sparse_array(true, 1, 1)}'),
      evaluate('return cjson.encode({[100] = 1})'),
      evaluate('return cjson.decode_max_depth(3)'),
      evaluate('return cjson.encode({pcall(cjson.decode, "[[[[1]]]]")})'),
      evaluate('return tostring(cjson.encode_invalid_numbers("null"))'),
      evaluate('return cjson.encode({0 / 0, 1 / 0})'),
      'SCRIPT FLUSH',
      evaluate('return cjson.encode(3.14159)'),
      evaluate('return cjson.decode_max_depth()'),
      errors('return cjson.encode({[100] = 1})'),
      errors('return cjson.encode({[true] = 1})'),
    ],
    'the slow log': {
      config: { 'slowlog-log-slower-than': '0' },
      steps: [
        'SLOWLOG RESET',
        evaluate('redis.call("SET", "k", 1) return redis.call("KEYS", "*")'),
        'SLOWLOG LEN',
        'SLOWLOG RESET',
        evaluate('redis.call("SET", "k", 1) return redis.call("KEYS", "*")'),
        evaluate('return redis.pcall("NOSUCH")'),
        'SLOWLOG LEN',
      ],
    },
    'what is no script': [
      evaluate('return {loadstring("\\27Lua")}'),
      evaluate('return {load(function() return "\\27LuaQ" end)}'),
      masked(PATH, evaluate('\x1bLua')),
      errors('return struct.size("s")'),
      errors('redis.setresp("3") return redis.call("HGETALL", "none")'),
      errors('redis.setresp("4")'),
      errors('redis.log("1", "told")'),
      errors('redis.log("x", "told")'),
    ],
  },
  ['script'],
);
