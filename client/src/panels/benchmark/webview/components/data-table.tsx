/** A table with a caption for screen readers and a header for each row and column; it scrolls by itself when narrow. */
import type { ComponentChildren } from "preact";

export interface DataRow {
  key: string | number;
  header: ComponentChildren;
  cells: ComponentChildren[];
}

interface Properties {
  caption: string;
  columns: string[];
  rows: DataRow[];
}

export function DataTable({ caption, columns, rows }: Properties) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keyboard
    <section class="table" aria-label={caption} tabIndex={0}>
      <table>
        <caption class="for-readers">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.header}</th>
              {row.cells.map((cell, index) => (
                <td key={index}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
