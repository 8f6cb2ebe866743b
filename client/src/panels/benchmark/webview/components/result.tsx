/** What came out: the sentence that decides first, then what it stands on. */
import type { BenchmarkResult } from "@fairlead/runtime/bench";
import { t } from "../l10n.ts";
import { Cases } from "./cases.tsx";
import { Comparison } from "./comparison.tsx";
import { Errors } from "./errors.tsx";
import { Latency } from "./latency.tsx";

export function Result({ result }: { result: BenchmarkResult }) {
  const [first, ...others] = result.verdict;
  return (
    <>
      <section aria-label={t("Verdict")} class="verdict">
        <h2>{t("Verdict")}</h2>
        <p class="first">{first ?? t("Nothing can be said of this run.")}</p>
        {others.length > 0 && (
          <ul>
            {others.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </section>
      <section aria-label={t("Comparison")}>
        <h2>{t("Comparison")}</h2>
        <Comparison arms={result.arms} />
      </section>
      <Latency arms={result.arms} />
      <Errors arms={result.arms} />
      <Cases result={result} />
      <p class="quiet">{t("Run {0}, workload {1}, policy generation {2}, seed {3}, {4}", ...provenance(result))}</p>
    </>
  );
}

function provenance(result: BenchmarkResult): (string | number)[] {
  return [
    result.run,
    result.workload,
    result.generation ?? t("unknown"),
    result.seed,
    new Date(result.startedAt).toLocaleString(),
  ];
}
