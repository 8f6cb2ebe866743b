/** How far the run is, read aloud when it changes. */
import { t } from "../l10n.ts";
import type { RunView } from "../messages.ts";
import { runStatus } from "../run-status.ts";

export function RunState({ run }: { run: RunView }) {
  const { text, part, isRunning, isProblem } = runStatus(run);
  return (
    <section aria-label={t("State of the run")} class="run-state">
      {isRunning && <progress aria-label={t("Progress")} max={1} value={part} />}
      <p role="status" aria-live="polite" class={isProblem ? "problem" : undefined}>
        {text}
      </p>
    </section>
  );
}
