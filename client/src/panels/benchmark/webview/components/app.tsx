/** The whole panel, from the question to the details. Without a snapshot it shows a file, and runs nothing. */
import { t } from "../l10n.ts";
import type { PanelSnapshot, ResultView } from "../messages.ts";
import { runStatus } from "../run-status.ts";
import { Controls } from "./controls.tsx";
import { LiveArms } from "./live-arms.tsx";
import { Problem } from "./problem.tsx";
import { Result } from "./result.tsx";
import { RunState } from "./run-state.tsx";

export function App({ snapshot, result }: { snapshot: PanelSnapshot | undefined; result: ResultView }) {
  const run = snapshot?.run ?? { status: "idle" };
  const digest = result.status === "ready" ? result.digest : undefined;
  const status = runStatus(run, digest);
  const progress = run.status === "running" || run.status === "cancelling" ? run.progress : undefined;
  return (
    <>
      <h1>{snapshot || !digest ? t("Benchmark") : t("Benchmark {0}", digest.header.benchmark)}</h1>
      {snapshot && <Controls snapshot={snapshot} isRunning={status.isRunning} header={digest?.header} />}
      <RunState status={status} />
      {progress && <LiveArms arms={progress.arms} />}
      {result.status === "loading" && <p role="status">{t("Reading {0}…", result.name)}</p>}
      {result.status === "problem" && <Problem {...result} />}
      {result.status === "ready" && (
        <Result key={result.digest.header.run} digest={result.digest} actions={result.actions} />
      )}
      {snapshot && result.status === "none" && run.status === "idle" && (
        <p class="quiet">
          {t(
            "Every arm answers every case through the gateway, in random order, so that the difference is the arms' own.",
          )}
        </p>
      )}
    </>
  );
}
