/** Which benchmark, run and cancel, and which gateway. */
import type { ResultHeader } from "@fairlead/runtime/bench/view";
import { tell } from "../editor.ts";
import { t } from "../l10n.ts";
import type { PanelSnapshot } from "../messages.ts";

interface Properties {
  snapshot: PanelSnapshot;
  isRunning: boolean;
  /** Of the result that is shown. */
  header: ResultHeader | undefined;
}

export function Controls({ snapshot, isRunning, header }: Properties) {
  const { benchmarks, gateway, run } = snapshot;
  const selected = snapshot.selected ?? benchmarks[0]?.id;
  const place = benchmarks.find((one) => one.id === selected)?.place;
  const mayGoOn = header !== undefined && header.benchmark === selected && header.status !== "completed";
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
        {mayGoOn && !isRunning && (
          <button type="button" onClick={() => tell({ type: "resume" })}>
            {t("Go on with this run")}
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
