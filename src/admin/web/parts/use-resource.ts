/** What a view asked the server for: what came, what went wrong, and how to ask again. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { request } from '../api/request.ts';

export interface Resource<T> {
  /** The last answer; it stays while a newer one is on its way. */
  readonly data: T | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  reload(): void;
}

/** Asks once, again when the path changes, and every `everyMs` when that is given. `null` asks for nothing. */
export function useResource<T>(path: string | null, everyMs?: number): Resource<T> {
  const [state, setState] = useState<{ path: string | null; data?: T; error?: unknown; loading: boolean }>({
    path,
    loading: path !== null,
  });
  const running = useRef<AbortController | null>(null);
  const reload = useCallback(() => {
    running.current?.abort();
    if (path === null) return;
    const own = new AbortController();
    running.current = own;
    setState((before) => ({ ...(before.path === path ? before : {}), path, loading: true }));
    const ended = () => {
      if (running.current === own) running.current = null;
    };
    request<T>(path, { signal: own.signal })
      .then(
        (data) => setState({ path, data, loading: false }),
        (error: unknown) => {
          if (!own.signal.aborted) setState((before) => ({ ...before, error, loading: false }));
        },
      )
      .finally(ended);
  }, [path]);
  useEffect(() => {
    reload();
    const poll = () => {
      // An answer that takes longer than the pause is waited for, and nobody looks at a hidden page.
      if (running.current === null && !document.hidden) reload();
    };
    const timer = everyMs === undefined ? undefined : setInterval(poll, everyMs);
    return () => {
      clearInterval(timer);
      running.current?.abort();
    };
  }, [reload, everyMs]);
  const current = state.path === path ? state : { error: undefined, loading: path !== null };
  return { data: state.path === path ? state.data : undefined, error: current.error, loading: current.loading, reload };
}
