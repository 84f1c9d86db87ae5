import sismember from '../../../src/commands/set/sismember.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sismember, {
  'in every form': [
    ['SADD i 1 70000 -9223372036854775808', '(integer) 3'],
    ['SISMEMBER i 70000', '(integer) 1'],
    ['SISMEMBER i 2', '(integer) 0'],
    ['SISMEMBER i x', '(integer) 0'],
    ['SISMEMBER i -9223372036854775808', '(integer) 1'],
    [
      'SADD t m0 m1 m2 m3 m4 m5 m6 m7 m8 m9 m10 m11 m12 m13 m14 m15 m16 m17 m18 m19 m20 m21 m22 m23 m24 m25 m26 m27 m28 m29 m30 m31 m32 m33 m34 m35 m36 m37 m38 m39 m40 m41 m42 m43 m44 m45 m46 m47 m48 m49 m50 m51 m52 m53 m54 m55 m56 m57 m58 m59 m60 m61 m62 m63 m64 m65 m66 m67 m68 m69 m70 m71 m72 m73 m74 m75 m76 m77 m78 m79 m80 m81 m82 m83 m84 m85 m86 m87 m88 m89 m90 m91 m92 m93 m94 m95 m96 m97 m98 m99 m100 m101 m102 m103 m104 m105 m106 m107 m108 m109 m110 m111 m112 m113 m114 m115 m116 m117 m118 m119 m120 m121 m122 m123 m124 m125 m126 m127 m128 m129',
      '(integer) 130',
    ],
    ['SISMEMBER t m7', '(integer) 1'],
    ['SISMEMBER t x', '(integer) 0'],
    ['SISMEMBER missing a', '(integer) 0'],
    ['SET k v', 'OK'],
    ['SISMEMBER k a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
