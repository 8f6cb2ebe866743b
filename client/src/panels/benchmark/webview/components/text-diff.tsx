/** Two texts as one, with what was taken out and what was put in. */
import { useMemo } from "preact/hooks";
import { t } from "../l10n.ts";
import { wordDiff } from "../word-diff.ts";

export function TextDiff({ before, after }: { before: string; after: string }) {
  const parts = useMemo(() => wordDiff(before, after), [before, after]);
  if (before === after) return <p class="quiet">{t("The texts are the same.")}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long difference scrolls, which must work by keyboard
    <section class="text" tabIndex={0} aria-label={t("What differs")}>
      {parts.map(({ kind, text }, index) => {
        if (kind === "added") return <ins key={index}>{text}</ins>;
        return kind === "removed" ? <del key={index}>{text}</del> : text;
      })}
    </section>
  );
}
