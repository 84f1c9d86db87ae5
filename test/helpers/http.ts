/** Asks a server's HTTP side. */
import { type IncomingHttpHeaders, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON; throws when it is none. */
  json<T = Record<string, unknown>>(): T;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless `headers` say otherwise. */
  readonly body?: unknown;
}

/** One request, with exactly these headers (Host included, which fetch would not let through). */
export function http(port: number, path: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answer> {
  const bytes = body === undefined ? undefined : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const sent = {
    ...(bytes === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(bytes.length) }),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, path, method, headers: sent, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          json: <T>() => JSON.parse(text) as T,
        });
      });
      response.on('error', reject);
    });
    asking.on('error', reject);
    asking.end(bytes);
  });
}

/** The JSON that a route of the API answers; throws when it answers anything but 200. */
// biome-ignore lint/suspicious/noExplicitAny: bodies of many shapes, whose fields the tests name
export async function apiJson(port: number, path: string): Promise<any> {
  const answer = await http(port, `/api/v1/${path}`);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return answer.json();
}
