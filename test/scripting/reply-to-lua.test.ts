import { describe } from 'vitest';
import { playScripts } from './play.ts';

describe('replies of commands in Lua', () => {
  playScripts({
    'are values of Lua': [
      ["return type(redis.call('INCR', 'n'))", '"number"'],
      ["return redis.call('GET', 'none') == false and 1", '(integer) 1'],
      ["return redis.call('SET', 'k', string.rep('x', 300)).ok", '"OK"'],
      ["return #redis.call('GET', 'k')", '(integer) 300'],
      ["redis.call('SET', 'k', '1234567') return redis.call('GET', 'k')", '"1234567"'],
      ["return redis.pcall('INCR', 'k', 1).err", '"ERR Wrong number of args calling Redis command from script"'],
      [
        "redis.call('RPUSH', 'l', 'a', '', 'ccccc') return redis.call('LRANGE', 'l', 0, -1)",
        '1) "a"\n2) ""\n3) "ccccc"',
      ],
    ],
    'of all lengths are as they were': [
      [
        `for i = 0, 300 do
           local value = string.rep('ab', i):sub(1, i)
           redis.call('SET', 'k', value)
           if redis.call('GET', 'k') ~= value then return i end
         end return 'same'`,
        '"same"',
      ],
      [
        `local value = string.rep('x', 200000) redis.call('SET', 'k', value)
         return redis.call('GET', 'k') == value and #redis.call('MGET', 'k', 'k', 'none')`,
        '(integer) 3',
      ],
    ],
    'have their own types in RESP3': [
      ["redis.setresp(3) return redis.call('GET', 'none') == nil and 1", '(integer) 1'],
      ["redis.call('HSET', 'h', 'f', 'v') redis.setresp(3) return redis.call('HGETALL', 'h').map.f", '"v"'],
      ["redis.call('SADD', 's', 'm') redis.setresp(3) return redis.call('SMEMBERS', 's').set.m and 1", '(integer) 1'],
      [
        "redis.call('ZADD', 'z', 1.5, 'm') redis.setresp(3) return tostring(redis.call('ZSCORE', 'z', 'm').double)",
        '"1.5"',
      ],
    ],
    'may be nested deeper than a function of C has room for': [
      [
        `redis.setresp(3)
         local function depth(t) local most = 0
           if type(t) ~= 'table' then return 0 end
           for _, v in pairs(t) do most = math.max(most, depth(v)) end return most + 1 end
         local docs = redis.call('COMMAND', 'DOCS')
         return depth(docs) > 10 and docs.map.get.map.summary ~= nil and 1`,
        '(integer) 1',
      ],
      [
        `for i = 1, 50 do redis.call('XADD', 's', '*', 'f', i) end
         redis.call('XGROUP', 'CREATE', 's', 'g', 0) redis.call('XREADGROUP', 'GROUP', 'g', 'c', 'STREAMS', 's', '>')
         redis.setresp(3) return #redis.call('XINFO', 'STREAM', 's', 'FULL').map.groups[1].map.pending`,
        '(integer) 10',
      ],
    ],
  });
});
