/** The whole panel, from the question to the details. */
import { t } from "../l10n.ts";
import type { PanelSnapshot } from "../messages.ts";
import { Controls } from "./controls.tsx";
import { LiveArms } from "./live-arms.tsx";
import { Result } from "./result.tsx";
import { RunState } from "./run-state.tsx";

export function App({ snapshot }: { snapshot: PanelSnapshot }) {
  const { run } = snapshot;
  return (
    <>
      <h1>{t("Benchmark")}</h1>
      <Controls snapshot={snapshot} />
      <RunState run={run} />
      {(run.status === "running" || run.status === "cancelling") && run.progress && (
        <LiveArms arms={run.progress.arms} />
      )}
      {run.status === "finished" && <Result key={run.result.run} result={run.result} />}
      {run.status === "idle" && (
        <p class="quiet">
          {t(
            "Every arm answers every case through the gateway, in random order, so that the difference is the arms' own.",
          )}
        </p>
      )}
    </>
  );
}
