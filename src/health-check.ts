/**
 * `larder health`: whether the server that these settings start answers a PING. For containers and unit files, whose
 * machines need no other program for it. It takes the server's own arguments, environment and config file.
 */
import { createConnection, type NetConnectOpts } from 'node:net';
import { loadSettings } from './config/load.ts';
import { createSharedSettings, SettingsView } from './config/shared-settings.ts';

const ANSWER_MS = 2_000;
/** What a server says that works; one with a password serves those who know it. */
const WORKS = /^(?:\+PONG|-NOAUTH )/;

/** Prints one line and returns the exit code: 0 when the server works. */
export async function checkHealth(argv: readonly string[]): Promise<0 | 1> {
  const loaded = loadSettings({ arguments: argv });
  if (loaded.kind !== 'run') return tell(1, loaded.kind === 'error' ? loaded.error : 'it takes settings only');
  const { port, bind, unixsocket } = new SettingsView(createSharedSettings(loaded.settings.state)).current;
  const target = port === 0 ? { path: unixsocket } : { port, host: reachable(bind[0]?.host ?? '*') };
  const reply = await ping(target);
  return tell(WORKS.test(reply) ? 0 : 1, reply);
}

/** An address at which a listener on `host` can be reached from this machine. */
function reachable(host: string): string {
  if (host === '*' || host === '0.0.0.0') return '127.0.0.1';
  return host === '::*' || host === '::' ? '::1' : host;
}

/** @returns the first line of the answer, or why there is none */
function ping(target: NetConnectOpts): Promise<string> {
  return new Promise((done) => {
    let text = '';
    const socket = createConnection(target, () => socket.write('PING\r\n'));
    const end = (line: string): void => {
      socket.destroy();
      done(line);
    };
    socket.setTimeout(ANSWER_MS, () => end(`no answer within ${ANSWER_MS} ms`));
    socket.on('error', (error) => end(error.message));
    socket.on('end', () => end(text || 'the connection was closed'));
    socket.on('data', (data) => {
      text += data.toString('latin1');
      if (text.includes('\r\n')) end(text.slice(0, text.indexOf('\r\n')));
    });
  });
}

function tell(code: 0 | 1, line: string): 0 | 1 {
  (code === 0 ? process.stdout : process.stderr).write(`larder health: ${line}\n`);
  return code;
}
