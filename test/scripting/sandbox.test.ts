import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type InProcess, startInProcess } from '../helpers/in-process.ts';

/** What a script must not find, and what it must not be able to change for the next one. */
const HOST = [
  'io',
  'package',
  'debug',
  'require',
  'dofile',
  'loadfile',
  'print',
  'module',
  'newproxy',
  'getfenv',
  'setfenv',
];
const PIECES = [
  'redis',
  'server',
  '_G',
  'string',
  'table',
  'math',
  'os',
  'cjson',
  'cmsgpack',
  'struct',
  'bit',
  'coroutine',
  'KEYS',
  'getmetatable("")',
  'getmetatable(_G)',
  'nil',
  '{}',
  '""',
  '"x"',
  '1',
  '-1',
  '1e300',
  '(0/0)',
  'redis.call',
  'error',
  'function() end',
  'setmetatable({}, {__index = error})',
  'string.rep("x", 70000)',
  'cjson.null',
];
const CALLS = [
  'rawset',
  'rawget',
  'setmetatable',
  'getmetatable',
  'next',
  'pairs',
  'ipairs',
  'unpack',
  'select',
  'tostring',
  'tonumber',
  'pcall',
  'loadstring',
  'load',
  'table.insert',
  'table.remove',
  'table.concat',
  'table.sort',
  'string.format',
  'string.rep',
  'string.sub',
  'string.gsub',
  'string.dump',
  'cjson.encode',
  'cjson.decode',
  'cmsgpack.pack',
  'cmsgpack.unpack',
  'struct.pack',
  'struct.unpack',
  'bit.tohex',
  'redis.sha1hex',
  'redis.error_reply',
  'redis.setresp',
  'coroutine.wrap',
  'redis.pcall',
  'math.random',
  'xpcall',
];

describe('the sandbox', () => {
  let server: InProcess;
  const evaluate = (script: string): string => server.ask(['EVAL', script, 0]);
  beforeAll(async () => {
    server = await startInProcess();
  });

  it.each(HOST)('has no %s', (name) => {
    expect(evaluate(`return type(${name})`)).toContain(`nonexistent global variable '${name}'`);
    expect(evaluate(`return rawget(_G, "${name}") == nil`)).toBe('(integer) 1');
  });

  it('has only the clock of os', () => {
    expect(evaluate('local names = "" for name in pairs(os) do names = names .. name end return names')).toBe(
      '"clock"',
    );
  });

  it('shows how globals are protected, and nothing that can be changed', () => {
    expect(
      evaluate(`local shown = getmetatable(_G) local names = ''
        for name, value in pairs(shown) do names = names .. name .. type(value) end
        return names .. tostring(shown == getmetatable(_G)) .. tostring(getmetatable(shown))`),
    ).toBe('"__indexfunctiontruenil"');
    expect(evaluate('getmetatable(_G).__index = {}')).toContain('Attempt to modify a readonly table');
    expect(evaluate("local missing = getmetatable(_G).__index missing(1, 'x')")).toContain(
      "ERR user_script:1: Script attempted to access nonexistent global variable 'x'",
    );
    expect(evaluate('return _G[nil]')).toContain(
      'Second argument to luaProtectedTableError must be a string or number',
    );
    expect(evaluate('getmetatable(_G).__index(1)')).toContain('Wrong number of arguments to luaProtectedTableError');
  });

  it('refuses compiled code', () => {
    expect(evaluate('return loadstring(string.dump(function() return 1 end)) == nil')).toBe('(integer) 1');
    expect(
      evaluate(
        'local d = string.dump(function() end) local f = load(function() local x = d d = nil return x end) return f == nil',
      ),
    ).toBe('(integer) 1');
  });

  it('bounds the memory of scripts, and goes on', () => {
    expect(evaluate('local t = {} while true do t[#t + 1] = string.rep("x", 1000000) .. #t end')).toContain(
      'not enough memory',
    );
    expect(evaluate('return 1')).toBe('(integer) 1');
  });

  it('survives what runs away', () => {
    expect(evaluate('local function f() return 1 + f() end return f()')).toContain('stack overflow');
    expect(evaluate('local t = {} t[1] = t return t')).toBe('(error) ERR reached lua stack limit');
    expect(evaluate('error({})')).toContain('(error)');
    expect(evaluate('return 1')).toBe('(integer) 1');
  });

  /** Ways out of the sandbox that were found in one server or another. `true` or an error is fine, `out` is not. */
  it.each([
    'getmetatable("").__index.upper = function() return "out" end return ("x"):upper()',
    'rawset(getmetatable(""), "__index", {upper = function() return "out" end}) return ("x"):upper()',
    'getmetatable("").__index = function() return function() return "out" end end return ("x"):any()',
    'setmetatable(_G, {__index = function() return "out" end}) return nothing',
    'setmetatable(_G, nil) mine = "out" return mine',
    'getmetatable(_G).__newindex = rawset mine = "out" return mine',
    'getmetatable(_G).__index = function() return "out" end return nothing',
    '_G._G = {redis = "out"} return _G.redis == "out" and "out"',
    'redis.call = function() return "out" end return redis.call("PING")',
    'rawset(redis, "call", function() return "out" end) return redis.call("PING")',
    'for name in pairs(redis) do redis[name] = nil end return redis.call == nil and "out"',
    'table.sort(_G, error) return 1',
    'local f = coroutine.wrap(function() setfenv(1, {}) return "out" end) return f()',
    'return coroutine.wrap(function() x = "out" return x end)()',
    'local env = getfenv and getfenv(0) return env and "out"',
    'return debug and "out"',
    'return loadstring("\\27Lua") and "out"',
    'return load(function() return nil end, string.dump(function() end)) and true',
    'return select(2, pcall(loadstring, "\\27LuaQ")) and "out"',
    'local ok, f = xpcall(function() return loadstring("x = \'out\' return x") end, error) return f()',
    'for _, f in pairs({next, pairs, rawget}) do local t = pcall(f, _G, nil) end rawset(_G, "x", "out") return x',
    'local p = setmetatable({}, {__index = _G, __newindex = _G}) p.x = "out" return x',
    'local s = string for k in pairs(s) do pcall(function() s[k] = nil end) end return string.len == nil and "out"',
    'getmetatable(redis).__metatable = nil return "out"',
    'return next(getmetatable(redis) or {}) and "out"',
    'os.exit() return "out"',
    'return os.getenv and "out"',
    'return io and io.open("/etc/passwd") and "out"',
    'require("os") return "out"',
    'cjson.decode = nil return cjson.decode == nil and "out"',
    'return tostring(redis):match("0x") and tostring(function() end):match("builtin") and "out"',
    'collectgarbage("stop") collectgarbage("setpause", 1) return 1',
  ])('lets nobody out: %s', (script) => {
    expect(evaluate(script)).not.toContain('out"');
    expect(
      evaluate('return {("x"):upper(), redis.call("PING").ok, cjson.encode({1}), tostring(rawget(_G, "x"))}'),
    ).toBe('1) "X"\n2) "PONG"\n3) "[1]"\n4) "nil"');
  });

  it('is made anew when a script has written into a library by the back door', () => {
    evaluate('table.insert(redis, "out") return 1');
    expect(evaluate('return redis[1] == nil')).toBe('(integer) 1');
  });

  it('keeps within the memory that it may take', async () => {
    const small = await startInProcess({ settings: ['--lua-memory-limit', '20mb'] });
    const fill = (megabytes: number): string =>
      small.ask([
        'EVAL',
        `local t = {} for i = 1, ${megabytes} do t[i] = string.rep("x", 1048576) .. i end return #t`,
        0,
      ]);
    expect(fill(8)).toBe('(integer) 8');
    expect(fill(30)).toContain('not enough memory');
    expect(fill(8)).toBe('(integer) 8');
  });

  it('is the same after any script', () => {
    const probe =
      'local names = {} for name in pairs(_G) do names[#names + 1] = name end table.sort(names) return table.concat(names, " ")';
    const before = evaluate(probe);
    const piece = fc.constantFrom(...PIECES);
    const call = fc.tuple(fc.constantFrom(...CALLS), fc.array(piece, { maxLength: 3 }));
    // Lua walks from there to the end of the table: 2^31 places here, where Redis takes what has no place in 64 bits for 0.
    const isFar = (place: string | undefined): boolean => place === '1e300' || place === '(0/0)';
    const ending = call.filter(([name, args]) => name !== 'table.insert' || args.length < 3 || !isFar(args[1]));
    const line = ending.map(([name, args]) => `pcall(${[name, ...args].join(', ')})`);
    const assignment = fc.tuple(fc.constantFrom('redis', '_G', 'string', 'table', 'cjson', 'KEYS'), piece);
    const change = assignment.map(([table, value]) => `pcall(function() ${table}.x = ${value} end)`);
    fc.assert(
      fc.property(fc.array(fc.oneof(line, change), { minLength: 1, maxLength: 6 }), (lines) => {
        server.ask(['EVAL', `${lines.join('\n')}\nreturn 1`, 0]);
        return evaluate(probe) === before && evaluate('return rawget(_G, "x") == nil') === '(integer) 1';
      }),
      { numRuns: 150 },
    );
    expect(server.audit()).toEqual([]);
  }, 60_000);
});
