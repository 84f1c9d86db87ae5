import functionList from '../../../src/commands/scripting/function-list.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(functionList, {
  'lists libraries': [
    [['FUNCTION', 'LOAD', '#!lua name=lib\nredis.register_function("one", function() return 1 end)'], '"lib"'],
    [
      'FUNCTION LIST LIBRARYNAME l*',
      [
        '1) 1) "library_name"',
        '   2) "lib"',
        '   3) "engine"',
        '   4) "LUA"',
        '   5) "functions"',
        '   6) 1) 1) "name"',
        '         2) "one"',
        '         3) "description"',
        '         4) (nil)',
        '         5) "flags"',
        '         6) (empty array)',
      ],
    ],
    ['FUNCTION LIST FOO', '(error) ERR Unknown argument FOO'],
    ['FUNCTION FLUSH', 'OK'],
  ],
});
