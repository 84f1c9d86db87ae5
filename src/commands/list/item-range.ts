/** A range of items as LRANGE and LTRIM are given it: both ends included, counted from the back below 0. */

/** Index of the first item. */
export function firstOf(start: number, items: number): number {
  if (start >= 0) return start;
  return start + items < 0 ? 0 : start + items;
}

/** Index behind the last item; not above the first one for a range without items. */
export function behindLast(stop: number, items: number): number {
  const last = stop < 0 ? stop + items : stop;
  return last >= items ? items : last + 1;
}
