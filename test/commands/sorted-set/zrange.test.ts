import zrange from '../../../src/commands/sorted-set/zrange.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(zrange, {
  'by rank': [
    ['ZADD z 1 a 2 b 3 c 4 d 5 e', '(integer) 5'],
    ['ZRANGE z 0 -1', ['1) "a"', '2) "b"', '3) "c"', '4) "d"', '5) "e"']],
    ['ZRANGE z 1 2 WITHSCORES', ['1) "b"', '2) "2"', '3) "c"', '4) "3"']],
    ['ZRANGE z -2 -1', ['1) "d"', '2) "e"']],
    ['ZRANGE z 3 1', '(empty array)'],
    ['ZRANGE z 0 1 REV', ['1) "e"', '2) "d"']],
    [
      'ZRANGE z 0 -1 LIMIT 0 1',
      '(error) ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX',
    ],
    ['ZRANGE z 0 -1 LIMIT 3 -1', ['1) "a"', '2) "b"', '3) "c"', '4) "d"', '5) "e"']],
    ['ZRANGE z a 1', '(error) ERR value is not an integer or out of range'],
    ['ZRANGE missing 0 1', '(empty array)'],
  ],
  'by score': [
    ['ZADD z 1 a 2 b 3 c 4 d 5 e', '(integer) 5'],
    ['ZRANGE z (1 3 BYSCORE', ['1) "b"', '2) "c"']],
    ['ZRANGE z 3 (1 BYSCORE REV', ['1) "c"', '2) "b"']],
    ['ZRANGE z -inf +inf BYSCORE LIMIT 1 2 WITHSCORES', ['1) "b"', '2) "2"', '3) "c"', '4) "3"']],
    ['ZRANGE z +inf -inf BYSCORE REV LIMIT 1 2', ['1) "d"', '2) "c"']],
    ['ZRANGE z -inf inf BYSCORE LIMIT -1 2', '(empty array)'],
    ['ZRANGE z a 1 BYSCORE', '(error) ERR min or max is not a float'],
    ['ZRANGE z -inf inf LIMIT a 1 BYSCORE', '(error) ERR value is not an integer or out of range'],
  ],
  'by member': [
    ['ZADD w 0 a 0 b 0 c 0 aa', '(integer) 4'],
    ['ZRANGE w - + BYLEX', ['1) "a"', '2) "aa"', '3) "b"', '4) "c"']],
    ['ZRANGE w [aa (c BYLEX', ['1) "aa"', '2) "b"']],
    ['ZRANGE w (c - BYLEX REV LIMIT 0 1', '1) "b"'],
    ['ZRANGE w a c BYLEX', '(error) ERR min or max not valid string range item'],
    ['ZRANGE w - + BYLEX WITHSCORES', '(error) ERR syntax error, WITHSCORES not supported in combination with BYLEX'],
    ['ZRANGE w - + BYLEX BYSCORE', '(error) ERR syntax error'],
  ],
  'of trees': [
    [
      'ZADD big 0 m000 37 m001 74 m002 111 m003 148 m004 185 m005 222 m006 259 m007 296 m008 33 m009 70 m010 107 m011 144 m012 181 m013 218 m014 255 m015 292 m016 29 m017 66 m018 103 m019 140 m020 177 m021 214 m022 251 m023 288 m024 25 m025 62 m026 99 m027 136 m028 173 m029 210 m030 247 m031 284 m032 21 m033 58 m034 95 m035 132 m036 169 m037 206 m038 243 m039 280 m040 17 m041 54 m042 91 m043 128 m044 165 m045 202 m046 239 m047 276 m048 13 m049 50 m050 87 m051 124 m052 161 m053 198 m054 235 m055 272 m056 9 m057 46 m058 83 m059 120 m060 157 m061 194 m062 231 m063 268 m064 5 m065 42 m066 79 m067 116 m068 153 m069 190 m070 227 m071 264 m072 1 m073 38 m074 75 m075 112 m076 149 m077 186 m078 223 m079 260 m080 297 m081 34 m082 71 m083 108 m084 145 m085 182 m086 219 m087 256 m088 293 m089 30 m090 67 m091 104 m092 141 m093 178 m094 215 m095 252 m096 289 m097 26 m098 63 m099 100 m100 137 m101 174 m102 211 m103 248 m104 285 m105 22 m106 59 m107 96 m108 133 m109 170 m110 207 m111 244 m112 281 m113 18 m114 55 m115 92 m116 129 m117 166 m118 203 m119 240 m120 277 m121 14 m122 51 m123 88 m124 125 m125 162 m126 199 m127 236 m128 273 m129 10 m130 47 m131 84 m132 121 m133 158 m134 195 m135 232 m136 269 m137 6 m138 43 m139 80 m140 117 m141 154 m142 191 m143 228 m144 265 m145 2 m146 39 m147 76 m148 113 m149 150 m150 187 m151 224 m152 261 m153 298 m154 35 m155 72 m156 109 m157 146 m158 183 m159 220 m160 257 m161 294 m162 31 m163 68 m164 105 m165 142 m166 179 m167 216 m168 253 m169 290 m170 27 m171 64 m172 101 m173 138 m174 175 m175 212 m176 249 m177 286 m178 23 m179 60 m180 97 m181 134 m182 171 m183 208 m184 245 m185 282 m186 19 m187 56 m188 93 m189 130 m190 167 m191 204 m192 241 m193 278 m194 15 m195 52 m196 89 m197 126 m198 163 m199 200 m200 237 m201 274 m202 11 m203 48 m204 85 m205 122 m206 159 m207 196 m208 233 m209 270 m210 7 m211 44 m212 81 m213 118 m214 155 m215 192 m216 229 m217 266 m218 3 m219 40 m220 77 m221 114 m222 151 m223 188 m224 225 m225 262 m226 299 m227 36 m228 73 m229 110 m230 147 m231 184 m232 221 m233 258 m234 295 m235 32 m236 69 m237 106 m238 143 m239 180 m240 217 m241 254 m242 291 m243 28 m244 65 m245 102 m246 139 m247 176 m248 213 m249 250 m250 287 m251 24 m252 61 m253 98 m254 135 m255 172 m256 209 m257 246 m258 283 m259 20 m260 57 m261 94 m262 131 m263 168 m264 205 m265 242 m266 279 m267 16 m268 53 m269 90 m270 127 m271 164 m272 201 m273 238 m274 275 m275 12 m276 49 m277 86 m278 123 m279 160 m280 197 m281 234 m282 271 m283 8 m284 45 m285 82 m286 119 m287 156 m288 193 m289 230 m290 267 m291 4 m292 41 m293 78 m294 115 m295 152 m296 189 m297 226 m298 263 m299',
      '(integer) 300',
    ],
    ['ZRANGE big 298 400 WITHSCORES', ['1) "m154"', '2) "298"', '3) "m227"', '4) "299"']],
    ['ZRANGE big (100 103 BYSCORE', ['1) "m173"', '2) "m246"', '3) "m019"']],
    [
      'ZRANGE big 103 100 BYSCORE REV WITHSCORES',
      ['1) "m019"', '2) "103"', '3) "m246"', '4) "102"', '5) "m173"', '6) "101"', '7) "m100"', '8) "100"'],
    ],
    ['ZRANGE big 100 103 BYSCORE LIMIT -2 5', ['1) "m246"', '2) "m019"']],
    ['ZRANGE big 103 100 BYSCORE REV LIMIT -2 5', ['1) "m173"', '2) "m100"']],
    ['ZRANGE big 100 103 BYSCORE LIMIT -5 1', '(empty array)'],
    ['ZRANGE big 62 66', ['1) "m026"', '2) "m099"', '3) "m172"', '4) "m245"', '5) "m018"']],
    ['ZRANGE big 62 66 REV', ['1) "m201"', '2) "m128"', '3) "m055"', '4) "m282"', '5) "m209"']],
  ],
});
