/** What went wrong, by kind and code. */
import type { ArmSummary } from "@fairlead/runtime/bench";
import type { Trouble, TroubleKind } from "@fairlead/runtime/bench/view";
import { number } from "../format.ts";
import { t } from "../l10n.ts";
import { troubleName } from "../names.ts";
import { DataTable } from "./data-table.tsx";

export function Troubles({ troubles, arms }: { troubles: readonly Trouble[]; arms: readonly ArmSummary[] }) {
  const limited = arms.filter(({ rateLimited = 0 }) => rateLimited > 0);
  return (
    <>
      {troubles.length === 0 ? (
        <p class="quiet">{t("Every request was answered.")}</p>
      ) : (
        <DataTable
          caption={t("Errors and refusals by code")}
          columns={[t("Code"), t("Kind"), ...arms.map(({ arm }) => arm), t("One of them said")]}
          rows={byKind(troubles).map((trouble) => ({
            key: `${trouble.outcome} ${trouble.code}`,
            header: <code>{trouble.code}</code>,
            cells: [
              `${troubleName(trouble.kind)}${trouble.outcome === "blocked" ? ` (${t("blocked")})` : ""}`,
              ...trouble.counts.map(number),
              trouble.example ?? "",
            ],
          }))}
        />
      )}
      {limited.map(({ arm, rateLimited = 0 }) => (
        <p key={arm} class="quiet">
          {t(
            "{0} met rate limits {1} times; they were waited for, and the waiting is in the times from when a request was due.",
            arm,
            number(rateLimited),
          )}
        </p>
      ))}
    </>
  );
}

/** Kinds together, the most frequent first; the codes come in their order. */
function byKind(troubles: readonly Trouble[]): Trouble[] {
  const kinds = [...new Set(troubles.map(({ kind }) => kind))];
  const weight = (kind: TroubleKind) =>
    troubles.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.counts.reduce((a, b) => a + b, 0), 0);
  return kinds.sort((a, b) => weight(b) - weight(a)).flatMap((kind) => troubles.filter((one) => one.kind === kind));
}
