/** What Lua's libraries and those of Redis make of values at the edges: one script each, and what it says when it fails. */
import { group, masked, type StepLike } from '../scenario.ts';

const PATH = /user_script:\d+|script: [0-9a-f]{40}|@user_script:\d+|user_function:\d+|@user_function:\d+/g;

/** The values of an expression, or its error. */
function values(expression: string): StepLike {
  const script = `local f = function() return ${expression} end
    local r = {pcall(f)} for i = 1, table.maxn(r) do r[i] = tostring(r[i]) end return r`;
  return masked(PATH, ['EVAL', script, '0']);
}

const STRUCT = [
  ...['"i"', '"ii", 1', '"s"', '"c5"', '"x"', '"q", 1', '"z"', '1', 'nil', '"s", 1', '"c3", "ab"', '"c0", "ab"'],
  ...['"i40", 1', '"i16", -1', '"i0", 1', '"!5i", 1', '"!0"', '"L", -1/0', '"L", 1/0', '"I", 0/0', '"T", "0x10"'],
  ...[
    '"!8bi8xd", 1, 2, 3',
    '(">!4bhxi"):rep(40), 1, 2, 3, 4',
    '"sc2s", ("x"):rep(3000), "abc", 12',
    '">f<f", 1.5, 1.5',
  ],
  ...['"i4x000000000000000000000004"', '"i00000004", 1', '"b", "1 \\0x"', '"b", "1x"', '"b", " 0x1p4 "'],
  ...['"c1i32T", "-", 7, "nan"', '"i99999999999", 1', '">!8bi", 1, 2'],
].map((rest) => `struct.pack(${rest})`);
const UNPACK = [
  ...['"i", "abcd", 0', '"i", "abcd", -1', '"", "abcd", 7', '"!0", "abcd", 6', '"i", "abcdef", 1.5', '"q", "abcd"'],
  ...[
    '"c0", "abc"',
    '"bc0", "\\3abc"',
    '"bc0", "\\255abc"',
    '"sc0", "3\\0abc"',
    '"bxc0", "\\1\\0abc"',
    '"i9", ("y"):rep(9)',
  ],
  ...['"i32", ("\\255"):rep(32)', '"i3", "\\255\\255\\255"', '"I3", "\\255\\255\\255"', '"s", "abc"'],
].map((rest) => `struct.unpack(${rest})`);
const SIZES = ['"c0"', '"z"', '"ziX"', '"q#"', '"!3"', '"c2147483647c2147483647"', '"c99999999999"'].map(
  (format) => `struct.size(${format})`,
);
const PACKED = [
  ...[
    '"\\196\\129\\145"',
    '"\\129\\145\\1\\2"',
    '"\\129\\192\\145\\1"',
    '"\\207\\255\\0\\0\\0\\0\\0\\0\\0"',
    '"\\200\\1"',
  ],
  ...['("\\145"):rep(1900) .. "\\1"', '("\\1"):rep(8100)', '"\\221\\127\\255\\255\\255"'],
].map((bytes) => `type(cmsgpack.unpack(${bytes}))`);
const LIMITED = ['1, 1, 1.5', '1, 0, 1', '1, 0, 0', '1, -1, 0', '1, 1, 50', '1, "1"'].map((rest) => {
  const [, ...more] = rest.split(', ');
  return `cmsgpack.unpack_limit("\\1\\2\\3", ${more.join(', ')})`;
});
const PACKS = ['0/0', '1/0', '2^63', '-2^63', '2^64', '-0', '0.5', '0.1', '{}', '{1, nil, 3}', 'struct'].map(
  (value) => `(cmsgpack.pack(${value}):gsub(".", function(c) return ("%02x"):format(c:byte()) end))`,
);
const BITS = ['1e100', '-1e308', '2^53 + 2', '1.5', '2.5', '-1/0', '3.5e38']
  .flatMap((value) => [`bit.tobit(${value})`, `bit.tohex(${value}, ${value})`])
  .concat(
    'bit.tobit(("1"):rep(30000) .. "x")',
    'bit.tobit(("1"):rep(30000))',
    'bit.tobit("0x" .. ("1"):rep(300) .. " ")',
  );
const JSON_TEXTS = [
  '.5',
  '+1',
  '+',
  '-',
  '0x1F',
  '01',
  '-01',
  '1.',
  '1e',
  'nan',
  '-Infinity',
  '1+',
  'nan(x)',
  '0x1.8p1',
];
const JSON_VALUES = [
  'redis',
  '{math}',
  '{a=_G}',
  '{}',
  '{a={}}',
  '123456789012345',
  '-2^63',
  '{[1]=1, [1e10]=2}',
  '{[1]=1, [100]=2}',
  '1e15',
  '-0',
  '2^31',
];
const WIDE = [
  'string.format("%d", 2^31), string.format("%d", 1700000000000), string.format("%i", -2^53)',
  'string.format("%x %X %o %u", 2^40, 2^40 + 255, 2^40, -1)',
  'string.format("%5d|%-20d|%+d|% d|%020d|%.15d|%#x", 2^31, 2^40, 2^40, 2^40, 2^40, 2^40, 2^40)',
  'string.format("%d %s %d", "1700000000000", "x", 1700000000000.7)',
  'string.format("%d", 0/0), string.format("%d", 1/0), string.format("%u", 1/0), string.format("%x", -2^63)',
  'string.format("%123d", 2^33)',
  'string.format("%-+ #0d", 2^33)',
  'string.format("%d")',
  'string.format("%d", "x")',
  'string.format("%y", 2^33)',
  'string.format("%s %s %5.1f %d%%", 1, 2^60, 1.5, 2^33)',
  'string.format("%.0d|%.d|%d", 0, 0, "0x10")',
  'string.sub("hello", 2, 2^40), string.sub("hello", 2, math.huge), string.byte("hello", 5, 1e18)',
  'string.find("hello", "l", -2^40), string.find("hello", "l", 2^40)',
  'tonumber("zzzzzzzzzz", 36), tonumber("-ff", 16), tonumber("0xffffffffff", 16), tonumber("fffffffffff", "16")',
  'tonumber("10", 37)',
  'tonumber("0x1234567890", 36), tonumber("0x1234567890", 12), tonumber("ffffffffff\\0x", 16), tonumber("0x", 16)',
  'tonumber("  +ffffffffff ", 16), tonumber("-1", 16), tonumber("-", 16), tonumber(" - ffffffffff", 16), tonumber("0x", 36)',
  'tonumber(("f"):rep(300000), 16), tonumber(("0"):rep(100000) .. ("f"):rep(9), 16), tonumber(("1"):rep(60), 2)',
  'tonumber("ffffffffff  x", 16), tonumber("fffffffff.", 16), tonumber("-" .. ("f"):rep(30), 16), tonumber("1zzzzzzzzzzzzz", 36)',
  'string.format("%d %s %x %.2f %5d", -5, "a", -5, -3.5, -2^31), string.format("%s %d", "%d", 7)',
  'string.format("%s %%%d %u %u", "x", "9000000000", 2^32 - 1, 2^32)',
  'tonumber("0x"), tonumber(" -0X "), tonumber("0x", 10), tonumber("0x1"), tonumber("00x"), tonumber("x"), tonumber("0")',
  'tonumber("0x", {})',
  'tonumber("0x", 37)',
  'tonumber(("9"):rep(30), 12), tonumber("12", 2), tonumber("", 16)',
];
const RANDOM = [
  'math.random(), math.random(), math.random()',
  'math.random(6), math.random(1.9), math.random(-5, 5), math.random("7"), math.random(0/0, 5)',
  'math.random(0)',
  'math.random(5, 3)',
  'math.random(1, 2, 3)',
  'math.random("x")',
  'math.randomseed()',
  'math.random(-2^31, 2^31 - 1), math.random(2^40, 2^40 + 3)',
].flatMap((expression) => [`math.randomseed(9), ${expression}`, expression]);
const NEW_JSON = [
  '(function() local c = cjson.new() c.encode_number_precision(3) return c.encode(3.14159), cjson.encode(3.14159) end)()',
  '(function() local c = cjson.new() return c.encode_max_depth(2), cjson.encode_max_depth(), c.new().encode_max_depth() end)()',
  '(function() local c = cjson.new() c.x = 1 return c.x, c == cjson, tostring(c.null), c._VERSION end)()',
  '(function() local c = cjson.new() local r = c.encode({[100]=1}) return r end)()',
];

/** The code of a library sees less than its functions do. */
const LOADS = [
  'local x = math.random(5)',
  'local x = tostring(1)',
  'local x = _G',
  'local x = redis.call',
  'local x = redis.setresp',
  'local x = redis.REPL_ALL',
  'local x = ("x"):rep(3)',
  'redis.log(redis.LOG_DEBUG, redis.REDIS_VERSION)',
  'error("x")',
  'redis.x = 1',
].flatMap((code): StepLike[] => [
  'FUNCTION FLUSH',
  masked(PATH, ['FUNCTION', 'LOAD', `#!lua name=l\n${code} redis.register_function('f', function() return 1 end)`]),
]);
const SEEN = [
  'type(redis.register_function) .. type(redis.breakpoint) .. type(redis.call) .. type(math.random)',
  'r == redis',
  'r.call("PING")',
  'redis.register_function("g", function() end)',
].flatMap((code): StepLike[] => [
  'FUNCTION FLUSH',
  ['FUNCTION', 'LOAD', `#!lua name=l\nlocal r = redis redis.register_function('f', function() return ${code} end)`],
  masked(PATH, 'FCALL f 0'),
]);

export default group(
  'script libraries',
  {
    struct: [...STRUCT, ...UNPACK, ...SIZES].map(values),
    cmsgpack: [...PACKED, ...LIMITED, ...PACKS].map(values),
    bit: BITS.map(values),
    cjson: [
      ...JSON_TEXTS.map((text) => values(`cjson.decode("${text}")`)),
      ...JSON_VALUES.map((value) => values(`cjson.encode(${value})`)),
      ...NEW_JSON.map(values),
    ],
    'integers of 64 bits': WIDE.map(values),
    'numbers at random': RANDOM.map(values),
    'what the code of a library sees': [...LOADS, ...SEEN],
  },
  ['script'],
);
