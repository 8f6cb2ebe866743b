import { Ajv, type ValidateFunction } from "ajv";
import type { FastifyInstance } from "fastify";
import { type Capability, SENSITIVITIES, type Sensitivity } from "../documents/vocabulary.ts";
import { drawFor } from "../gateway/draw.ts";
import { GatewayError } from "../gateway/errors.ts";
import type { VirtualKey } from "../ledger/types.ts";
import { explainDecision, explainText } from "../policy/explain.ts";
import type { DecisionRequest } from "../policy/types.ts";
import { keyOf, mayName, type ServerContext } from "./context.ts";

/** What may be asked of `POST /fairlead/v1/explain`. */
interface ExplainBody {
  workload: string;
  model?: string;
  sensitivity?: Sensitivity;
  businessUnit?: string;
  pin?: string;
  capabilities?: Capability[];
  inputTokens?: number;
  maxOutputTokens?: number;
  cachesForHour?: boolean;
  guarded?: boolean;
  session?: string;
  /** ISO 8601 date or time. */
  at?: string;
}

/** More than any model takes, and little enough for exact sums. */
const MOST_TOKENS = 1_000_000_000;
/** Calendar windows are known to this moment and back to its opposite: year 9999. Milliseconds since 1970. */
const LAST_MOMENT = Date.parse("9999-12-31T00:00:00Z");

const text = { type: "string", minLength: 1, maxLength: 500 };
const SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["workload"],
  properties: {
    workload: text,
    model: text,
    sensitivity: { enum: SENSITIVITIES },
    businessUnit: text,
    pin: text,
    capabilities: { type: "array", items: text, maxItems: 50 },
    inputTokens: { type: "integer", minimum: 0, maximum: MOST_TOKENS },
    maxOutputTokens: { type: "integer", minimum: 1, maximum: MOST_TOKENS },
    cachesForHour: { type: "boolean" },
    guarded: { type: "boolean" },
    session: text,
    at: text,
  },
};

let compiled: ValidateFunction<ExplainBody> | undefined;

/** Compiled when somebody asks, so that the gateway is ready sooner. */
function validator(): ValidateFunction<ExplainBody> {
  compiled ??= new Ajv({ allErrors: false }).compile<ExplainBody>(SCHEMA);
  return compiled;
}

/** Tokens of a request that says nothing of its size. */
const ASSUMED_INPUT_TOKENS = 1000;

function parse(body: unknown): unknown {
  try {
    return JSON.parse(typeof body === "string" ? body : "");
  } catch {
    throw new GatewayError("request.malformed", "/: the body is not JSON");
  }
}

function readBody(context: ServerContext, key: VirtualKey, raw: unknown): DecisionRequest {
  const body = parse(raw);
  const validate = validator();
  if (!validate(body)) {
    const [error] = validate.errors ?? [];
    const extra = error?.params.additionalProperty ? ` "${String(error.params.additionalProperty)}"` : "";
    throw new GatewayError("request.malformed", `${error?.instancePath || "/"}: ${error?.message ?? "wrong"}${extra}`);
  }
  const policy = context.generations.current;
  if (!mayName(key, body.workload))
    throw new GatewayError("auth.not-permitted", `Key ${key.id} may not be used for workload ${body.workload}.`);
  if (!policy.workloads.has(body.workload))
    throw new GatewayError("request.unknown-workload", `The policy has no workload "${body.workload}".`);
  if (body.businessUnit !== undefined && !policy.businessUnits.has(body.businessUnit))
    throw new GatewayError("request.malformed", `/businessUnit: the policy has none called "${body.businessUnit}"`);
  if (body.pin !== undefined && !policy.deploymentById.has(body.pin))
    throw new GatewayError("request.unknown-deployment", `The catalog has no deployment "${body.pin}".`);
  const at = body.at === undefined ? context.now() : Date.parse(body.at);
  if (!(Math.abs(at) <= LAST_MOMENT)) throw new GatewayError("request.malformed", `/at: "${body.at}" is no date`);
  const { inputTokens = ASSUMED_INPUT_TOKENS, session, at: _, ...rest } = body;
  return { ...rest, inputTokens: { expected: inputTokens, atMost: inputTokens }, at, draw: drawFor(session, () => 0) };
}

/** Adds `POST /fairlead/v1/explain`: what the gateway would decide, without any effect. */
export function addExplain(server: FastifyInstance, context: ServerContext): void {
  server.post("/fairlead/v1/explain", (request) => {
    const asked = readBody(context, keyOf(context, request), request.body);
    const decision = context.gateway.decideNow(context.generations.current, asked);
    return { ...explainDecision(decision), text: explainText(decision) };
  });
}
