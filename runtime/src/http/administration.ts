/** Fairlead's own API: records, spend, health, generation. */
import type { FastifyInstance } from "fastify";
import { GatewayError } from "../gateway/errors.ts";
import { formatAnchors } from "../ledger/chain.ts";
import { FILTER_DIMENSIONS } from "../ledger/record-filter.ts";
import { TOTALS_DIMENSIONS } from "../ledger/totals.ts";
import type { RecordFilter, TotalsDimension } from "../ledger/types.ts";
import { keyOf, mayName, requireAdmin, type ServerContext } from "./context.ts";

function dimensionsOf(by: string | string[] | undefined): TotalsDimension[] {
  if (!by || by.length === 0) return [];
  return String(by)
    .split(",")
    .map((name) => {
      const dimension = TOTALS_DIMENSIONS.find((known) => known === name);
      if (dimension) return dimension;
      throw new GatewayError("request.malformed", `/by: "${name}" is none of ${TOTALS_DIMENSIONS.join(", ")}`);
    });
}

type Query = Partial<Record<string, string | string[]>>;

function momentOf(query: Query, name: "since" | "until"): number | undefined {
  const text = query[name];
  if (text === undefined) return undefined;
  const at = typeof text === "string" ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new GatewayError("request.malformed", `/${name}: "${String(text)}" is no date`);
}

/** Which records a query means: `since`, `until`, and a value for any dimension. */
function filterOf(query: Query): RecordFilter {
  const filter: RecordFilter = {};
  const since = momentOf(query, "since");
  const until = momentOf(query, "until");
  if (since !== undefined) filter.since = since;
  if (until !== undefined) filter.until = until;
  for (const dimension of FILTER_DIMENSIONS) {
    const wanted = query[dimension];
    // Left out, a filter would give more than was asked for.
    if (Array.isArray(wanted)) throw new GatewayError("request.malformed", `/${dimension}: may stand only once`);
    if (wanted !== undefined) filter[dimension] = wanted;
  }
  return filter;
}

/** Adds the decision records. A key sees the records of its own requests, an admin key all. */
export function addDecisions(server: FastifyInstance, context: ServerContext): void {
  server.get<{ Params: { id: string } }>("/fairlead/v1/decisions/:id", async (request) => {
    const key = keyOf(context, request);
    const record = await context.ledger.decision(request.params.id);
    if (!record || (record.key !== key.id && !key.permissions.includes("admin")))
      throw new GatewayError("request.unknown-route", `No decision ${request.params.id} of this key.`);
    return record;
  });
  server.get<{ Querystring: Query & { limit?: string } }>("/fairlead/v1/decisions", async (request) => {
    requireAdmin(context, request);
    const limit = Number(request.query.limit ?? 50);
    if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
      throw new GatewayError("request.malformed", "/limit: a whole number from 1 to 1000");
    return { decisions: await context.ledger.decisions(limit, filterOf(request.query)) };
  });
}

/** Adds the anchor: the last place of each chain of records, to be kept elsewhere. */
export function addAnchor(server: FastifyInstance, context: ServerContext): void {
  server.get("/fairlead/v1/anchor", async (request) => {
    requireAdmin(context, request);
    return { anchor: formatAnchors(await context.ledger.anchors()) };
  });
}

/** Adds spend: every budget in its current window, and totals by any dimension. */
export function addSpend(server: FastifyInstance, context: ServerContext): void {
  server.get<{ Querystring: Query & { by?: string | string[] } }>("/fairlead/v1/spend", async (request) => {
    requireAdmin(context, request);
    const policy = context.generations.current;
    const budgets = policy.budgets.map((budget) => {
      const claim = context.gateway.claims.claim(budget, context.now());
      return {
        budget: budget.id,
        scope: budget.scope,
        window: budget.window,
        spentMicroUsd: context.ledger.spent(claim),
        limitMicroUsd: budget.limit,
        blockAtMicroUsd: budget.blockAt ?? null,
        startedAt: new Date(claim.windowStart).toISOString(),
        resetsAt: new Date(claim.windowEnd).toISOString(),
      };
    });
    return { budgets, totals: await context.ledger.totals(dimensionsOf(request.query.by), filterOf(request.query)) };
  });
}

/** Adds the health of the deployments and the generation in force. */
export function addState(server: FastifyInstance, context: ServerContext): void {
  server.get("/fairlead/v1/health", (request) => {
    keyOf(context, request);
    const now = context.now();
    const deployments = context.generations.current.deployments.map(({ id }) => ({
      deployment: id,
      ...(context.gateway.health.at(id, now) ?? { status: "healthy" as const }),
    }));
    return { deployments };
  });
  server.get("/fairlead/v1/generation", (request) => {
    const key = keyOf(context, request);
    const { generation, deployments, workloads } = context.generations.current;
    const named = [...workloads.keys()].filter((id) => mayName(key, id));
    return { generation, deployments: deployments.length, workloads: named };
  });
}
