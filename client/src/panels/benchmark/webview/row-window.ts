/** Which rows of a long table are drawn. */

export interface RowWindow {
  /** The first row that is drawn, and how many. */
  from: number;
  count: number;
  /** Pixels of the rows that are not drawn. */
  above: number;
  below: number;
}

/** Rows beyond both edges, so that a quick scroll meets drawn ones. */
const BEYOND = 8;

/** All in pixels but `total`, a number of rows. */
export function rowWindow(total: number, rowHeight: number, scrollTop: number, height: number): RowWindow {
  const first = Math.min(Math.max(0, Math.floor(scrollTop / rowHeight)), Math.max(0, total - 1));
  const from = Math.max(0, first - BEYOND);
  const until = Math.min(total, first + Math.ceil(height / rowHeight) + 1 + BEYOND);
  return {
    from,
    count: Math.max(0, until - from),
    above: from * rowHeight,
    below: Math.max(0, total - until) * rowHeight,
  };
}

/** Where to scroll so that a row is wholly seen; the same place where it is. */
export function scrollToRow(row: number, rowHeight: number, scrollTop: number, height: number): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  return top + rowHeight > scrollTop + height ? top + rowHeight - height : scrollTop;
}

/** The pages that hold the rows from one to before another. */
export function pagesOf(from: number, count: number, pageSize: number): number[] {
  if (count <= 0) return [];
  const first = Math.floor(from / pageSize);
  const last = Math.floor((from + count - 1) / pageSize);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
