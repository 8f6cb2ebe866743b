/** From headers and body to the facts that a decision needs. */
import { higherSensitivity, SENSITIVITIES, type Sensitivity } from "../documents/vocabulary.ts";
import type { VirtualKey } from "../ledger/types.ts";
import type { CompiledPolicy, CompiledWorkload } from "../policy/types.ts";
import type { CallerProtocol, IngressRequest, PathFacts, RequestFacts } from "../protocols/caller.ts";
import { MalformedRequestError } from "../protocols/neutral.ts";
import { asksForHour } from "../protocols/shared/cache-control.ts";
import { admitExtras } from "./admit-extras.ts";
import { header, type RequestHeaders } from "./authenticate.ts";
import { type Detector, detect } from "./detectors/detect.ts";
import { GatewayError } from "./errors.ts";

/** A request that may be decided about. */
export interface Admitted {
  key: VirtualKey;
  policy: CompiledPolicy;
  workload: CompiledWorkload;
  businessUnit: string;
  sensitivity: Sensitivity | undefined;
  session: string | undefined;
  trace: string | undefined;
  pin: string | undefined;
  request: IngressRequest;
  /** The detectors that found something in it. */
  detected: readonly Detector[];
  /** What was taken out of it: JSON pointers. */
  stripped: readonly string[];
  facts: RequestFacts;
}

/** The most answers that OpenAI gives to one request. More would only make a reservation that nothing can hold. */
const MOST_CHOICES = 128;

/** Who pays: the key's business unit. One that the policy does not know has no budget, so it fails closed. */
function admitBusinessUnit(key: VirtualKey, workload: CompiledWorkload, policy: CompiledPolicy): string {
  if (key.businessUnit === null) return workload.businessUnit;
  if (policy.businessUnits.has(key.businessUnit)) return key.businessUnit;
  throw new GatewayError(
    "auth.not-permitted",
    `Key ${key.id} is paid by business unit ${key.businessUnit}, which the policy does not know (any more).`,
  );
}

function admitFacts(protocol: CallerProtocol, request: IngressRequest): RequestFacts {
  const facts = protocol.readFacts(request);
  if (asksForHour(request)) facts.cachesForHour = true;
  if (facts.choices <= MOST_CHOICES) return facts;
  throw new GatewayError("request.malformed", `/n must be at most ${MOST_CHOICES}, not ${facts.choices}.`, {
    details: { path: "/n" },
  });
}

function admitWorkload(headers: RequestHeaders, key: VirtualKey, policy: CompiledPolicy): CompiledWorkload {
  const name = header(headers, "fairlead-workload") ?? key.defaultWorkload ?? undefined;
  if (name === undefined) {
    throw new GatewayError(
      "request.no-workload",
      "Name the workload in the header `fairlead-workload`, or give the key a default workload.",
    );
  }
  const workload = policy.workloads.get(name);
  if (!workload) {
    const allowed = key.workloads.length > 0 ? key.workloads : [...policy.workloads.keys()];
    const known = allowed.slice(0, 20).join(", ");
    throw new GatewayError(
      "request.unknown-workload",
      `The policy has no workload "${name}". This key may name: ${known}.`,
    );
  }
  if (key.workloads.length > 0 && !key.workloads.includes(name))
    throw new GatewayError("auth.not-permitted", `Key ${key.id} may not be used for workload ${name}.`);
  return workload;
}

function admitSensitivity(headers: RequestHeaders): Sensitivity | undefined {
  const value = header(headers, "fairlead-sensitivity");
  if (value === undefined) return undefined;
  const sensitivity = SENSITIVITIES.find((known) => known === value);
  if (sensitivity) return sensitivity;
  throw new GatewayError(
    "request.unknown-sensitivity",
    `fairlead-sensitivity is "${value}"; it must be one of ${SENSITIVITIES.join(", ")}.`,
  );
}

function admitPin(headers: RequestHeaders, key: VirtualKey, policy: CompiledPolicy): string | undefined {
  const pin = header(headers, "fairlead-pin");
  if (pin === undefined) return undefined;
  if (!key.permissions.includes("pin")) {
    throw new GatewayError(
      "auth.not-permitted",
      `Key ${key.id} may not pin a deployment. Make one with \`fairlead keys create --permission pin\`.`,
    );
  }
  if (!policy.deploymentById.has(pin))
    throw new GatewayError("request.unknown-deployment", `The catalog has no deployment "${pin}".`);
  return pin;
}

/** The higher of two sensitivities; the one that there is where the other is missing. */
export function raised(declared: Sensitivity | undefined, found: Sensitivity | undefined): Sensitivity | undefined {
  if (declared === undefined || found === undefined) return declared ?? found;
  return higherSensitivity(declared, found);
}

/** Reads a request as far as deciding needs it. Throws a GatewayError that says what to mend. */
export function admit(
  protocol: CallerProtocol,
  headers: RequestHeaders,
  text: string,
  path: PathFacts | undefined,
  key: VirtualKey,
  policy: CompiledPolicy,
): Admitted {
  const workload = admitWorkload(headers, key, policy);
  const sensitivity = admitSensitivity(headers);
  const pin = admitPin(headers, key, policy);
  let request: IngressRequest;
  let stripped: readonly string[];
  let facts: RequestFacts;
  try {
    const asked = protocol.parseIngress(text, path);
    ({ request, stripped } = admitExtras(protocol, asked, path, policy.extras ?? "refuse", policy.storing));
    facts = admitFacts(protocol, request);
  } catch (error) {
    const encoding = header(headers, "content-encoding");
    if (
      encoding !== undefined &&
      encoding !== "identity" &&
      error instanceof MalformedRequestError &&
      error.path === ""
    )
      throw new GatewayError(
        "request.malformed",
        `The body is compressed (content-encoding: ${encoding}). Send it as it is.`,
      );
    throw requestFault(error) ?? error;
  }
  const found = policy.detect === undefined ? undefined : detect(request.body, policy.detect);
  return {
    key,
    policy,
    workload,
    businessUnit: admitBusinessUnit(key, workload, policy),
    sensitivity: raised(sensitivity, found?.sensitivity),
    detected: found?.detectors ?? [],
    session: header(headers, "fairlead-session"),
    trace: header(headers, "fairlead-trace") ?? header(headers, "traceparent"),
    pin,
    request,
    stripped,
    facts,
  };
}

/** What the caller is told of an error that the request itself is to blame for; undefined of any other. */
export function requestFault(error: unknown): GatewayError | undefined {
  if (error instanceof MalformedRequestError) {
    return new GatewayError("request.malformed", error.message, { details: { path: error.path } });
  }
  // Nobody asks for so much in earnest, and a count of the levels would cost every request something.
  const isTooDeep = error instanceof RangeError && error.message.includes("call stack");
  return isTooDeep ? new GatewayError("request.malformed", "The body is nested too deeply.") : undefined;
}
