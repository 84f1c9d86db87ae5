import geohash from '../../../src/commands/geo/geohash.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(geohash, {
  'gives texts': [
    [
      'GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania 2.349014 48.864716 Paris -0.118092 51.509865 London 139.691711 35.689487 Tokyo -122.419416 37.774929 SanFrancisco 0 0 Null 179.9 0.1 East -179.9 -0.1 West',
      '(integer) 9',
    ],
    [
      'GEOHASH g Palermo Catania missing Null East West Tokyo',
      [
        '1) "sqc8b49rny0"',
        '2) "sqdtr74hyu0"',
        '3) (nil)',
        '4) "s0000000000"',
        '5) "xbpbtdpntc0"',
        '6) "2pbp6mbc6n0"',
        '7) "xn774c06kf0"',
      ],
    ],
    ['GEOHASH missing a', '1) (nil)'],
    ['GEOHASH g', '(empty array)'],
    ['GEOADD g 180 85.05112878 other -180 -85.05112878 corner', '(integer) 2'],
    ['GEOHASH g other corner', ['1) "bp05b5048p0"', '2) "00bh0hbj200"']],
    ['SET s v', 'OK'],
    ['GEOHASH s a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
