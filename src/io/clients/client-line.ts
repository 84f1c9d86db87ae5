/** One client as CLIENT LIST and CLIENT INFO print it: the fields of Redis 8, in its order. */
import type { RequestArgs } from '../../../protocol/command/arguments.ts';
import { CLIENT_BYTES, type ClientRecord, FLAG } from '../../messaging/client-row.ts';

/** Letters of the flags, in Redis' order. */
const LETTERS: readonly (readonly [bit: number, letter: string])[] = [
  [FLAG.monitor, 'O'],
  [FLAG.pubsub, 'P'],
  [FLAG.multi, 'x'],
  [FLAG.blocked, 'b'],
  [FLAG.tracking, 't'],
  [FLAG.trackingBroken, 'R'],
  [FLAG.broadcast, 'B'],
  [FLAG.dirtyWatch, 'd'],
  [FLAG.closing, 'c'],
  [FLAG.unix, 'U'],
  [FLAG.readonly, 'r'],
  [FLAG.noEvict, 'e'],
  [FLAG.noTouch, 'T'],
];

function letters(flags: number): string {
  let text = '';
  for (const [bit, letter] of LETTERS) if ((flags & bit) !== 0) text += letter;
  return text === '' ? 'N' : text;
}

function seconds(fromMs: number, toMs: number): number {
  return Math.max(0, Math.floor(toMs / 1000) - Math.floor(fromMs / 1000));
}

/** The line without its end; `command` is the full name of the last command, or `NULL`. */
export function clientLine(client: ClientRecord, command: string, nowMs: number): string {
  const memory = CLIENT_BYTES + client.queryBytes + client.argumentBytes + client.queuedBytes + client.outputBytes;
  const waiting = client.outputBytes > 0;
  return [
    `id=${client.id} addr=${client.address} laddr=${client.localAddress} fd=${client.fd} name=${client.name}`,
    `age=${seconds(client.createdMs, nowMs)} idle=${seconds(client.lastActiveMs, nowMs)} flags=${letters(client.flags)}`,
    `db=${client.db} sub=${client.channels} psub=${client.patterns} ssub=${client.shardChannels}`,
    `multi=${client.queued} watch=${client.watched} qbuf=${client.queryBytes} qbuf-free=0`,
    `argv-mem=${client.argumentBytes} multi-mem=${client.queuedBytes} rbs=0 rbp=0 obl=0`,
    `oll=${waiting ? 1 : 0} omem=${client.outputBytes} tot-mem=${memory} events=${waiting ? 'rw' : 'r'} cmd=${command}`,
    `user=${client.user} redir=${client.redirect} resp=${client.resp} lib-name=${client.libName} lib-ver=${client.libVersion}`,
    `io-thread=${client.thread}`,
  ].join(' ');
}

/** The client that asks, whose command, as Redis sees it, is still in its buffer: the bytes in which it was sent. */
export function withRunning(client: ClientRecord, { argc, argLen }: RequestArgs): ClientRecord {
  let sent = lineBytes(argc);
  let argumentBytes = 0;
  for (let i = 0; i < argc; i++) {
    const length = argLen[i]!;
    sent += lineBytes(length) + length + 2;
    argumentBytes += length;
  }
  return {
    ...client,
    queryBytes: client.queryBytes + sent,
    argumentBytes: client.argumentBytes + argumentBytes,
  };
}

/** Bytes of a line with a type and a number. */
function lineBytes(number: number): number {
  return String(number).length + 3;
}
