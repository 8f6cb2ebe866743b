/** The rows of the table of cases, fetched page by page as they come into sight. */
import type { CaseFilter, CaseRow } from "@fairlead/runtime/bench/view";
import { useEffect, useRef, useState } from "preact/hooks";
import { ask } from "./editor.ts";
import { pagesOf } from "./row-window.ts";

const PAGE = 50;
/** Pages that are kept; those that were seen longest ago make room. */
const KEPT = 40;

export interface CasePages {
  /** undefined until the first answer. */
  total: number | undefined;
  /** undefined for a row that is still on its way. */
  rowAt(index: number): CaseRow | undefined;
  /** Fetches the rows that are not here yet. */
  need(from: number, count: number): void;
  problem: string | undefined;
}

interface Known {
  key: string;
  total: number | undefined;
  pages: Map<number, CaseRow[]>;
  wanted: Set<number>;
}

export function useCasePages(run: string, filter: CaseFilter, search: string): CasePages {
  const key = `${run} ${filter} ${search}`;
  const known = useRef<Known>({ key, total: undefined, pages: new Map(), wanted: new Set() });
  const [, redraw] = useState(0);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  if (known.current.key !== key) known.current = { key, total: undefined, pages: new Map(), wanted: new Set() };

  const fetchPage = (page: number): void => {
    const mine = known.current;
    if (mine.pages.has(page) || mine.wanted.has(page)) return;
    mine.wanted.add(page);
    const query = { filter, search, from: page * PAGE, count: PAGE };
    ask({ kind: "page", query }).then(
      ({ total, rows }) => {
        mine.wanted.delete(page);
        mine.total = total;
        mine.pages.set(page, rows);
        for (const oldest of [...mine.pages.keys()].slice(0, Math.max(0, mine.pages.size - KEPT)))
          mine.pages.delete(oldest);
        // An answer to an earlier question changes nothing that is seen.
        if (known.current === mine) redraw((count) => count + 1);
      },
      (error: Error) => setProblem(error.message),
    );
  };
  useEffect(() => fetchPage(0), [key]);

  const { current } = known;
  return {
    total: current.total,
    rowAt: (index) => current.pages.get(Math.floor(index / PAGE))?.[index % PAGE],
    need: (from, count) => {
      for (const page of pagesOf(from, count, PAGE)) fetchPage(page);
    },
    problem,
  };
}
