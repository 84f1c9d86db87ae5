/**
 * Listening sockets of an io thread: TCP, where several threads share a port by SO_REUSEPORT, and unix sockets.
 *
 * The kernel spreads new connections over the threads that listen. A thread that goes away takes no more; those of the
 * others are not touched.
 */
import { chmodSync, existsSync, lstatSync, unlinkSync } from 'node:fs';
import { createServer, isIPv6, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { getSystemErrorMessage, getSystemErrorName } from 'node:util';
import type { Transport, TransportHandler } from './transport/transport.ts';
import {
  type SocketName,
  type StreamBinding,
  type StreamHandle,
  streamBinding,
  type TcpHandle,
} from './transport/transport-binding.ts';
import { RawTransport } from './transport/transport-raw.ts';
import { SocketTransport } from './transport/transport-socket.ts';

/** Where several sockets can listen on one port and the kernel spreads connections over them. */
export const CAN_SHARE_PORT: boolean = process.platform === 'linux' || process.platform === 'freebsd';

/** 'raw' drives libuv's handles, 'socket' uses `net.Socket`; by default raw where it can be had. */
export type TransportKind = 'raw' | 'socket';
export const DEFAULT_TRANSPORT: TransportKind = streamBinding === null ? 'socket' : 'raw';

export interface TcpAddress {
  /** A numeric address; '0.0.0.0' and '::' for all. IPv6 sockets never take IPv4 connections. */
  readonly host: string;
  /** 0 lets the system choose; `Listener.port` tells. */
  readonly port: number;
  /** Whether other threads listen on the same port. Ignored where the system cannot. */
  readonly reusePort: boolean;
}

export interface UnixAddress {
  /** A socket that is already there is replaced; any other file is an error. */
  readonly unixPath: string;
  /** File mode such as 0o700; absent leaves what the umask gives. */
  readonly unixPerm?: number;
}

export interface ListenOptions {
  readonly address: TcpAddress | UnixAddress;
  /** How many connections the kernel keeps before they are accepted. */
  readonly backlog: number;
  /** Gets all events of the accepted transports. */
  readonly handler: TransportHandler;
  /** A connection has come, without Nagle's delay. It reads nothing before `resumeRead`. */
  readonly accept: (transport: Transport) => void;
  /** A connection could not be accepted (a system error code such as EMFILE); listening goes on. */
  readonly refused?: (code: string) => void;
  readonly transport?: TransportKind;
}

export interface Listener {
  /** As text: `127.0.0.1:6379`, `[::1]:6379` or the path. */
  readonly name: string;
  /** The port it got; 0 for unix sockets. */
  readonly port: number;
  /** Takes no more connections; those accepted live on. A unix socket's file is removed. */
  close(): Promise<void>;
}

export type ListenResult =
  | { readonly ok: true; readonly listener: Listener }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Starts to listen. Failures are results: `message` is one line for the operator. */
export async function listen(options: ListenOptions): Promise<ListenResult> {
  const { address } = options;
  if ('unixPath' in address) removeStaleSocket(address.unixPath);
  const kind = options.transport ?? DEFAULT_TRANSPORT;
  const started =
    kind === 'raw' && streamBinding !== null ? listenRaw(options, streamBinding) : await listenSocket(options);
  if (typeof started === 'number') return failure(options.address, started);
  if ('unixPath' in address && address.unixPerm !== undefined) {
    try {
      chmodSync(address.unixPath, address.unixPerm);
    } catch (error) {
      await started.close();
      return failure(address, (error as NodeJS.ErrnoException).errno ?? 0);
    }
  }
  return { ok: true, listener: started };
}

/** `host:port`, with brackets around IPv6. */
export function tcpName(host: string, port: number): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

function addressName(address: TcpAddress | UnixAddress): string {
  return 'unixPath' in address ? address.unixPath : tcpName(address.host, address.port);
}

function failure(address: TcpAddress | UnixAddress, errno: number): ListenResult {
  const name = addressName(address);
  // libuv reports a folder that is not there as one that is not permitted.
  if ('unixPath' in address && !existsSync(dirname(address.unixPath))) {
    return { ok: false, code: 'ENOENT', message: `cannot listen on ${name}: no such folder` };
  }
  const why = getSystemErrorMessage(errno) ?? 'unknown error';
  return { ok: false, code: codeOf(errno), message: `cannot listen on ${name}: ${why}` };
}

/** A server that died leaves its socket behind, and mktemp an empty file that keeps the name: bind would fail on both. */
function removeStaleSocket(path: string): void {
  try {
    const found = lstatSync(path);
    if (found.isSocket() || (found.isFile() && found.size === 0)) unlinkSync(path);
  } catch {
    // Not there, or not ours to remove: bind will tell.
  }
}

/** @returns the listener, or a negative errno. */
function listenRaw(options: ListenOptions, binding: StreamBinding): Listener | number {
  const { address, handler } = options;
  const unixPath = 'unixPath' in address ? address.unixPath : undefined;
  const { handle, bound } = bindRaw(binding, address);
  const error = bound === 0 ? handle.listen(options.backlog) : bound;
  if (error !== 0) {
    handle.close();
    return error;
  }
  handle.onconnection = (status: number, stream: StreamHandle | undefined): void => {
    if (status !== 0 || stream === undefined) {
      options.refused?.(codeOf(status));
      return;
    }
    stream.setNoDelay?.(true);
    options.accept(new RawTransport(stream, handler, unixPath));
  };
  const name: SocketName = {};
  handle.getsockname?.(name);
  const port = unixPath === undefined ? (name.port ?? 0) : 0;
  let closed: Promise<void> | undefined;
  return {
    name: 'unixPath' in address ? address.unixPath : tcpName(address.host, port),
    port,
    close: () => (closed ??= new Promise((done) => handle.close(done))),
  };
}

function bindRaw(binding: StreamBinding, address: TcpAddress | UnixAddress): { handle: StreamHandle; bound: number } {
  if ('unixPath' in address) {
    const pipe = new binding.pipe(binding.pipeServer);
    return { handle: pipe, bound: pipe.bind(address.unixPath) };
  }
  const tcp = new binding.tcp(binding.tcpServer);
  return { handle: tcp, bound: bindTcp(binding, tcp, address) };
}

/** Binds without listening. @returns 0 or a negative errno. */
export function bindTcp(binding: StreamBinding, tcp: TcpHandle, address: TcpAddress): number {
  const shared = address.reusePort && CAN_SHARE_PORT ? binding.reusePort : 0;
  return isIPv6(address.host)
    ? tcp.bind6(address.host, address.port, binding.ipv6Only | shared)
    : tcp.bind(address.host, address.port, shared);
}

/** @returns the listener, or a negative errno. */
function listenSocket(options: ListenOptions): Promise<Listener | number> {
  const { address, backlog, handler } = options;
  const unixPath = 'unixPath' in address ? address.unixPath : undefined;
  const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (socket: Socket) => {
    options.accept(new SocketTransport(socket, handler, unixPath));
  });
  return new Promise((done) => {
    server.once('error', (error: NodeJS.ErrnoException) => done(error.errno ?? -1));
    server.listen('unixPath' in address ? { path: address.unixPath, backlog } : tcpOptions(address, backlog), () => {
      server.removeAllListeners('error');
      server.on('error', (error: NodeJS.ErrnoException) => options.refused?.(error.code ?? error.message));
      done(socketListener(server, address));
    });
  });
}

function tcpOptions(address: TcpAddress, backlog: number): object {
  const { host, port, reusePort } = address;
  return { host, port, backlog, ipv6Only: true, exclusive: true, reusePort: reusePort && CAN_SHARE_PORT };
}

function socketListener(server: Server, address: TcpAddress | UnixAddress): Listener {
  const bound = server.address();
  const port = bound !== null && typeof bound === 'object' ? bound.port : 0;
  let closed: Promise<void> | undefined;
  return {
    name: 'unixPath' in address ? address.unixPath : tcpName(address.host, port),
    port,
    close: () => {
      // The callback of `close` waits for the connections too; the socket itself is closed at once.
      closed ??= new Promise((done) => {
        server.close();
        setImmediate(done);
      });
      return closed;
    },
  };
}

function codeOf(errno: number): string {
  return errno < 0 ? getSystemErrorName(errno) : 'UNKNOWN';
}
