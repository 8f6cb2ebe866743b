/** The same numbers as a chart, as a table. */
import { t } from "../l10n.ts";
import { type DataRow, DataTable } from "./data-table.tsx";

export function Twin({ caption, columns, rows }: { caption: string; columns: string[]; rows: DataRow[] }) {
  return (
    <details class="twin">
      <summary>{t("The chart in numbers")}</summary>
      <DataTable caption={caption} columns={columns} rows={rows} />
    </details>
  );
}
