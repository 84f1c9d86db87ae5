import geodist from '../../../src/commands/geo/geodist.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(geodist, {
  measures: [
    [
      'GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania 2.349014 48.864716 Paris -0.118092 51.509865 London 139.691711 35.689487 Tokyo -122.419416 37.774929 SanFrancisco 0 0 Null 179.9 0.1 East -179.9 -0.1 West',
      '(integer) 9',
    ],
    ['GEODIST g Palermo Catania', '"166274.1516"'],
    ['GEODIST g Palermo Catania m', '"166274.1516"'],
    ['GEODIST g Palermo Catania km', '"166.2742"'],
    ['GEODIST g Palermo Catania mi', '"103.3182"'],
    ['GEODIST g Palermo Catania ft', '"545518.8700"'],
    ['GEODIST g Palermo Catania M', '"166274.1516"'],
    ['GEODIST g Palermo Catania KM', '"166.2742"'],
    ['GEODIST g Palermo Palermo', '"0.0000"'],
    ['GEODIST g Palermo missing', '(nil)'],
    ['GEODIST missing a b', '(nil)'],
    ['GEODIST g East West', '"31459.8369"'],
    ['GEODIST g Palermo Catania foo', '(error) ERR unsupported unit provided. please use M, KM, FT, MI'],
    ['GEODIST g Palermo Catania m x', '(error) ERR syntax error'],
    ['SET s v', 'OK'],
    ['GEODIST s a b', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['GEODIST s a b foo', '(error) ERR unsupported unit provided. please use M, KM, FT, MI'],
  ],
});
