import sadd from '../../../src/commands/set/sadd.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sadd, {
  'adds what is not there': [
    ['SADD s a b a', '(integer) 2'],
    ['SADD s b c', '(integer) 1'],
    ['SCARD s', '(integer) 3'],
    ['SADD s ""', '(integer) 1'],
    ['SISMEMBER s ""', '(integer) 1'],
  ],
  'takes the form that fits': [
    ['SADD i 1 2 3', '(integer) 3'],
    ['OBJECT ENCODING i', '"intset"'],
    ['SADD i x', '(integer) 1'],
    ['OBJECT ENCODING i', '"listpack"'],
    [
      'SADD t m0 m1 m2 m3 m4 m5 m6 m7 m8 m9 m10 m11 m12 m13 m14 m15 m16 m17 m18 m19 m20 m21 m22 m23 m24 m25 m26 m27 m28 m29 m30 m31 m32 m33 m34 m35 m36 m37 m38 m39 m40 m41 m42 m43 m44 m45 m46 m47 m48 m49 m50 m51 m52 m53 m54 m55 m56 m57 m58 m59 m60 m61 m62 m63 m64 m65 m66 m67 m68 m69 m70 m71 m72 m73 m74 m75 m76 m77 m78 m79 m80 m81 m82 m83 m84 m85 m86 m87 m88 m89 m90 m91 m92 m93 m94 m95 m96 m97 m98 m99 m100 m101 m102 m103 m104 m105 m106 m107 m108 m109 m110 m111 m112 m113 m114 m115 m116 m117 m118 m119 m120 m121 m122 m123 m124 m125 m126 m127 m128 m129',
      '(integer) 130',
    ],
    ['OBJECT ENCODING t', '"hashtable"'],
    ['SADD l yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy', '(integer) 1'],
    ['OBJECT ENCODING l', '"hashtable"'],
  ],
  'changes its form in the middle of a command, also into the block that the form before has left': [
    ['SADD i 0 2147483648 7 9223372036854775808', '(integer) 4'],
    ['SCARD i', '(integer) 4'],
    ['OBJECT ENCODING i', '"listpack"'],
    [
      'SMISMEMBER i 0 2147483648 7 9223372036854775808',
      '1) (integer) 1\n2) (integer) 1\n3) (integer) 1\n4) (integer) 1',
    ],
  ],
  'refuses other values': [
    ['SET k v', 'OK'],
    ['SADD k a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['SADD s', "(error) ERR wrong number of arguments for 'sadd' command"],
    ['SADD', "(error) ERR wrong number of arguments for 'sadd' command"],
  ],
});
