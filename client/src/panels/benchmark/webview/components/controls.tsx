/** Which benchmark, run and cancel, and which gateway. */
import { tell } from "../editor.ts";
import { t } from "../l10n.ts";
import type { PanelSnapshot } from "../messages.ts";
import { runStatus } from "../run-status.ts";

export function Controls({ snapshot }: { snapshot: PanelSnapshot }) {
  const { benchmarks, gateway, run } = snapshot;
  const selected = snapshot.selected ?? benchmarks[0]?.id;
  const place = benchmarks.find((one) => one.id === selected)?.place;
  const { isRunning } = runStatus(run);
  if (selected === undefined) {
    return <p role="status">{t("This workspace has no benchmark yet: describe one in a *.benchmark.yaml file.")}</p>;
  }
  return (
    <section aria-label={t("Controls")}>
      <div class="controls">
        <label for="benchmark">{t("Benchmark")}</label>
        <select
          id="benchmark"
          value={selected}
          disabled={isRunning}
          onChange={(event) => tell({ type: "select", benchmark: event.currentTarget.value })}
        >
          {benchmarks.map(({ id }) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
        {isRunning ? (
          <button type="button" disabled={run.status === "cancelling"} onClick={() => tell({ type: "cancel" })}>
            {t("Cancel")}
          </button>
        ) : (
          <button type="button" class="primary" onClick={() => tell({ type: "run", benchmark: selected })}>
            {t("Run")}
          </button>
        )}
        {place && (
          <button type="button" class="link" onClick={() => tell({ type: "open", benchmark: selected })}>
            {place}
          </button>
        )}
      </div>
      <p class="quiet">
        {gateway.label}
        {!gateway.ready && (
          <>
            {" "}
            <button type="button" class="link" onClick={() => tell({ type: "start-gateway" })}>
              {t("Start gateway")}
            </button>
          </>
        )}
      </p>
      {gateway.simulated && (
        <p class="note">
          {t("The providers are simulated: the numbers below say how Fairlead works, not how the providers perform.")}
        </p>
      )}
    </section>
  );
}
