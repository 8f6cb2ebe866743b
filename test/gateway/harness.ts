/** A gateway on a real port, in front of simulated providers on another, over documents given as YAML. */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { checkFiles, type Diagnostic, parseFile } from "@fairlead/runtime/documents";
import { type CredentialResolver, Generations } from "@fairlead/runtime/gateway";
import { type RunningServer, startServer, type TlsIdentity } from "@fairlead/runtime/http";
import {
  createKey,
  type DecisionRecord,
  type NewKey,
  openSqliteLedger,
  type SqliteLedger,
} from "@fairlead/runtime/ledger";
import { type CompiledPolicy, compile } from "@fairlead/runtime/policy";
import {
  SIMULATED_ACCESS_KEY_ID,
  SIMULATED_SECRET_ACCESS_KEY,
  type Simulator,
  startSimulator,
} from "@fairlead/runtime/simulator";

/** Longer than anything takes on a machine that is busy. */
const PATIENT = { connectMs: 20_000, firstByteMs: 20_000, firstTokenMs: 20_000, idleMs: 20_000, totalMs: 40_000 };
const patient = JSON.stringify(PATIENT);

/** One model at six providers that speak five protocols, with patient clocks. */
export const CATALOG = `
apiVersion: fairlead/v1
kind: Catalog
providers:
  oa: { adapter: openai, jurisdiction: us, credentials: { env: OA }, timeouts: ${patient} }
  az: { adapter: azure-openai, jurisdiction: eu, endpoint: "https://az.example", credentials: { env: AZ }, timeouts: ${patient} }
  an: { adapter: anthropic, jurisdiction: us, credentials: { env: AN }, timeouts: ${patient} }
  br: { adapter: bedrock, jurisdiction: eu, region: eu-central-1, credentials: { chain: aws }, timeouts: ${patient} }
  ge: { adapter: gemini, jurisdiction: us, credentials: { env: GE }, timeouts: ${patient} }
  co: { adapter: openai-compatible, jurisdiction: eu, endpoint: "https://co.example/v1", credentials: { env: CO }, streamUsage: false, timeouts: ${patient} }
models:
  m: { supplier: acme, capabilities: [chat, tools, structured-output, vision], contextWindow: 100000, maxOutputTokens: 8000 }
deployments:
  m@oa: { upstream: m-oa, price: { input: 1, output: 10 }, data: &open { retentionDays: 0, training: false, maxSensitivity: confidential } }
  m@az: { upstream: m-az, price: { input: 1, output: 10 }, data: *open }
  m@an: { upstream: m-an, price: { input: 1, output: 10 }, data: *open }
  m@br: { upstream: vendor.m-v1:0, price: { input: 1, output: 10 }, data: *open }
  m@ge: { upstream: gemini-3-m, price: { input: 1, output: 10 }, data: *open }
  m@co: { upstream: m-co, price: { input: 1, output: 10 }, data: *open }
`;

/** The catalog with other clocks at one provider, for faults that hang: the others stay patient. Milliseconds. */
export function catalogWith(provider: string, clocks: Partial<typeof PATIENT>): string {
  return CATALOG.split("\n")
    .map((line) =>
      line.startsWith(`  ${provider}: `) ? line.replace(patient, JSON.stringify({ ...PATIENT, ...clocks })) : line,
    )
    .join("\n");
}

/** Workload `x` goes to the deployments given, in order. */
export function policyOf(candidates: readonly string[], more = ""): string {
  return `
apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits: { sales: { owner: sales } }
workloads:
  x:
    businessUnit: sales
    sensitivity: public
    maxOutputTokens: 100
    route: { candidates: [${candidates.join(", ")}] }
    fallback: { on: [outage, timeout, rate-limit], attempts: 2, deadlineMs: 40000 }
${more}`;
}

/** Compiles documents; throws with what is wrong in them. */
export function compileYaml(...documents: string[]): CompiledPolicy {
  const files = documents.map((text, index) => parseFile(`file:///test/${index}.yaml`, text));
  const { documents: merged, diagnostics } = checkFiles(files);
  const errors = diagnostics.filter(({ severity }: Diagnostic) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(({ code, message }) => `${code} ${message}`).join("\n"));
  return compile(merged);
}

export const simulatedCredentials: CredentialResolver = async ({ adapter, provider }) =>
  adapter === "bedrock"
    ? { kind: "aws", accessKeyId: SIMULATED_ACCESS_KEY_ID, secretAccessKey: SIMULATED_SECRET_ACCESS_KEY }
    : { kind: "key", key: `sim-key-${provider}` };

export interface TestGateway {
  url: string;
  key: string;
  simulator: Simulator;
  server: RunningServer;
  ledger: SqliteLedger;
  generations: Generations;
  faults: unknown[];
  /** The moment that it takes for now. Milliseconds since 1970. */
  now(): number;
  addKey(key: Partial<NewKey>): Promise<string>;
  /** The records, the newest first. */
  records(): Promise<DecisionRecord[]>;
  close(): Promise<void>;
}

export interface TestGatewayOptions {
  policy: string;
  catalog?: string;
  credentials?: CredentialResolver;
  /** Milliseconds since 1970. Its first moment is noon, so that no day, hour or minute ends during a test. */
  now?: () => number;
  tls?: TlsIdentity;
  /** Base URLs of a test's own providers, in the place of the simulated ones. */
  endpoints?: Readonly<Record<string, string>>;
}

const NOON = Date.parse("2026-11-23T12:00:00Z");

/** A clock that begins at noon of a certain day, whenever the test runs. */
function fromNoon(): () => number {
  const start = performance.now();
  return () => NOON + Math.floor(performance.now() - start);
}

/** Starts simulator and gateway on free ports. The simulator answers at once unless told otherwise. */
export async function startTestGateway(options: TestGatewayOptions): Promise<TestGateway> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "fairlead-gateway-"));
  const ledger = openSqliteLedger(path.join(folder, "ledger.sqlite"));
  const now = options.now ?? fromNoon();
  const simulator = await startSimulator({ now, profiles: { "*": { ttftMs: 0, ttftSpread: 0, tokensPerSecond: 0 } } });
  const policy = compileYaml(options.catalog ?? CATALOG, options.policy);
  const generations = new Generations(policy);
  const faults: unknown[] = [];
  const server = await startServer({
    host: "127.0.0.1",
    port: 0,
    generations,
    ledger,
    credentials: options.credentials ?? simulatedCredentials,
    endpointOverrides: {
      ...Object.fromEntries(policy.deployments.map(({ provider }) => [provider, `${simulator.url}/${provider}`])),
      ...options.endpoints,
    },
    now,
    monotonic: () => performance.now(),
    random: () => 0.5,
    tls: options.tls,
    onFault: (_decision, error) => faults.push(error),
  });
  const addKey = async (input: Partial<NewKey>): Promise<string> => {
    const { secret, hash, key } = createKey({ name: "test", businessUnit: "sales", ...input }, now());
    await ledger.addKey(key, hash);
    return secret;
  };
  return {
    url: server.url,
    key: await addKey({ permissions: ["pin", "admin"] }),
    simulator,
    server,
    ledger,
    generations,
    faults,
    now,
    addKey,
    records: () => ledger.decisions(1000),
    async close() {
      await server.close(200);
      await simulator.close();
      ledger.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Posts a streamed chat completion for workload `x`, and leaves once so many pieces of content have come. Whatever the
 * machine does, the provider must be far from its end by then.
 */
export async function leaveAfter(gateway: TestGateway, pieces: number, body: Record<string, unknown> = {}) {
  const leave = new AbortController();
  const messages = [{ role: "user", content: "Say something about parcels." }];
  const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.key}`, "fairlead-workload": "x" },
    body: JSON.stringify({ model: "auto", stream: true, messages, ...body }),
    signal: leave.signal,
  });
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.split('"content":"').length > pieces) break;
  }
  leave.abort();
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of any protocol.
  json: any;
}

/** Sends a request with the gateway's test key, unless the headers say otherwise, and reads the whole answer. */
export async function send(gateway: TestGateway, path: string, init: RequestInit = {}): Promise<Answer> {
  const headers = { authorization: `Bearer ${gateway.key}`, ...(init.headers as Record<string, string> | undefined) };
  const answer = await fetch(`${gateway.url}${path}`, { ...init, headers });
  const text = await answer.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // Streams and metrics are no JSON.
  }
  return { status: answer.status, headers: answer.headers, text, json };
}

/** Posts a chat completion for workload `x`. Rejects where the connection breaks before the end. */
export function chat(
  gateway: TestGateway,
  body: Record<string, unknown> = {},
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Answer> {
  const messages = [{ role: "user", content: "Say something about parcels." }];
  return send(gateway, "/v1/chat/completions", {
    method: "POST",
    headers: { "content-type": "application/json", "fairlead-workload": "x", ...headers },
    body: JSON.stringify({ model: "auto", messages, ...body }),
    ...(signal ? { signal } : {}),
  });
}
