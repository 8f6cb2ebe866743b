/** The arms side by side. */
import type { ArmSummary } from "@fairlead/runtime/bench";
import { measureRows } from "../arm-rows.ts";
import { t } from "../l10n.ts";
import { DataTable } from "./data-table.tsx";

export function Comparison({ arms }: { arms: readonly ArmSummary[] }) {
  return (
    <DataTable
      caption={t("Measures of each arm")}
      columns={[t("Measure"), ...arms.map((arm) => arm.arm)]}
      rows={measureRows(arms).map(({ measure, cells }) => ({ key: measure, header: measure, cells }))}
    />
  );
}
