/** How far the run is, read aloud when it changes. */
import { dollars } from "../format.ts";
import { t } from "../l10n.ts";
import type { RunStatus } from "../run-status.ts";

export function RunState({ status }: { status: RunStatus }) {
  const { text, spoken, pace, part, spend, isRunning, isProblem } = status;
  return (
    <section aria-label={t("State of the run")} class="run-state">
      {isRunning && <progress aria-label={t("Progress")} max={1} value={part} />}
      {isRunning && spend && (
        <meter
          aria-label={t("{0} of {1} spent", dollars(spend.spent), dollars(spend.cap))}
          min={0}
          max={spend.cap}
          high={spend.cap * 0.8}
          value={Math.min(spend.spent, spend.cap)}
        />
      )}
      {isRunning && <p>{text}</p>}
      <p role="status" class={isRunning ? "for-readers" : isProblem ? "problem" : undefined}>
        {spoken}
      </p>
      {pace && <p class="quiet">{pace}</p>}
    </section>
  );
}
