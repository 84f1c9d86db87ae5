/**
 * Node's own bindings to libuv's streams, under the classes of `node:net`.
 *
 * They are not public API. The runtime is pinned to one exact version, the shape of everything used is checked when it is
 * loaded, and without it the plain `net.Socket` transport takes over. In return a request costs about 1 µs less.
 */

/** The request object of a write that could not be completed at once. */
export interface WriteRequest {
  oncomplete: ((status: number) => void) | null;
  /** The transport that waits for it. */
  transport: unknown;
}

/** A libuv stream: a connection or a listening socket. Calls return 0 or a negative errno. */
export interface StreamHandle {
  readonly fd: number;
  readonly writeQueueSize: number;
  onread: (() => void) | undefined;
  onconnection: ((status: number, handle: StreamHandle | undefined) => void) | undefined;
  /** The transport or listener that the handle belongs to: callbacks get the handle as `this`. */
  owner: unknown;
  useUserBuffer(buffer: Buffer): void;
  readStart(): number;
  readStop(): number;
  writeBuffer(request: WriteRequest, view: Buffer): number;
  close(done?: () => void): void;
  listen(backlog: number): number;
  setNoDelay?(on: boolean): number;
  setKeepAlive?(on: boolean, idleSeconds: number, intervalSeconds: number, count: number): number;
  getpeername?(into: SocketName): number;
  getsockname?(into: SocketName): number;
}

export interface SocketName {
  address?: string;
  port?: number;
  family?: string;
}

export interface TcpHandle extends StreamHandle {
  bind(host: string, port: number, flags: number): number;
  bind6(host: string, port: number, flags: number): number;
}

export interface PipeHandle extends StreamHandle {
  bind(path: string): number;
}

export interface StreamBinding {
  readonly tcp: new (type: number) => TcpHandle;
  readonly pipe: new (type: number) => PipeHandle;
  readonly writeRequest: new () => WriteRequest;
  /** Results of the last read or write, at the four indices below. */
  readonly state: Int32Array;
  readonly readBytesOrError: number;
  readonly lastWriteWasAsync: number;
  readonly tcpServer: number;
  readonly pipeServer: number;
  readonly ipv6Only: number;
  readonly reusePort: number;
}

type Loader = (name: string) => Record<string, unknown>;

/** What a handle must have. */
const methods = ['readStart', 'readStop', 'useUserBuffer', 'writeBuffer', 'close', 'listen', 'bind'];

/** The bindings of this thread, or null where they are missing or differ from what is expected. */
export const streamBinding: StreamBinding | null = load();

function load(): StreamBinding | null {
  const loader = (process as unknown as { binding?: Loader }).binding;
  if (typeof loader !== 'function') return null;
  // `--pending-deprecation` would print a warning about something that is known and decided.
  const quiet = process.noDeprecation ?? false;
  process.noDeprecation = true;
  try {
    return assemble(loader('tcp_wrap'), loader('pipe_wrap'), loader('stream_wrap'));
  } catch {
    return null;
  } finally {
    process.noDeprecation = quiet;
  }
}

function assemble(
  tcp: Record<string, unknown>,
  pipe: Record<string, unknown>,
  stream: Record<string, unknown>,
): StreamBinding | null {
  const tcpConstants = tcp['constants'] as Record<string, unknown>;
  const pipeConstants = pipe['constants'] as Record<string, unknown>;
  const binding = {
    tcp: tcp['TCP'],
    pipe: pipe['Pipe'],
    writeRequest: stream['WriteWrap'],
    state: stream['streamBaseState'],
    readBytesOrError: stream['kReadBytesOrError'],
    lastWriteWasAsync: stream['kLastWriteWasAsync'],
    tcpServer: tcpConstants['SERVER'],
    pipeServer: pipeConstants['SERVER'],
    ipv6Only: tcpConstants['UV_TCP_IPV6ONLY'],
    reusePort: tcpConstants['UV_TCP_REUSEPORT'],
  };
  const { state, ...rest } = binding;
  const classes = [rest.tcp, rest.pipe, rest.writeRequest];
  const numbers = Object.values(rest).filter((value) => typeof value === 'number');
  if (!classes.every((each) => typeof each === 'function') || numbers.length !== 6) return null;
  if (!(state instanceof Int32Array)) return null;
  return hasMethods(rest.tcp) && hasMethods(rest.pipe) ? (binding as unknown as StreamBinding) : null;
}

function hasMethods(handle: unknown): boolean {
  const prototype = (handle as { prototype: Record<string, unknown> }).prototype;
  return methods.every((name) => typeof prototype[name] === 'function') && 'fd' in prototype && 'onread' in prototype;
}
