/** A client of the server-sent events of the HTTP side, which reads until the server ends the stream. */
import { type ClientRequest, request } from 'node:http';

export interface EventStream {
  readonly status: number;
  /** What has come so far. */
  text(): string;
  /** Resolves when the stream has ended: `whole` by the server, in good order. */
  readonly ended: Promise<{ readonly whole: boolean }>;
  close(): void;
}

/** Opens a stream; resolves with its head. */
export function openStream(
  port: number,
  { path = '/api/v1/stream', headers = {} }: { path?: string; headers?: Readonly<Record<string, string>> } = {},
): Promise<EventStream> {
  return new Promise((resolve, reject) => {
    const asking: ClientRequest = request({ port, host: '127.0.0.1', path, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', () => undefined);
      resolve({
        status: response.statusCode ?? 0,
        text: () => text,
        ended: new Promise((done) => response.on('close', () => done({ whole: response.complete }))),
        close: () => response.destroy(),
      });
    });
    asking.on('error', reject);
    asking.end();
  });
}
