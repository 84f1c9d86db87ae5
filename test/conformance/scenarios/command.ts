/** COMMAND and its subcommands, for every command of the core. Summaries in DOCS are our own words. */
import { described, group, type StepLike, sameType, sorted, sortedDeep } from '../scenario.ts';

/** The core's commands that the oracle knows too, containers with their subcommands. */
export const CORE = (
  'append decr decrby get getdel getex getrange getset incr incrby incrbyfloat lcs mget mset msetnx psetex set setex ' +
  'setnx setrange strlen substr copy del exists expire expireat expiretime pexpire pexpireat pexpiretime keys move ' +
  'object object|encoding object|freq object|idletime object|refcount object|help persist pttl randomkey rename ' +
  'renamenx scan touch ttl type unlink wait waitaof auth client client|id client|setname client|getname ' +
  'client|setinfo client|info client|list client|kill client|no-evict client|no-touch client|reply client|pause ' +
  'client|unpause client|unblock client|help client|getredir client|tracking client|trackinginfo client|caching echo ' +
  'hello ping quit reset select command command|count command|docs command|getkeys command|getkeysandflags ' +
  'command|info command|list command|help config config|get config|set config|resetstat config|rewrite config|help ' +
  'dbsize flushall flushdb info latency latency|doctor latency|graph latency|help latency|histogram latency|history ' +
  'latency|latest latency|reset memory memory|doctor memory|help memory|malloc-stats memory|purge memory|stats ' +
  'memory|usage monitor role shutdown slowlog slowlog|get slowlog|help slowlog|len slowlog|reset swapdb time lolwut ' +
  'debug save bgsave bgrewriteaof lastsave replicaof slaveof failover migrate module module|list readonly readwrite ' +
  'cluster cluster|addslots cluster|addslotsrange cluster|bumpepoch cluster|count-failure-reports cluster|countkeysinslot ' +
  'cluster|delslots cluster|delslotsrange cluster|failover cluster|flushslots cluster|forget cluster|getkeysinslot ' +
  'cluster|help cluster|info cluster|keyslot cluster|links cluster|meet cluster|myid cluster|myshardid cluster|nodes ' +
  'cluster|replicas cluster|replicate cluster|reset cluster|saveconfig cluster|set-config-epoch cluster|setslot ' +
  'cluster|shards cluster|slaves cluster|slots'
).split(' ');

/** Containers list subcommands that another version may add to: they are compared one by one instead. */
const PLAIN = CORE.filter((name) => !['set', 'client', 'cluster', 'module', 'command', 'memory'].includes(name));

/**
 * Commands of data types, transactions, messages and scripts; subcommands without their containers. EVAL, FCALL and XADD
 * carry notes, which are in our own words.
 */
const TYPES = (
  'bitcount bitfield bitfield_ro bitop bitpos getbit setbit geoadd geodist geohash geopos georadius georadius_ro ' +
  'georadiusbymember georadiusbymember_ro geosearch geosearchstore hdel hexists hexpire hexpireat hexpiretime hget hgetall ' +
  'hgetdel hgetex hincrby hincrbyfloat hkeys hlen hmget hmset hpersist hpexpire hpexpireat hpexpiretime hpttl hrandfield ' +
  'hscan hset hsetex hsetnx hstrlen httl hvals pfadd pfcount pfdebug pfmerge pfselftest blmove blmpop blpop brpop ' +
  'brpoplpush lindex linsert llen lmove lmpop lpop lpos lpush lpushx lrange lrem lset ltrim rpop rpoplpush rpush rpushx ' +
  'psubscribe publish pubsub|channels pubsub|numpat pubsub|numsub pubsub|shardchannels pubsub|shardnumsub punsubscribe ' +
  'spublish ssubscribe subscribe sunsubscribe unsubscribe evalsha evalsha_ro function|delete ' +
  'function|dump function|flush function|kill function|list function|load function|restore function|stats script|debug ' +
  'script|exists script|flush script|kill script|load sadd scard sdiff sdiffstore sinter sintercard sinterstore sismember ' +
  'smembers smismember smove spop srandmember srem sscan sunion sunionstore bzmpop bzpopmax bzpopmin zadd zcard zcount ' +
  'zdiff zdiffstore zincrby zinter zintercard zinterstore zlexcount zmpop zmscore zpopmax zpopmin zrandmember zrange ' +
  'zrangebylex zrangebyscore zrangestore zrank zrem zremrangebylex zremrangebyrank zremrangebyscore zrevrange ' +
  'zrevrangebylex zrevrangebyscore zrevrank zscan zscore zunion zunionstore xack xautoclaim xclaim xdel ' +
  'xgroup|create xgroup|createconsumer xgroup|delconsumer xgroup|destroy xgroup|setid xinfo|consumers xinfo|groups ' +
  'xinfo|stream xlen xpending xrange xread xreadgroup xrevrange xsetid xtrim dump restore sort sort_ro multi exec discard ' +
  'watch unwatch acl|cat acl|genpass acl|getuser acl|list acl|users acl|whoami'
).split(' ');

const GETKEYS: readonly string[] = [
  'GET a',
  'SET a b',
  'SET a b NX GET EX 10',
  'MGET a b c',
  'MSET a 1 b 2',
  'MSETNX a 1 b 2',
  'DEL a b',
  'UNLINK a b c',
  'EXISTS a',
  'TOUCH a b',
  'RENAME a b',
  'RENAMENX a b',
  'COPY a b',
  'COPY a b DB 1 REPLACE',
  'MOVE a 1',
  'APPEND a x',
  'INCR a',
  'INCRBY a 1',
  'INCRBYFLOAT a 1',
  'DECR a',
  'GETSET a b',
  'GETDEL a',
  'GETEX a',
  'GETEX a EX 5',
  'GETRANGE a 0 1',
  'SETRANGE a 0 x',
  'LCS a b',
  'STRLEN a',
  'EXPIRE a 1',
  'PEXPIREAT a 1 NX',
  'TTL a',
  'PERSIST a',
  'TYPE a',
  'OBJECT ENCODING a',
  'OBJECT FREQ a',
  'MEMORY USAGE a',
  'DEBUG OBJECT a',
  'SETEX a 10 v',
  'PSETEX a 10 v',
  'SETNX a v',
  'MIGRATE h 1 a 0 10',
  'MIGRATE h 1 "" 0 10 KEYS a b',
  'SORT a BY w* GET x* STORE d',
  'SORT a STORE d STORE e',
  'SORT a FOO STORE d',
  'SORT_RO a GET x*',
  'BITFIELD a',
  'BITFIELD a GET u8 0',
  'BITFIELD a GET u8 0 SET u8 0 1',
  'EVAL s 2 a b c',
  'EVAL s 0',
  'EVAL s 01 a',
  'EVAL s 3 a',
  'FCALL_RO f 1 a',
  'XREAD STREAMS a b 1 2',
  'XREAD COUNT STREAMS a 1',
  'XREADGROUP GROUP g c STREAMS a b 1 2',
  'XREADGROUP STREAMS a 1 2 3 4 5',
  'ZUNIONSTORE d 2 a b',
  'ZUNIONSTORE d 0 a b',
  'ZUNION 01 a',
  'LMPOP 2 a b LEFT',
  'GEORADIUS a 0 0 1 m STOREDIST x STORE y',
  'GEORADIUS a 0 0 1 STORE x y',
  'PFMERGE a',
  'MIGRATE h 1 a 0 10 KEYS b',
  'PING',
  'SELECT 1',
  'KEYS *',
  'SCAN 0',
  'FLUSHALL',
  'CONFIG GET x',
  'GET',
  'GET a b',
  'NOSUCH a',
  'CLIENT FOO',
  'OBJECT',
  'MEMORY DOCTOR',
  'WAIT 0 0',
  'DBSIZE',
];

export default group('command', {
  'command info': PLAIN.map((name) => described(`COMMAND INFO ${name}`)),
  'command info of every type': TYPES.map((name) => described(`COMMAND INFO ${name}`)),
  'command info forms': [
    'COMMAND INFO nosuch',
    sortedDeep('COMMAND INFO GET nosuch get'),
    sortedDeep('COMMAND INFO Get'),
    'COMMAND INFO get|x',
    'COMMAND INFO client|nosuch',
    'COMMAND INFO "client id"',
    'COMMAND INFO ""',
  ],
  'command docs': [
    'COMMAND DOCS nosuch',
    'COMMAND DOCS nosuch nosuch2',
    sameType('COMMAND DOCS get'),
    sameType('COMMAND DOCS set get nosuch'),
    sameType('COMMAND DOCS client|id'),
  ],
  'command getkeys': GETKEYS.flatMap((line): StepLike[] => [`COMMAND GETKEYS ${line}`]),
  'command getkeysandflags': GETKEYS.flatMap((line): StepLike[] => [`COMMAND GETKEYSANDFLAGS ${line}`]),
  'command list': [
    sorted('COMMAND LIST FILTERBY PATTERN get'),
    sorted('COMMAND LIST FILTERBY PATTERN config|*'),
    sorted('COMMAND LIST FILTERBY PATTERN slowlog*'),
    sorted('COMMAND LIST FILTERBY PATTERN nosuch'),
    'COMMAND LIST FILTERBY MODULE nosuch',
    'COMMAND LIST FILTERBY ACLCAT nosuch',
    'COMMAND LIST FILTERBY FOO bar',
    'COMMAND LIST FILTERBY PATTERN',
    'COMMAND LIST FILTERBY',
    'COMMAND LIST FOO',
    'COMMAND LIST FILTERBY PATTERN a FILTERBY PATTERN b',
    sameType('COMMAND LIST'),
    sameType('COMMAND'),
    sameType('COMMAND COUNT'),
    sameType('COMMAND INFO'),
    sameType('COMMAND DOCS'),
  ],
});
