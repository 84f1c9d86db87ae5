/** Tables that stand for other replies, when several could be meant and with bytes that no line has; options out of range. */
import { group, masked, type StepLike } from '../scenario.ts';

const PATH = /user_script:\d+|script: [0-9a-f]{40}|@user_script:\d+/g;
const evaluate = (script: string): StepLike => masked(PATH, ['EVAL', script, '0']);

const TEXTS = ['"a\\r\\nb"', '"\\r\\n"', '"a\\n"', '"\\na"', '"a\\0b"', '"-x"', '""'];
const VERBATIM = '{format="txt",string="s"}';
/** The first of these that is there decides. */
const KINDS = [
  'err="E mine"',
  'ok="fine"',
  'double=1.5',
  'big_number="12"',
  `verbatim_string=${VERBATIM}`,
  'map={a=1}',
  'set={a=true}',
];
const PAIRS = KINDS.flatMap((one, at) => KINDS.slice(at + 1).map((other) => `return {${other}, ${one}, 1, 2}`));
const WRONG = [
  ...['{err=1, ok=2, double="x", big_number=3, map=4, set=5, verbatim_string=6, 7}', '{big_number={}, map={b=1}}'],
  ...['{verbatim_string={format="txt"}, set={a=true}}', '{verbatim_string={string="s"}, map={a=1}}'],
].map((table) => `return ${table}`);

export default group(
  'script replies',
  {
    'several kinds at once': [...PAIRS, ...WRONG].map(evaluate),
    'line ends and zeros': TEXTS.flatMap((text) =>
      [
        `return {ok=${text}}`,
        `return {err=${text}}`,
        `return {big_number=${text}}`,
        `return {1, {ok=${text}}}`,
        `return redis.status_reply(${text})`,
        `return redis.error_reply(${text})`,
        `return redis.error_reply(${text}).err`,
        `return redis.error_reply("MY " .. ${text}).err`,
      ].map(evaluate),
    ),
    'numbers that are none of the choices': [
      ...['0/0', '1.5', '3.9', '-0.5', '4', '-1', '"2"', '1/0'].map((level) => `redis.log(${level}, "told")`),
      ...['0/0', '3.9', '-0.5', '4', '-1', '"2"', '"x"', '{}', 'true', '1e308'].map(
        (flags) => `return redis.set_repl(${flags})`,
      ),
    ].map(evaluate),
    'options of cjson that are no numbers': [
      ...['encode_max_depth', 'decode_max_depth', 'encode_number_precision'].flatMap((option) => [
        `return cjson.${option}(0/0)`,
        `return cjson.${option}("nan")`,
        `return cjson.${option}()`,
      ]),
      'return {cjson.encode_sparse_array(true, 0/0, 2^32 + 7)}',
      'return {cjson.encode_sparse_array(true, -1)}',
      'return cjson.encode({{1.25}})',
    ].map(evaluate),
  },
  ['script'],
);
