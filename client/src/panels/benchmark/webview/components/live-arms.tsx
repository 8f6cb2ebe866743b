/** The arms while the run goes on. */
import type { ArmSummary } from "@fairlead/runtime/bench";
import { t } from "../l10n.ts";
import { Comparison } from "./comparison.tsx";

export function LiveArms({ arms }: { arms: readonly ArmSummary[] }) {
  return (
    <section aria-label={t("So far")}>
      <h2>{t("So far")}</h2>
      <Comparison arms={arms} />
    </section>
  );
}
