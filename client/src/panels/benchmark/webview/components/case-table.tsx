/** A table of any length: only the rows near the seen ones are drawn. Arrows, Page Up and Down, Home and End move in it. */
import type { CaseCell, CaseRow } from "@fairlead/runtime/bench/view";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { CasePages } from "../case-pages.ts";
import { t } from "../l10n.ts";
import { rowWindow, scrollToRow } from "../row-window.ts";

interface Properties {
  arms: readonly string[];
  pages: CasePages;
  chosen: number | undefined;
  choose(caseIndex: number): void;
}

/** Until a row was measured. Pixels. */
const GUESS = 52;

export function CaseTable({ arms, pages, chosen, choose }: Properties) {
  const box = useRef<HTMLElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const [place, setPlace] = useState({ top: 0, height: 400 });
  const [rowHeight, setRowHeight] = useState(GUESS);
  const [active, setActive] = useState(0);
  const moved = useRef(false);
  const total = pages.total ?? 0;
  const shown = rowWindow(total, rowHeight, place.top, place.height);

  useEffect(() => pages.need(shown.from, shown.count));
  useLayoutEffect(() => {
    const height = body.current?.querySelector("tr[aria-rowindex]")?.getBoundingClientRect().height;
    if (height !== undefined && height > 0 && Math.abs(height - rowHeight) > 0.5) setRowHeight(height);
    const seen = box.current?.clientHeight;
    if (seen !== undefined && seen > 0 && seen !== place.height) setPlace({ ...place, height: seen });
    if (moved.current) {
      moved.current = false;
      body.current?.querySelector<HTMLElement>(`button[data-row="${active}"]`)?.focus({ preventScroll: true });
    }
  });

  const go = (row: number): void => {
    const to = Math.min(total - 1, Math.max(0, row));
    const element = box.current;
    if (element) {
      element.scrollTop = scrollToRow(to, rowHeight, element.scrollTop, element.clientHeight - rowHeight);
      setPlace({ top: element.scrollTop, height: element.clientHeight });
    }
    moved.current = true;
    setActive(to);
  };
  const keys = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(place.height / rowHeight) - 2);
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: total - 1,
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };
  const drawn = Array.from({ length: shown.count }, (_, index) => shown.from + index);
  // One row can be reached with Tab, the others with the arrows; there is always one.
  const reachable = active >= shown.from && active < shown.from + shown.count ? active : shown.from;
  return (
    <section
      class="table long"
      ref={box}
      aria-label={t("Cases")}
      onScroll={(event) => setPlace({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })}
    >
      <table aria-rowcount={total + 1}>
        <caption class="for-readers">{t("Outcome of each case")}</caption>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">{t("Case")}</th>
            {arms.map((arm) => (
              <th key={arm} scope="col">
                {arm}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={keys}>
          <Gap height={shown.above} columns={arms.length + 1} />
          {drawn.map((index) => {
            const row = pages.rowAt(index);
            return (
              <tr key={index} aria-rowindex={index + 2} class={row && row.caseIndex === chosen ? "chosen" : undefined}>
                <th scope="row">
                  <div class="clip">
                    <button
                      type="button"
                      class="link"
                      data-row={index}
                      tabIndex={index === reachable ? 0 : -1}
                      aria-expanded={row ? row.caseIndex === chosen : undefined}
                      onFocus={() => setActive(index)}
                      onClick={() => row && choose(row.caseIndex)}
                    >
                      {row?.name ?? "…"}
                    </button>
                  </div>
                </th>
                <Cells row={row} arms={arms} />
              </tr>
            );
          })}
          <Gap height={shown.below} columns={arms.length + 1} />
        </tbody>
      </table>
    </section>
  );
}

function Cells({ row, arms }: { row: CaseRow | undefined; arms: readonly string[] }) {
  return (
    <>
      {arms.map((arm, index) => {
        const cell = row?.cells[index];
        return <td key={arm}>{cell ? <Outcome cell={cell} /> : <div class="clip quiet">…</div>}</td>;
      })}
    </>
  );
}

/** The room of rows that are not drawn. A picture, for its height needs no style. */
function Gap({ height, columns }: { height: number; columns: number }) {
  return height === 0 ? null : (
    <tr class="gap">
      <td colSpan={columns}>
        <svg width="1" height={height} aria-hidden="true" />
      </td>
    </tr>
  );
}

function Outcome({ cell }: { cell: CaseCell }) {
  const parts: [string, string, number][] = [
    ["passed", t("passed"), cell.passed],
    ["failed", t("failed"), cell.failed],
    ["error", t("error"), cell.errors],
    ["blocked", t("blocked"), cell.blocked],
    ["answered", t("answered"), cell.unjudged],
  ];
  const happened = parts.filter(([, , count]) => count > 0);
  const total = happened.reduce((sum, [, , count]) => sum + count, 0);
  const text = cell.reason ?? cell.output;
  return (
    <div class="clip">
      {happened.map(([kind, word, count]) => (
        <span key={kind} class={`outcome ${kind}`}>
          <span class="sign" aria-hidden="true" /> {total === 1 ? word : `${word} ${count}`}
        </span>
      ))}
      {happened.length === 0 && <span class="quiet">{t("not run")}</span>}
      {text && <span class="quiet preview">{text}</span>}
    </div>
  );
}
