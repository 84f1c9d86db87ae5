/** What stands where data would: loading, nothing there, gone wrong. */
import type { ComponentChildren } from 'preact';
import { messageOf } from '../api/request.ts';
import type { Resource } from './use-resource.ts';

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="note">
      <p class="note-title">{title}</p>
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}

export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <div class="note note-error" role="alert">
      <p class="note-title">This did not load</p>
      <p>{messageOf(error)}</p>
      {retry !== undefined && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

export function Loading() {
  return (
    <div class="note note-loading" role="status">
      Loading…
    </div>
  );
}

/** The children once there is data; until then why there is none. */
export function Loaded<T>({ from, children }: { from: Resource<T>; children: (data: T) => ComponentChildren }) {
  if (from.data !== undefined) return <>{children(from.data)}</>;
  if (from.error !== undefined) return <Failure error={from.error} retry={from.reload} />;
  return <Loading />;
}
