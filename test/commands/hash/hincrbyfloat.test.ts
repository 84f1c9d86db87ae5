import hincrbyfloat from '../../../src/commands/hash/hincrbyfloat.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hincrbyfloat, {
  'adds decimals': [
    ['HINCRBYFLOAT h a 1.5', '"1.5"'],
    ['HINCRBYFLOAT h a -0.25', '"1.25"'],
    ['HINCRBYFLOAT h a 1e3', '"1001.25"'],
    ['HSET h b 5.0e3', '(integer) 1'],
    ['HINCRBYFLOAT h b 2.0e2', '"5200"'],
    ['HGETALL h', ['1) "a"', '2) "1001.25"', '3) "b"', '4) "5200"']],
  ],
  'keeps the time to live': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['HEXPIRE h 100 FIELDS 1 a', '1) (integer) 1'],
    ['HINCRBYFLOAT h a 1.5', '"2.5"'],
    ['HTTL h FIELDS 1 a', '1) (integer) 100'],
  ],
  'refuses what is no number': [
    [['HSET', 'h', 'a', 'x', 'b', '', 'c', ' 1', 'd', '1e4932'], '(integer) 4'],
    ['HINCRBYFLOAT h a 1', '(error) ERR hash value is not a float'],
    ['HINCRBYFLOAT h b 1', '(error) ERR hash value is not a float'],
    ['HINCRBYFLOAT h c 1', '(error) ERR hash value is not a float'],
    ['HINCRBYFLOAT h d 1e4932', '(error) ERR increment would produce NaN or Infinity'],
    ['HINCRBYFLOAT h e x', '(error) ERR value is not a valid float'],
    ['HINCRBYFLOAT h e inf', '(error) ERR value is NaN or Infinity'],
    ['HINCRBYFLOAT h e nan', '(error) ERR value is not a valid float'],
    ['SET s v', 'OK'],
    ['HINCRBYFLOAT s a 1', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HINCRBYFLOAT s a x', '(error) ERR value is not a valid float'],
    ['HINCRBYFLOAT h a', "(error) ERR wrong number of arguments for 'hincrbyfloat' command"],
  ],
});
