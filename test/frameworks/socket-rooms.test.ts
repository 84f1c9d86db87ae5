/** socket.io: two servers reach each other's clients through publish and subscribe. */
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdapter } from '@socket.io/redis-adapter';
import { createClient } from 'redis';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FrameworkServer, startFrameworkServer } from './framework-server.ts';

interface Node {
  readonly http: HttpServer;
  readonly rooms: Server;
  readonly port: number;
  close(): Promise<void>;
}

let server: FrameworkServer;
let nodes: Node[];
let sockets: Socket[];
beforeAll(async () => {
  server = await startFrameworkServer();
  nodes = await Promise.all([startNode(), startNode()]);
  sockets = await Promise.all(Array.from({ length: 10 }, (_, i) => connect(nodes[i % 2]!.port)));
});
afterAll(async () => {
  for (const socket of sockets) socket.disconnect();
  for (const node of nodes) await node.close();
  await server.stop();
});

async function startNode(): Promise<Node> {
  const publish = createClient({ url: server.url });
  const subscribe = publish.duplicate();
  await Promise.all([publish.connect(), subscribe.connect()]);
  const http = createServer();
  const rooms = new Server(http, { adapter: createAdapter(publish, subscribe) });
  rooms.on('connection', (socket) => {
    socket.on('join', (room: string, joined: () => void) => {
      void Promise.resolve(socket.join(room)).then(joined);
    });
    socket.on('ask', (answer: (value: string) => void) => answer('from a client'));
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  const { port } = http.address() as AddressInfo;
  const close = async (): Promise<void> => {
    await rooms.close();
    await Promise.all([publish.close(), subscribe.close()]);
  };
  return { http, rooms, port, close };
}

async function connect(port: number): Promise<Socket> {
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'] });
  await new Promise<void>((done) => socket.on('connect', done));
  return socket;
}

it('a message reaches every client of every node once, and a room only its members', async () => {
  const heard: string[][] = sockets.map(() => []);
  for (const [i, socket] of sockets.entries()) socket.on('news', (text: string) => heard[i]!.push(text));
  await Promise.all(sockets.slice(0, 4).map((socket) => socket.emitWithAck('join', 'red')));
  await expect.poll(async () => (await nodes[1]!.rooms.in('red').fetchSockets()).length).toBe(4);
  for (let i = 0; i < 50; i++) nodes[0]!.rooms.emit('news', `all ${i}`);
  for (let i = 0; i < 50; i++) nodes[1]!.rooms.to('red').emit('news', `red ${i}`);
  await expect
    .poll(() => heard.map((texts) => texts.length), { timeout: 5_000 })
    .toEqual([...Array<number>(4).fill(100), ...Array<number>(6).fill(50)]);
  for (const texts of heard) {
    expect(texts.filter((text) => text.startsWith('all'))).toEqual(Array.from({ length: 50 }, (_, i) => `all ${i}`));
  }
});

it('nodes answer each other: which clients there are, and who moves where', async () => {
  expect(await nodes[0]!.rooms.fetchSockets()).toHaveLength(10);
  nodes[1]!.rooms.socketsJoin('blue');
  await expect.poll(async () => (await nodes[0]!.rooms.in('blue').fetchSockets()).length).toBe(10);
  nodes[1]!.rooms.socketsLeave('blue');
  await expect.poll(async () => (await nodes[0]!.rooms.in('blue').fetchSockets()).length).toBe(0);
  nodes[0]!.rooms.on('ping', (answer: (text: string) => void) => answer('zero'));
  nodes[1]!.rooms.on('ping', (answer: (text: string) => void) => answer('one'));
  const answers = await new Promise((done) => {
    nodes[0]!.rooms.serverSideEmit('ping', (_error: unknown, texts: string[]) => done(texts));
  });
  expect(answers).toEqual(['one']);
});
