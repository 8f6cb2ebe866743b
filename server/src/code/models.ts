/** What catalogs and policies say about the models that calls name. */

import type { PlainSite } from "./sites.ts";
import type { CallSite } from "./values/findings.ts";

/** What the names of models mean, and which of them a workload may get. */
export interface ModelKnowledge {
  /** By every name that a call may use: the ids of models and deployments, and what providers call them. */
  models: ReadonlyMap<string, { id: string; lifecycle: string; retires: string | undefined }>;
  /** The moment by which models are retired or about to be, in milliseconds since 1970; undefined where none is asked about. */
  at?: number;
  /** The ids of the models in a workload's route; undefined for a workload that no policy has. */
  routeOf(workload: string): ReadonlySet<string> | undefined;
}

/** What is to be said of the model that a call names; undefined where nothing is, or where no catalog says anything. */
export function modelSite(call: CallSite, workload: string | null, known: ModelKnowledge): PlainSite | undefined {
  const { model } = call;
  if (!model || known.models.size === 0 || model.text === "" || model.text === "auto") return undefined;
  const found = known.models.get(model.text);
  const through = call.state === "gateway";
  if (!found) {
    if (!through) return undefined;
    return site(
      call,
      "code.unknown-model",
      `No catalog has a model ${model.text}: the workload's route decides alone.`,
    );
  }
  const said = whatIsSaid(found, known.at);
  if (said !== undefined) {
    return site(call, "code.retired-model", `The catalog says that ${model.text} ${said}: move to a successor.`);
  }
  const route = through && workload !== null ? known.routeOf(workload) : undefined;
  if (!route || route.has(found.id)) return undefined;
  const others = [...route].slice(0, 3).join(", ");
  const words = `The route of ${workload} does not hold ${found.id}: it will not be asked.`;
  return site(
    call,
    "code.model-not-allowed",
    `${words} Name one of its own${others === "" ? "" : ` (${others})`}, or "auto".`,
  );
}

// As long before its last day as a move may take.
const SOON_DAYS = 90;

/** How near to its end a model is; undefined where it is in full use. */
function whatIsSaid(
  { lifecycle, retires }: { lifecycle: string; retires: string | undefined },
  at: number | undefined,
): string | undefined {
  const last = retires === undefined ? Number.NaN : Date.parse(retires);
  if (at !== undefined && last <= at) return `is retired since ${retires}`;
  if (lifecycle === "retired") return "is retired";
  if (lifecycle === "deprecated")
    return `is not for new use${retires === undefined ? "" : `, and is gone on ${retires}`}`;
  return at !== undefined && last - at < SOON_DAYS * 86_400_000 ? `is gone on ${retires}` : undefined;
}

function site(call: CallSite, rule: string, message: string): PlainSite {
  const { model, vendor, state, api } = call;
  return {
    ...{ form: "plain", start: model?.start ?? call.start, end: model?.end ?? call.end, rule, vendor, kind: "call" },
    ...{ api: `${api} ${model?.text ?? ""}`.trim(), tier: call.tier, state, workload: call.workload, message },
  };
}
