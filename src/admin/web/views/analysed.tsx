/** Analytics, or that there are none: they can be switched off, and a server need not have them. */
import type { ComponentChildren } from 'preact';
import { ApiError } from '../api/request.ts';
import { Empty, Loaded } from '../parts/state-notes.tsx';
import type { Resource } from '../parts/use-resource.ts';

export function Analysed<T>({ from, children }: { from: Resource<T>; children: (data: T) => ComponentChildren }) {
  const { error, data } = from;
  if (data === undefined && error instanceof ApiError && (error.status === 404 || error.status === 503)) {
    return (
      <Empty title="No analytics">This server does not analyse its workload, or analytics are switched off.</Empty>
    );
  }
  return <Loaded from={from}>{children}</Loaded>;
}
