/** Asks the gateway one question with one arm, and measures the answer. */
import { request } from "undici";
import type { ChatMessage } from "../prepare.ts";
import { readDecision } from "./decision-cost.ts";
import type { GatewayConnection } from "./gateway-connection.ts";
import { type Completion, readCompletion } from "./read-completion.ts";

export interface Question {
  workload: string;
  /** The deployment that must answer. */
  arm: string;
  messages: readonly ChatMessage[];
  maxOutputTokens: number | undefined;
  temperature: number | undefined;
}

/** What was measured. Times in milliseconds from the moment it was sent. */
export interface Measurement {
  sentAt: number;
  outcome: "ok" | "error" | "blocked";
  errorCode: string | undefined;
  errorMessage: string | undefined;
  /** The gateway could not be reached, or would not let this key in: the next request fares no better. */
  hopeless: boolean;
  ttftMs: number | undefined;
  totalMs: number | undefined;
  inputTokens: number | undefined;
  outputTokens: number | undefined;
  costMicroUsd: number | undefined;
  deployment: string | undefined;
  decision: string | undefined;
  generation: string | undefined;
  output: string | undefined;
}

/** Codes with which nothing will change until somebody mends the key or the documents. */
const HOPELESS = /^(?:auth\.|request\.(?:no-workload|unknown-))/;

/** Rejects only where the signal aborts; whatever else goes wrong is an outcome. */
export async function ask(
  connection: GatewayConnection,
  question: Question,
  signal: AbortSignal | undefined,
): Promise<Measurement> {
  const { clock, now } = connection;
  const measurement: Measurement = {
    sentAt: now(),
    outcome: "error",
    errorCode: undefined,
    errorMessage: undefined,
    hopeless: false,
    ttftMs: undefined,
    totalMs: undefined,
    inputTokens: undefined,
    outputTokens: undefined,
    costMicroUsd: undefined,
    deployment: undefined,
    decision: undefined,
    generation: undefined,
    output: undefined,
  };
  const sent = clock();
  let begun = false;
  try {
    const answer = await send(connection, question, signal);
    const header = (name: string) => firstOf(answer.headers[name]);
    measurement.decision = header("fairlead-decision");
    measurement.deployment = header("fairlead-deployment");
    measurement.generation = header("fairlead-generation");
    begun = answer.statusCode === 200;
    if (begun) {
      const completion = await readCompletion(answer.body, () => {
        measurement.ttftMs = clock() - sent;
      });
      takeCompletion(measurement, completion, clock() - sent);
    } else takeRefusal(measurement, answer.statusCode, await answer.body.text(), header("fairlead-error"));
  } catch (error) {
    signal?.throwIfAborted();
    takeFailure(measurement, error, connection.url);
  }
  if (begun) await addDecision(connection, measurement, signal);
  return measurement;
}

function send({ url, key, dispatcher }: GatewayConnection, question: Question, signal: AbortSignal | undefined) {
  const { workload, arm, messages, maxOutputTokens, temperature } = question;
  return request(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      "fairlead-workload": workload,
      "fairlead-pin": arm,
    },
    body: JSON.stringify({
      model: arm,
      messages,
      stream: true,
      stream_options: { include_usage: true },
      ...(maxOutputTokens === undefined ? {} : { max_completion_tokens: maxOutputTokens }),
      ...(temperature === undefined ? {} : { temperature }),
    }),
    dispatcher,
    ...(signal === undefined ? {} : { signal }),
  });
}

function takeCompletion(measurement: Measurement, completion: Completion, elapsedMs: number): void {
  const { output, inputTokens, outputTokens, ended, error } = completion;
  Object.assign(measurement, { output, inputTokens, outputTokens });
  if (error) {
    takeError(measurement, undefined, error.code, error.message);
    return;
  }
  if (!ended) {
    takeError(measurement, undefined, "bench.cut-stream", "The stream ended before the answer was complete.");
    return;
  }
  measurement.outcome = "ok";
  measurement.totalMs = elapsedMs;
}

function takeRefusal(measurement: Measurement, status: number, body: string, headerCode: string | undefined): void {
  let error: { code?: unknown; message?: unknown } = {};
  try {
    error = (JSON.parse(body) as { error?: typeof error }).error ?? {};
  } catch {
    // Not the gateway's own words; the status says enough.
  }
  const code = headerCode ?? (typeof error.code === "string" ? error.code : `http.${status}`);
  const message = typeof error.message === "string" ? error.message : `The gateway answered with status ${status}.`;
  takeError(measurement, status, code, message);
}

function takeFailure(measurement: Measurement, error: unknown, url: string): void {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "UND_ERR_CONNECT_TIMEOUT") {
    takeError(measurement, undefined, "bench.unreachable", `There is no gateway at ${url} (${code}). Is it running?`);
    measurement.hopeless = true;
  } else if (code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT") {
    takeError(measurement, undefined, "bench.timeout", "The gateway said nothing for two minutes.");
  } else takeError(measurement, undefined, "bench.connection-lost", `The connection to the gateway broke: ${message}`);
}

function takeError(measurement: Measurement, status: number | undefined, code: string, message: string): void {
  const byPolicy = /^(?:policy|budget)\./.test(code) || (status === 403 && !code.startsWith("auth."));
  measurement.outcome = byPolicy ? "blocked" : "error";
  measurement.errorCode = code;
  measurement.errorMessage = message;
  measurement.hopeless = HOPELESS.test(code);
}

/** An answer that broke off has cost something too: what the gateway settled counts. A refusal costs nothing. */
async function addDecision(
  connection: GatewayConnection,
  measurement: Measurement,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (measurement.decision === undefined) return;
  const facts = await readDecision(connection, measurement.decision, signal);
  signal?.throwIfAborted();
  if (facts === undefined) return;
  measurement.costMicroUsd = facts.costMicroUsd;
  measurement.deployment = facts.deployment ?? measurement.deployment;
  measurement.generation = facts.generation ?? measurement.generation;
}

function firstOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
