/** What COMMAND DOCS says of the arguments of CLIENT KILL. */
import { bytes, integer, list, oneof, option, token } from '../../../protocol/command/grammar.ts';

const address = { display: 'ip:port' };

export const KILL_DOCUMENTATION = {
  filter: oneof({
    oldFormat: { ...bytes(), ...address, deprecatedSince: '2.8.12' },
    newFormat: list(
      oneof({
        clientId: { ...option('ID', integer()), since: '2.8.12' },
        clientType: {
          ...option(
            'TYPE',
            oneof({
              normal: token('NORMAL'),
              master: { ...token('MASTER'), since: '3.2.0' },
              slave: token('SLAVE'),
              replica: { ...token('REPLICA'), since: '5.0.0' },
              pubsub: token('PUBSUB'),
            }),
          ),
          since: '2.8.12',
        },
        username: option('USER', bytes()),
        addr: { ...option('ADDR', bytes()), ...address },
        laddr: { ...option('LADDR', bytes()), ...address, since: '6.2.0' },
        skipme: option('SKIPME', oneof(['YES', 'NO'])),
        maxage: { ...option('MAXAGE', integer()), since: '7.4.0' },
      }),
      { min: 1 },
    ),
  }),
};

export const KILL_HISTORY = [
  ['2.8.12', 'The format with filters.'],
  ['2.8.12', 'The filter `ID`.'],
  ['3.2.0', 'The type `master`.'],
  ['5.0.0', 'The type `replica` in place of `slave`, which is still understood.'],
  ['6.2.0', 'The filter `LADDR`.'],
  ['7.4.0', 'The filter `MAXAGE`.'],
] as const;
