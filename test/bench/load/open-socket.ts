/** A connected socket that reads into one buffer of its own, which `onBytes` must have used up when it returns. */
import { connect, type Socket } from 'node:net';

const readBufferBytes = 256 * 1024;

/**
 * Resolves once connected. `onBytes(buffer, length)` gets every chunk; `onEnd` is called once when the connection
 * fails or ends.
 */
export function openSocket(
  port: number,
  onBytes: (buffer: Uint8Array, length: number) => void,
  onEnd: (error: Error) => void,
): Promise<Socket> {
  return new Promise((done, fail) => {
    const socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: Buffer.allocUnsafeSlow(readBufferBytes),
        callback: (length, buffer) => {
          onBytes(buffer, length);
          return true;
        },
      },
    });
    socket.once('error', (error) => {
      fail(error);
      onEnd(error);
    });
    socket.once('close', () => onEnd(new Error('the server closed the connection')));
    socket.once('connect', () => done(socket));
  });
}
