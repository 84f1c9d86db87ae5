/** Requests to the admin API, by addresses relative to the page: it may lie behind a path prefix. */
import { refuseSession, token } from '../state/session.ts';

/** An answer that is not a success, with the server's sentence about it. */
export class ApiError extends Error {
  readonly status: number;
  /** The setting that a refused change is about. */
  readonly setting: string | null;

  constructor(status: number, message: string, setting: string | null = null) {
    super(message);
    this.status = status;
    this.setting = setting;
  }
}

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** The JSON of an answer, or `undefined` when it has none. Throws `ApiError`. */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** The answer itself, once its status says success. Throws `ApiError`; status 0 is a server that cannot be reached. */
export async function send(path: string, options: RequestOptions = {}): Promise<Response> {
  const headers: Record<string, string> = {};
  if (token.value !== '') headers['authorization'] = `Bearer ${asBytes(token.value)}`;
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch(`api/v1/${path}`, {
    method: options.method ?? 'GET',
    headers,
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  }).catch((error: Error) => {
    throw error.name === 'AbortError' ? error : new ApiError(0, 'The server cannot be reached.');
  });
  if (response.ok) return response;
  const error = await readError(response);
  if (response.status === 401) refuseSession(error.message);
  throw error;
}

/** Headers have a character for each byte, and the server takes the bytes for UTF-8. */
function asBytes(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

async function readError(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => ({}))) as { message?: string; setting?: string | null };
  const fallback = `The server answered ${response.status} ${response.statusText}`.trim();
  return new ApiError(response.status, body.message ?? fallback, body.setting ?? null);
}

/** `a=1&b=2` of the values that are there. */
export function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  }
  return parameters.toString();
}

/** What to tell a person about a failure. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
