import geopos from '../../../src/commands/geo/geopos.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(geopos, {
  'gives positions': [
    [
      'GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania 2.349014 48.864716 Paris -0.118092 51.509865 London 139.691711 35.689487 Tokyo -122.419416 37.774929 SanFrancisco 0 0 Null 179.9 0.1 East -179.9 -0.1 West',
      '(integer) 9',
    ],
    [
      'GEOPOS g Palermo Catania missing London Null',
      [
        '1) 1) "13.361389338970184"',
        '   2) "38.1155563954963"',
        '2) 1) "15.087267458438873"',
        '   2) "37.50266842333162"',
        '3) (nil)',
        '4) 1) "-0.11808961629867554"',
        '   2) "51.50986452886822"',
        '5) 1) "2.682209014892578e-6"',
        '   2) "1.2673605809254695e-6"',
      ],
    ],
    ['GEOPOS missing a b', ['1) (nil)', '2) (nil)']],
    ['GEOPOS g', '(empty array)'],
    ['SET s v', 'OK'],
    ['GEOPOS s', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
