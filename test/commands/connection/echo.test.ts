import echo from '../../../src/commands/connection/echo.ts';
import { testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(echo, {
  'sends bytes back as they came': [
    ['ECHO "\\x00\\xff\\r\\n"', '"\\x00\\xff\\r\\n"'],
    ['ECHO ""', '""'],
  ],
  'takes one argument': [
    ['ECHO', "(error) ERR wrong number of arguments for 'echo' command"],
    ['ECHO a b', "(error) ERR wrong number of arguments for 'echo' command"],
  ],
  'sends what is too long for one read': [[['ECHO', 'e'.repeat(100_000)], `"${'e'.repeat(100_000)}"`]],
});
