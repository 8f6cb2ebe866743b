/** A file that can not be shown, with the place and what to do. */
import { tell } from "../editor.ts";
import { number } from "../format.ts";
import { t } from "../l10n.ts";
import type { ResultView } from "../messages.ts";

type Properties = Extract<ResultView, { status: "problem" }>;

export function Problem({ name, problem, message }: Properties) {
  const place = problem ? t("line {0}, column {1}", number(problem.line), number(problem.column)) : undefined;
  return (
    <section aria-label={t("What is wrong")} role="alert">
      <h2>{t("{0} can not be shown", name)}</h2>
      <p class="problem">{problem ? sentenceOf(problem) : message}</p>
      <p>
        <button
          type="button"
          class="primary"
          onClick={() => tell({ type: "open-text", line: problem?.line ?? 1, column: problem?.column ?? 1 })}
        >
          {place ? t("Open as text, {0}", place) : t("Open as text")}
        </button>
      </p>
    </section>
  );
}

function sentenceOf({ kind, message }: NonNullable<Properties["problem"]>): string {
  switch (kind) {
    case "empty":
      return t("The file is empty.");
    case "newer":
      return t("Its format is {0}, which is newer than this Fairlead: update the extension.", message);
    case "not-json":
    case "not-a-result":
      return message;
  }
}
