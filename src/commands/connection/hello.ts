import { block, bytes, integer, option, optional, rest } from '../../../protocol/command/grammar.ts';
import { ERROR, helloSyntax } from '../../../protocol/resp/errors.ts';
import { type Call, command } from '../../dispatch/context.ts';
import { REDIS_VERSION } from '../../version.ts';
import { isClientName } from './client-names.ts';
import { type HelloOptions, readHelloOptions } from './hello-options.ts';
import { authenticate } from './passwords.ts';

export default command({
  name: 'hello',
  summary: 'Introduces server and client to each other, and chooses the protocol version.',
  since: '6.0.0',
  group: 'connection',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'],
  history: [['6.2.0', 'Without arguments it tells about the connection as it is.']],
  args: { protover: optional(integer({ invalid: ERROR.protoNotInteger })), options: rest() },
  documentedArgs: {
    arguments: optional(
      block({
        protover: integer(),
        auth: option('AUTH', block({ username: bytes(), password: bytes() })),
        clientname: option('SETNAME', bytes()),
      }),
    ),
  },
  examples: [
    ['HELLO 4', '(error) NOPROTO unsupported protocol version'],
    ['HELLO 3 FOO', "(error) ERR Syntax error in HELLO option 'FOO'"],
  ],
  run(call, { protover, options }) {
    if (protover !== undefined && protover !== 2 && protover !== 3) return call.fail(ERROR.noProto);
    const given = readHelloOptions(call, options.first, options.end);
    if (typeof given === 'string') return call.reply.error(helloSyntax(given));
    const error = introduce(call, given);
    if (error !== 0) return call.fail(error);
    if (protover !== undefined) setProtocol(call, protover);
    replyServer(call);
  },
});

/** Signs the client in and names it. @returns an error, or 0 */
function introduce(call: Call, { name, username, password }: HelloOptions): number {
  if (name !== undefined && !isClientName(name)) return ERROR.clientName;
  if (username !== undefined && !authenticate(call, username, password ?? '')) return ERROR.wrongPass;
  if (!call.client.authenticated && call.settings.current.requirepass !== '') return ERROR.noAuthHello;
  if (name === undefined) return 0;
  call.client.name = name;
  call.server.clients.publish(call.client);
  return 0;
}

function setProtocol(call: Call, version: 2 | 3): void {
  call.client.resp = version;
  call.reply.setResp(version);
}

function replyServer({ reply, client }: Call): void {
  reply.map(7);
  for (const word of ['server', 'redis', 'version', REDIS_VERSION, 'proto']) reply.bulkLatin1(word);
  reply.integer(client.resp);
  reply.bulkLatin1('id');
  reply.integer(client.id);
  for (const word of ['mode', 'standalone', 'role', 'master', 'modules']) reply.bulkLatin1(word);
  reply.array(0);
}
