/** Recorded requests through the documents as they are now, or with a provider gone. */
import { useEffect, useState } from "preact/hooks";
import { useChoice, useText } from "../choice.ts";
import { ask } from "../editor.ts";
import { dollars, milliseconds, number, percent, unknown } from "../format.ts";
import { t } from "../l10n.ts";
import { objectiveName } from "../names.ts";
import { providersOf, shareRows, type WhatIfAnswer, type WhatIfDimension } from "../what-if.ts";
import { Choose } from "./choose.tsx";
import { DataTable } from "./data-table.tsx";

export function WhatIf({ run }: { run: string }) {
  const [source, setSource] = useChoice("what-if-source", ["run", "ledger"]);
  const [without, setWithout] = useText("what-if-without");
  const [asked, setAsked] = useState(0);
  const [known, setKnown] = useState<string[]>([]);
  const [state, setState] = useState<{ answer?: WhatIfAnswer; problem?: string }>({});
  useEffect(() => {
    let isStale = false;
    setState({});
    ask({ kind: "what-if", source, without: without === "" ? undefined : without }).then(
      (answer) => {
        if (isStale) return;
        setState({ answer });
        setKnown((before) => [...new Set([...before, ...providersOf(answer)])].sort());
      },
      (error: Error) => {
        if (!isStale) setState({ problem: error.message });
      },
    );
    return () => {
      isStale = true;
    };
  }, [run, source, without, asked]);
  const providers = without === "" || known.includes(without) ? known : [...known, without];
  return (
    <>
      <div class="choices">
        <Choose
          id="what-if-source"
          label={t("Requests")}
          value={source}
          options={[
            { value: "run", label: t("of this run") },
            { value: "ledger", label: t("of the ledger") },
          ]}
          onChange={setSource}
        />
        <Choose
          id="what-if-without"
          label={t("World")}
          value={without}
          options={[
            { value: "", label: t("as the documents are now") },
            ...providers.map((value) => ({ value, label: t("without {0}", value) })),
          ]}
          onChange={setWithout}
        />
        <button type="button" onClick={() => setAsked(asked + 1)}>
          {t("Ask again")}
        </button>
      </div>
      <p class="quiet">{t("Documents count as they are saved: change the policy, save it, and ask again.")}</p>
      {state.problem !== undefined && <p class="problem">{state.problem}</p>}
      {state.problem === undefined && state.answer === undefined && <p role="status">{t("Replaying…")}</p>}
      {state.answer && <Answer answer={state.answer} />}
    </>
  );
}

function Answer({ answer }: { answer: WhatIfAnswer }) {
  const { span, recorded, replayed, moved, objectives, failures, unknownWorkloads } = answer;
  const left = unknownWorkloads.map(({ workload, requests }) => (
    <p key={workload} class="quiet">
      {t("{0} requests of {1} are not replayed: the policy does not have it.", number(requests), workload)}
    </p>
  ));
  if (span === null)
    return <>{[<p key="none">{t("No recorded request is of a workload of this policy.")}</p>, ...left]}</>;
  const money = ({ cost, unpriced }: typeof recorded) =>
    unpriced === 0 ? dollars(cost) : t("{0}, and {1} requests without a known price", dollars(cost), number(unpriced));
  return (
    <>
      <DataTable
        caption={t("In sum")}
        columns={[t("In sum"), t("As it was"), t("As it would be")]}
        rows={[
          {
            key: "served",
            header: t("Served"),
            cells: [recorded, replayed].map((one) => t("{0} of {1}", number(one.served), number(one.requests))),
          },
          { key: "money", header: t("Money"), cells: [money(recorded), money(replayed)] },
          ...recorded.concentrations
            .filter(({ measure }) => measure === "requests")
            .map(({ dimension, hhi, band }) => {
              const after = replayed.concentrations.find(
                (one) => one.measure === "requests" && one.dimension === dimension,
              );
              return {
                key: dimension,
                header: t("Concentration by {0} (HHI)", dimension),
                cells: [`${number(hhi)} (${band})`, after ? `${number(after.hhi)} (${after.band})` : unknown],
              };
            }),
        ]}
      />
      {failures.met > 0 && (
        <p>
          {t(
            "What failed for a request when it was recorded fails for it again: {0} requests would meet that, and another deployment would serve {1} of them.",
            number(failures.met),
            number(failures.served),
          )}
        </p>
      )}
      <Shares answer={answer} dimension="provider" title={t("Providers")} />
      <Shares answer={answer} dimension="jurisdiction" title={t("Residency")} />
      <Shares answer={answer} dimension="deployment" title={t("Deployments")} />
      {objectives.length > 0 && (
        <DataTable
          caption={t("Objectives")}
          columns={[t("Objective"), t("At most"), t("As it was"), t("As it would be")]}
          rows={objectives.map(({ workload, objective, targetMs, recordedMs, replayedMs }) => ({
            key: `${workload} ${objective}`,
            header: `${workload}: ${objectiveName(objective)}`,
            cells: [milliseconds(targetMs), met(recordedMs, targetMs), met(replayedMs, targetMs)],
          }))}
        />
      )}
      {replayed.refused.length > 0 && (
        <DataTable
          caption={t("Refused")}
          columns={[t("Refused"), t("Requests"), t("Rule")]}
          rows={replayed.refused.map(({ workload, rule, requests }) => ({
            key: `${workload} ${rule}`,
            header: workload,
            cells: [number(requests), <code key="rule">{rule}</code>],
          }))}
        />
      )}
      {moved.length > 0 && (
        <DataTable
          caption={t("Goes elsewhere")}
          columns={[t("Goes elsewhere"), t("From"), t("to"), t("Requests")]}
          rows={moved.map(({ workload, from, to, requests }) => ({
            key: `${workload} ${from} ${to}`,
            header: workload,
            cells: [from ?? t("nothing"), to ?? t("nothing"), number(requests)],
          }))}
        />
      )}
      {left}
    </>
  );
}

function Shares({ answer, dimension, title }: { answer: WhatIfAnswer; dimension: WhatIfDimension; title: string }) {
  const rows = shareRows(answer, dimension);
  if (rows.length === 0) return null;
  return (
    <DataTable
      caption={title}
      columns={[title, t("As it was"), t("As it would be"), t("Money, as it was"), t("Money, as it would be")]}
      rows={rows.map(({ id, before, after, costBefore, costAfter }) => ({
        key: id ?? "",
        header: id ?? t("unknown"),
        cells: [percent(before), percent(after), dollars(costBefore), dollars(costAfter)],
      }))}
    />
  );
}

function met(value: number | null, target: number): string {
  if (value === null) return unknown;
  return `${milliseconds(value)}, ${value <= target ? t("met") : t("missed")}`;
}
