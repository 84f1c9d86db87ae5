import geosearchstore from '../../../src/commands/geo/geosearchstore.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(geosearchstore, {
  stores: [
    [
      'GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania 2.349014 48.864716 Paris -0.118092 51.509865 London 139.691711 35.689487 Tokyo -122.419416 37.774929 SanFrancisco 0 0 Null 179.9 0.1 East -179.9 -0.1 West',
      '(integer) 9',
    ],
    ['GEOSEARCHSTORE d g FROMLONLAT 15 37 BYRADIUS 200 km', '(integer) 2'],
    ['ZRANGE d 0 -1 WITHSCORES', ['1) "Palermo"', '2) "3479099956230698"', '3) "Catania"', '4) "3479447370796909"']],
    ['GEOSEARCHSTORE d g FROMLONLAT 15 37 BYRADIUS 2000 km COUNT 2 ASC', '(integer) 2'],
    ['ZCARD d', '(integer) 2'],
    ['GEOSEARCHSTORE g g FROMLONLAT 15 37 BYRADIUS 2000 km', '(integer) 3'],
    ['ZRANGE g 0 -1', ['1) "Palermo"', '2) "Catania"', '3) "Paris"']],
    ['GEOSEARCHSTORE d g FROMLONLAT 80 80 BYRADIUS 1 m', '(integer) 0'],
    ['EXISTS d', '(integer) 0'],
    ['GEOSEARCHSTORE d missing FROMLONLAT 0 0 BYRADIUS 1 km', '(integer) 0'],
    [
      'GEOSEARCHSTORE d g FROMLONLAT 0 0 BYRADIUS 1 km WITHDIST',
      '(error) ERR GEOSEARCHSTORE is not compatible with WITHDIST, WITHHASH and WITHCOORD options',
    ],
    ['GEOSEARCHSTORE d g FROMMEMBER Palermo BYRADIUS 1 km STOREDIST', '(integer) 1'],
    ['ZRANGE d 0 -1 WITHSCORES', ['1) "Palermo"', '2) "0"']],
    ['GEOSEARCHSTORE d g FROMMEMBER nope BYRADIUS 1 km', '(error) ERR could not decode requested zset member'],
    ['SET s v', 'OK'],
    [
      'GEOSEARCHSTORE d s FROMMEMBER nope BYRADIUS 1 km',
      '(error) WRONGTYPE Operation against a key holding the wrong kind of value',
    ],
  ],
});
