/** What changed since another run, and which of it is a regression. */
import type { Change, Comparison } from "@fairlead/runtime/bench/view";
import { t } from "../l10n.ts";
import { metricName } from "../names.ts";
import { DataTable } from "./data-table.tsx";

export function Changes({ name, comparison }: { name: string; comparison: Comparison }) {
  const { changes, newArms, newCases } = comparison;
  const regressions = changes.filter(({ regression }) => regression).length;
  return (
    <section aria-label={t("Comparison with another run")}>
      <h3>{t("Since {0}", name)}</h3>
      <p role="status">
        {regressions === 0 ? t("No regression is shown.") : t("{0} regressions beyond chance.", regressions)}
      </p>
      <DataTable
        caption={t("What changed")}
        columns={[t("Arm"), t("Measure"), t("What can be said"), t("In full")]}
        rows={changes.map((change) => ({
          key: `${change.arm} ${change.metric}`,
          header: change.arm,
          cells: [
            change.metric === "availability" ? t("Answered at all") : metricName(change.metric),
            wordOf(change),
            change.sentence,
          ],
        }))}
      />
      {newArms.length > 0 && <p class="quiet">{t("Not in the other run: {0}.", newArms.join(", "))}</p>}
      {newCases > 0 && <p class="quiet">{t("{0} cases are new and left out.", newCases)}</p>}
    </section>
  );
}

function wordOf({ regression, verdict }: Change): string {
  if (regression) return t("worse");
  if (verdict === "too-few") return t("too few to say");
  return verdict === "no-difference-shown" ? t("no difference shown") : t("better");
}
