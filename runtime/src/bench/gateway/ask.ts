/** Asks the gateway one question with one arm, and measures the answer. */
import { request } from "undici";
import type { ChatMessage } from "../prepare.ts";
import { readDecision } from "./decision-cost.ts";
import type { GatewayConnection } from "./gateway-connection.ts";
import { type Completion, emptyCompletion, readCompletion, type StreamMarks } from "./read-completion.ts";

export interface Question {
  workload: string;
  /** The deployment that must answer; undefined leaves the choice to the policy. */
  pin: string | undefined;
  messages: readonly ChatMessage[];
  maxOutputTokens: number | undefined;
  temperature: number | undefined;
}

/** What was measured. Times in milliseconds from the moment it was sent, unless they say otherwise. */
export interface Measurement extends Clocks {
  sentAt: number;
  outcome: "ok" | "error" | "blocked";
  errorCode: string | undefined;
  errorMessage: string | undefined;
  /** The gateway could not be reached, or would not let this key in: the next request fares no better. */
  hopeless: boolean;
  /** How long the gateway or the provider asked to wait; set for rate limits only. */
  retryAfterMs: number | undefined;
  inputTokens: number | undefined;
  outputTokens: number | undefined;
  costMicroUsd: number | undefined;
  /** What the gateway held for it: it could not have cost more. */
  reservedMicroUsd: number | undefined;
  deployment: string | undefined;
  decision: string | undefined;
  generation: string | undefined;
  output: string | undefined;
}

/** The clocks of one request. */
export interface Clocks {
  /** From the moment the request was due to the moment it was sent. */
  queueMs: number | undefined;
  /** The first byte of the stream, which may carry no content. */
  firstByteMs: number | undefined;
  /** The first content, reasoning included. */
  ttftMs: number | undefined;
  /** The same from the moment the request was due. */
  ttftScheduledMs: number | undefined;
  /** The first content that is no reasoning. */
  firstOutputMs: number | undefined;
  /** The whole answer; undefined where it did not end well. */
  totalMs: number | undefined;
  totalScheduledMs: number | undefined;
  /** Between two events with content: the longest, and the mean. */
  longestGapMs: number | undefined;
  meanGapMs: number | undefined;
  /** Time for each token after those of the first event; undefined where there are none. */
  tpotMs: number | undefined;
  /** What the gateway took while it waited for no provider. */
  overheadMs: number | undefined;
}

/** Codes with which nothing will change until somebody mends the key or the documents. */
const HOPELESS = /^(?:auth\.|request\.(?:no-workload|unknown-))/;

/**
 * Rejects only where the signal aborts; whatever else goes wrong is an outcome. `due` is when the request was meant to
 * be sent, on the connection's clock; without it, now.
 */
export async function ask(
  connection: GatewayConnection,
  question: Question,
  signal: AbortSignal | undefined,
  due?: number,
): Promise<Measurement> {
  const { clock, now } = connection;
  const sent = clock();
  const queueMs = due === undefined ? 0 : Math.max(0, sent - due);
  const measurement: Measurement = {
    sentAt: now(),
    outcome: "error",
    errorCode: undefined,
    errorMessage: undefined,
    hopeless: false,
    retryAfterMs: undefined,
    queueMs,
    firstByteMs: undefined,
    ttftMs: undefined,
    ttftScheduledMs: undefined,
    firstOutputMs: undefined,
    totalMs: undefined,
    totalScheduledMs: undefined,
    longestGapMs: undefined,
    meanGapMs: undefined,
    tpotMs: undefined,
    overheadMs: undefined,
    inputTokens: undefined,
    outputTokens: undefined,
    costMicroUsd: undefined,
    reservedMicroUsd: undefined,
    deployment: undefined,
    decision: undefined,
    generation: undefined,
    output: undefined,
  };
  const completion = emptyCompletion();
  let begun = false;
  try {
    const answer = await send(connection, question, signal);
    const header = (name: string) => firstOf(answer.headers[name]);
    measurement.decision = header("fairlead-decision");
    measurement.deployment = header("fairlead-deployment");
    measurement.generation = header("fairlead-generation");
    begun = answer.statusCode === 200;
    if (begun) {
      await readCompletion(answer.body, clock, completion);
      takeCompletion(measurement, completion, clock() - sent);
    } else {
      takeRefusal(measurement, answer.statusCode, await answer.body.text(), header("fairlead-error"));
      if (measurement.outcome === "error") {
        measurement.retryAfterMs = retryAfterOf(answer.statusCode, header("retry-after"));
      }
    }
  } catch (error) {
    signal?.throwIfAborted();
    takeFailure(measurement, error, connection.url);
  }
  takeMarks(measurement, completion.marks, sent);
  if (begun) await addDecision(connection, measurement, signal);
  return measurement;
}

function send({ url, key, dispatcher }: GatewayConnection, question: Question, signal: AbortSignal | undefined) {
  const { workload, pin, messages, maxOutputTokens, temperature } = question;
  return request(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      "fairlead-workload": workload,
      ...(pin === undefined ? {} : { "fairlead-pin": pin }),
    },
    body: JSON.stringify({
      model: pin ?? "auto",
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
  measurement.totalScheduledMs = elapsedMs + (measurement.queueMs ?? 0);
  measurement.tpotMs = timePerToken(completion.marks, outputTokens);
}

/** What is known of an answer that broke off too. */
function takeMarks(measurement: Measurement, marks: StreamMarks, sent: number): void {
  const since = (at: number | undefined) => (at === undefined ? undefined : at - sent);
  const { firstContent, lastContent, contents } = marks;
  measurement.firstByteMs = since(marks.firstByte);
  measurement.ttftMs = since(firstContent);
  measurement.firstOutputMs = since(marks.firstOutput);
  measurement.longestGapMs = marks.longestGap;
  if (firstContent === undefined || lastContent === undefined) return;
  measurement.ttftScheduledMs = firstContent - sent + (measurement.queueMs ?? 0);
  if (contents > 1) measurement.meanGapMs = (lastContent - firstContent) / (contents - 1);
}

/**
 * Time from the first to the last content for each token that came after the first event. No protocol says how many
 * tokens an event holds, so the first one's are taken from its part of the characters. undefined where none came later.
 */
function timePerToken(marks: StreamMarks, outputTokens: number | undefined): number | undefined {
  const { firstContent, lastContent, firstCharacters, characters, contents } = marks;
  if (outputTokens === undefined || firstContent === undefined || lastContent === undefined || contents < 2) {
    return undefined;
  }
  const first = Math.max(1, Math.round((outputTokens * firstCharacters) / Math.max(1, characters)));
  return outputTokens > first ? (lastContent - firstContent) / (outputTokens - first) : undefined;
}

/** Milliseconds; undefined where the answer is no rate limit. Without a number the wait is a second. */
function retryAfterOf(status: number, header: string | undefined): number | undefined {
  if (status !== 429) return undefined;
  const seconds = Number(header ?? 1);
  return (Number.isFinite(seconds) && seconds >= 0 ? seconds : 1) * 1000;
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
  measurement.reservedMicroUsd = facts.reservedMicroUsd;
  measurement.deployment = facts.deployment ?? measurement.deployment;
  measurement.generation = facts.generation ?? measurement.generation;
  measurement.overheadMs = facts.overheadMs;
}

function firstOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
