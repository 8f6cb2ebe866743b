/** What went wrong, by code and arm. */
import type { ArmSummary } from "@fairlead/runtime/bench";
import { errorRows } from "../error-rows.ts";
import { t } from "../l10n.ts";
import { DataTable } from "./data-table.tsx";

export function Errors({ arms }: { arms: readonly ArmSummary[] }) {
  const rows = errorRows(arms);
  if (rows.length === 0) return null;
  return (
    <section aria-label={t("Errors")}>
      <h2>{t("Errors")}</h2>
      <DataTable
        caption={t("Errors by code")}
        columns={[t("Code"), ...arms.map((arm) => arm.arm)]}
        rows={rows.map(({ code, counts }) => ({ key: code, header: <code>{code}</code>, cells: counts.map(String) }))}
      />
    </section>
  );
}
