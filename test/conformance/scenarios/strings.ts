import { aboutEqual, group } from '../scenario.ts';

export default group('strings', {
  smoke: ['SET k v EX 10', 'GET k', aboutEqual(100, 'PTTL k'), 'GET "n\\x00\\xffo"', 'SET k', 'LPUSH k x'],
});
