import hset from '../../../src/commands/hash/hset.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hset, {
  'counts what is new': [
    ['HSET h a 1', '(integer) 1'],
    ['HSET h a 2 b 3', '(integer) 1'],
    ['HSET h b 4 b 5', '(integer) 0'],
    ['HGETALL h', ['1) "a"', '2) "2"', '3) "b"', '4) "5"']],
    ['TYPE h', 'hash'],
  ],
  'ends the time to live of a field, not of the key': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['EXPIRE h 100', '(integer) 1'],
    ['HEXPIRE h 50 FIELDS 2 a b', ['1) (integer) 1', '2) (integer) 1']],
    ['HSET h a 5', '(integer) 0'],
    ['HTTL h FIELDS 2 a b', ['1) (integer) -1', '2) (integer) 50']],
    ['TTL h', '(integer) 100'],
  ],
  'changes the encoding by the length of a value': [
    ['HSET h a 1', '(integer) 1'],
    ['OBJECT ENCODING h', '"listpack"'],
    ['HSET h b xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', '(integer) 1'],
    ['OBJECT ENCODING h', '"hashtable"'],
    ['HDEL h b', '(integer) 1'],
    ['OBJECT ENCODING h', '"hashtable"'],
    ['HGET h a', '"1"'],
  ],
  'changes the encoding by the length of a field': [
    ['HSET h ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff 1', '(integer) 1'],
    ['OBJECT ENCODING h', '"listpack"'],
    ['HSET h fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff 1', '(integer) 1'],
    ['OBJECT ENCODING h', '"hashtable"'],
    ['HLEN h', '(integer) 2'],
  ],
  'refuses other types and arities': [
    ['SET s v', 'OK'],
    ['HSET s a 1', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HSET h', "(error) ERR wrong number of arguments for 'hset' command"],
    ['HSET h a', "(error) ERR wrong number of arguments for 'hset' command"],
    ['HSET h a 1 b', "(error) ERR wrong number of arguments for 'hset' command"],
  ],
});
