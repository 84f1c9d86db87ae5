// biome-ignore-all lint/a11y/noRedundantRoles: cards on narrow screens lose the roles of their elements
/**
 * A table that becomes a list of cards where it would not fit. Its cells are blocks there, which takes the table's
 * meaning from it, so the roles are written out.
 */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Figures stand at the right. */
  readonly figure?: boolean;
  /** The column can be sorted by this. */
  readonly by?: (row: Row) => number | string;
  /** Wide text that takes the room that is left. */
  readonly wide?: boolean;
  /** What can be done with the row: a button at its end. */
  readonly action?: boolean;
}

interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string | number;
  readonly selected?: string | number;
}

interface Order {
  readonly column: number;
  readonly rising: boolean;
}

export function Table<Row>({ label, columns, rows, keyOf, selected }: TableProps<Row>) {
  const [order, setOrder] = useState<Order | null>(null);
  return (
    <table class="table" role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column, i) => (
            <HeadCell key={column.title} column={column} index={i} order={order} setOrder={setOrder} />
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {sorted(rows, columns, order).map((row) => (
          <tr role="row" key={keyOf(row)} aria-current={selected === keyOf(row) ? 'true' : undefined}>
            {columns.map((column) => (
              <td role="cell" key={column.title} class={cellClass(column)} data-label={column.title}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface HeadCellProps<Row> {
  readonly column: Column<Row>;
  readonly index: number;
  readonly order: Order | null;
  readonly setOrder: (order: Order) => void;
}

function HeadCell<Row>({ column, index, order, setOrder }: HeadCellProps<Row>) {
  const own = order?.column === index ? order : null;
  const direction = own === null ? 'none' : own.rising ? 'ascending' : 'descending';
  if (column.by === undefined) {
    return (
      <th role="columnheader" scope="col" class={cellClass(column)}>
        {column.title}
      </th>
    );
  }
  return (
    <th role="columnheader" scope="col" class={cellClass(column)} aria-sort={direction}>
      <button
        type="button"
        class="sort"
        onClick={() => setOrder({ column: index, rising: own !== null && !own.rising })}
      >
        {column.title}
        <span aria-hidden="true">{own === null ? '' : own.rising ? ' ↑' : ' ↓'}</span>
      </button>
    </th>
  );
}

function cellClass<Row>({ figure, wide, action }: Column<Row>): string {
  const names = [figure === true && 'figure', wide === true && 'wide', action === true && 'action'];
  return names.filter((name) => name !== false).join(' ');
}

function sorted<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: Order | null): readonly Row[] {
  const by = order === null ? undefined : columns[order.column]?.by;
  if (order === null || by === undefined) return rows;
  const sign = order.rising ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [left, right] = [by(a), by(b)];
    return left === right ? 0 : left < right ? -sign : sign;
  });
}
