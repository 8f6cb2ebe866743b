/** What a date changes: where requests go from that day on, and until when a contract can be left. */
import type { CheckedWorkspace } from "@fairlead/runtime/documents";
import { startOfDate } from "@fairlead/runtime/policy";
import { decideRoute } from "../requests/explain-route.ts";
import { dateNote } from "./value-notes.ts";

/** More lines than this nobody reads in a hover. */
const MAX_LINES = 8;

const DAY = 24 * 60 * 60 * 1000;

/** In Markdown; undefined where the date at a path changes nothing that is known. `now` is in milliseconds since 1970. */
export function dateEffect(
  path: readonly (string | number)[],
  date: string,
  checked: CheckedWorkspace,
  now: number,
): string | undefined {
  const [section, id, ...rest] = path;
  const key = rest.join(".");
  if (section === "contracts" && key === "renews" && typeof id === "string")
    return lastDayToLeave(id, date, checked, now);
  const changesRoutes = (section === "notices" && key === "effective") || key === "lifecycle.retires";
  return changesRoutes ? routesFrom(date, checked, now) : undefined;
}

function lastDayToLeave(
  id: string,
  date: string,
  { documents: { catalog } }: CheckedWorkspace,
  now: number,
): string | undefined {
  const contract: { noticeToTerminateDays?: unknown } | null | undefined = Object.hasOwn(catalog.contracts, id)
    ? catalog.contracts[id]
    : undefined;
  const days = contract?.noticeToTerminateDays;
  const renews = Date.parse(date);
  if (typeof days !== "number" || !Number.isInteger(days) || Number.isNaN(renews)) return undefined;
  const last = renews - days * DAY;
  if (Math.abs(last) > 8e15) return undefined;
  const note = dateNote(new Date(last).toISOString().slice(0, 10), now);
  const before = days === 1 ? "1 day" : `${days} days`;
  if (last < Math.floor(now / DAY) * DAY) return `The last day to give notice was ${note} It renews.`;
  return `The last day to give notice, ${before} before: ${note}`;
}

/** The workloads whose requests go elsewhere on a day than on the day before. */
function routesFrom(date: string, checked: CheckedWorkspace, now: number): string | undefined {
  const from = startOfDate(date);
  if (Number.isNaN(from) || from <= now) return undefined;
  const lines = Object.keys(checked.documents.policy.workloads).flatMap((workload) => {
    const before = candidatesAt(workload, checked, from - 1);
    const after = candidatesAt(workload, checked, from);
    if (!before || !after || before.join() === after.join()) return [];
    const gone = before.filter((one) => !after.includes(one));
    const [was] = before;
    const [is] = after;
    if (is === undefined) return [`- **${workload}**: nothing may serve it any more`];
    if (was !== is) return [`- **${workload}**: ${was ?? "nothing"} → ${is}`];
    return [
      `- ${workload}: stays at ${is}${gone.length > 0 ? `, without ${gone.join(", ")}` : ", the others in another order"}`,
    ];
  });
  if (lines.length === 0) return undefined;
  const more = lines.length > MAX_LINES ? [`- and ${lines.length - MAX_LINES} more`] : [];
  return ["From that day on:", "", ...lines.slice(0, MAX_LINES), ...more].join("\n");
}

function candidatesAt(workload: string, checked: CheckedWorkspace, at: number): string[] | undefined {
  return decideRoute(workload, checked, at)?.candidates.map(({ deployment }) => deployment.id);
}
