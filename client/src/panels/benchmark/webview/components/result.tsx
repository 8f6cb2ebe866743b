/** What came out: the sentences that decide first, then what they stand on, view by view. */
import type { ResultDigest, ResultHeader } from "@fairlead/runtime/bench/view";
import { useChoice } from "../choice.ts";
import { tell } from "../editor.ts";
import { t } from "../l10n.ts";
import type { ResultAction } from "../messages.ts";
import { Cases } from "./cases.tsx";
import { Comparison } from "./comparison.tsx";
import { Differences } from "./differences.tsx";
import { Reliability } from "./goodput.tsx";
import { History } from "./history.tsx";
import { Latency } from "./latency.tsx";
import { Tabs } from "./tabs.tsx";
import { TradeOff } from "./trade-off.tsx";
import { WhatIf } from "./what-if.tsx";

const views = [
  "comparison",
  "differences",
  "latency",
  "trade-off",
  "cases",
  "reliability",
  "history",
  "what-if",
] as const;
type View = (typeof views)[number];

export function Result({ digest, actions }: { digest: ResultDigest; actions: readonly ResultAction[] }) {
  const { header } = digest;
  const [view, setView] = useChoice<View>("view", [...views]);
  const labels: Record<View, string> = {
    comparison: t("Comparison"),
    differences: t("Differences"),
    latency: t("Latency"),
    "trade-off": t("Trade-off"),
    cases: t("Cases"),
    reliability: t("Goodput and errors"),
    history: t("History"),
    "what-if": t("What if"),
  };
  return (
    <>
      <Verdict header={header} />
      <div class="choices">
        {actions.map(({ id, label }) => (
          <button key={id} type="button" onClick={() => tell({ type: "action", id })}>
            {label}
          </button>
        ))}
      </div>
      {digest.requests > 0 && (
        <Tabs
          label={t("Views of the result")}
          tabs={views.map((id) => ({ id, label: labels[id] }))}
          chosen={view}
          choose={setView}
        >
          {view === "comparison" && <Comparison arms={header.arms} />}
          {view === "differences" && <Differences header={header} />}
          {view === "latency" && <Latency clocks={digest.clocks} />}
          {view === "trade-off" && <TradeOff positions={digest.positions} dominations={digest.dominations} />}
          {view === "cases" && <Cases digest={digest} />}
          {view === "reliability" && <Reliability digest={digest} />}
          {view === "what-if" && <WhatIf run={header.run} />}
          {view === "history" && <History run={header.run} arms={header.arms.map(({ arm }) => arm)} />}
        </Tabs>
      )}
      <p class="quiet">{t("Run {0}, workload {1}, policy generation {2}, seed {3}, {4}", ...provenance(header))}</p>
    </>
  );
}

function Verdict({ header }: { header: ResultHeader }) {
  const [first, ...others] = header.verdict;
  return (
    <section aria-label={t("Verdict")} class="verdict">
      <h2>{t("Verdict")}</h2>
      <p class="first">{first ?? t("Nothing can be said of this run.")}</p>
      {others.length > 0 && (
        <ul class="sentences">
          {others.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function provenance(header: ResultHeader): (string | number)[] {
  return [
    header.run,
    header.workload,
    header.generation ?? t("unknown"),
    header.seed,
    new Date(header.startedAt).toLocaleString(document.documentElement.lang || "en"),
  ];
}
