/** One case: every arm's answer, what was asserted of it, and what differs between two of them. */
import type { CaseAnswer, CaseDetail } from "@fairlead/runtime/bench/view";
import { useEffect, useState } from "preact/hooks";
import { ask, tell } from "../editor.ts";
import { dollars, milliseconds } from "../format.ts";
import { t } from "../l10n.ts";
import { Choose } from "./choose.tsx";
import { TextDiff } from "./text-diff.tsx";

interface Properties {
  caseIndex: number;
  arms: readonly string[];
  close(): void;
}

export function CaseInFull({ caseIndex, arms, close }: Properties) {
  const [detail, setDetail] = useState<CaseDetail | null | undefined>(undefined);
  const [trial, setTrial] = useState(0);
  useEffect(() => {
    ask({ kind: "case", caseIndex }).then(setDetail, () => setDetail(null));
  }, [caseIndex]);
  if (detail === undefined) return null;
  if (detail === null) return <p class="quiet">{t("Nothing was recorded of this case.")}</p>;
  const trials = [...new Set(detail.arms.flatMap(({ answers }) => answers.map((one) => one.trial)))].sort(
    (a, b) => a - b,
  );
  const shown = trials.includes(trial) ? trial : (trials[0] ?? 0);
  const answers = detail.arms.map(({ arm, answers: own }) => ({ arm, answer: own.find((one) => one.trial === shown) }));
  return (
    <section class="case-in-full" aria-label={t("Case {0}", detail.name)}>
      <h3>{t("Case {0}", detail.name)}</h3>
      <div class="choices">
        <button type="button" onClick={() => tell({ type: "open-case", caseIndex, name: detail.name })}>
          {t("Go to the case")}
        </button>
        <button type="button" onClick={close}>
          {t("Close")}
        </button>
        {trials.length > 1 && (
          <Choose
            id="trial"
            label={t("Trial")}
            value={String(shown)}
            options={trials.map((one) => ({ value: String(one), label: String(one + 1) }))}
            onChange={(value) => setTrial(Number(value))}
          />
        )}
      </div>
      <div class="side-by-side">
        {answers.map(({ arm, answer }) => (
          <Answer key={arm} arm={arm} answer={answer} />
        ))}
      </div>
      {arms.length > 1 && <Difference answers={answers} />}
    </section>
  );
}

function Answer({ arm, answer }: { arm: string; answer: CaseAnswer | undefined }) {
  return (
    <article class="answer" aria-label={arm}>
      <h4>{arm}</h4>
      {answer === undefined && <p class="quiet">{t("not run")}</p>}
      {answer && (
        <>
          <p class="quiet">
            {[
              t("first token {0}", milliseconds(answer.ttftMs)),
              t("whole answer {0}", milliseconds(answer.totalMs)),
              dollars(answer.costMicroUsd),
              ...(answer.deployment !== undefined && answer.deployment !== arm ? [answer.deployment] : []),
            ].join(" · ")}
          </p>
          {answer.error && <p class="problem">{answer.error}</p>}
          {answer.output !== undefined && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a long answer scrolls, which must work by keyboard
            <section class="text" tabIndex={0} aria-label={t("Answer of {0}", arm)}>
              {answer.output}
            </section>
          )}
          <ul class="assertions">
            {answer.assertions.map(({ type, passed, reason }, index) => (
              <li key={index} class={passed ? "passed" : "failed"}>
                <span class="sign" aria-hidden="true" /> <code>{type}</code> {passed ? t("passed") : t("failed")}:{" "}
                {reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </article>
  );
}

function Difference({ answers }: { answers: readonly { arm: string; answer: CaseAnswer | undefined }[] }) {
  const [left, setLeft] = useState(answers[0]?.arm ?? "");
  const [right, setRight] = useState(answers[1]?.arm ?? "");
  const textOf = (arm: string) => answers.find((one) => one.arm === arm)?.answer?.output;
  const options = answers.map(({ arm }) => ({ value: arm, label: arm }));
  const [before, after] = [textOf(left), textOf(right)];
  return (
    <section aria-label={t("Difference")}>
      <h4>{t("Difference")}</h4>
      <div class="choices">
        <Choose id="diff-left" label={t("From")} value={left} options={options} onChange={setLeft} />
        <Choose id="diff-right" label={t("to")} value={right} options={options} onChange={setRight} />
      </div>
      {before === undefined || after === undefined ? (
        <p class="quiet">{t("One of them has no text.")}</p>
      ) : (
        <TextDiff before={before} after={after} />
      )}
    </section>
  );
}
