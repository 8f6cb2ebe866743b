/** Answers one request to a provider: authenticate, read, draw a fault, make the answer, send it, count it. */
import type { Counts } from "./counts.ts";
import type { Exchange } from "./exchange.ts";
import { applyEarlyFault } from "./faults/apply-early.ts";
import { handleEmbeddings } from "./handle-embeddings.ts";
import type { Holds } from "./holds.ts";
import { modelProfile } from "./profile.ts";
import { InvalidPromptError, promptContent } from "./prompt.ts";
import type { ProvidersState } from "./providers-state.ts";
import { type ContentCounter, createDraw } from "./randomness.ts";
import { filtered, makeReply } from "./reply.ts";
import type { Route } from "./routes.ts";
import { sendPlain } from "./send-plain.ts";
import { sendStream } from "./send-stream.ts";
import { countInputTokens } from "./tokens.ts";
import type { ChatCall, Endpoint, WireRequest } from "./vendors/vendor.ts";

export interface ProviderContext {
  seed: number;
  now: () => number;
  state: ProvidersState;
  counts: Counts;
  seen: ContentCounter;
  holds: Holds;
}

const DEFAULT_SLOWNESS_MS = 10_000;

/** Never throws. */
export async function handleProvider(
  exchange: Exchange,
  request: WireRequest,
  { provider, vendor, endpoint }: Route,
  context: ProviderContext,
): Promise<void> {
  const { state, counts, now } = context;
  if (endpoint === undefined) {
    exchange.send(vendor.unknownPath(request.method, request.url.split("?", 1)[0] ?? "/"));
    return;
  }
  const profile = state.profile(provider);
  const refusal = await vendor.authenticate(request, provider, profile, now());
  if (refusal !== undefined) {
    counts.refused(provider, endpoint.model ?? "(unknown)");
    exchange.send(refusal);
    return;
  }
  if (endpoint.kind === "models") {
    await listModels(exchange, provider, endpoint, context);
    return;
  }
  if (endpoint.kind === "embeddings") {
    await handleEmbeddings(exchange, request, provider, endpoint, context);
    return;
  }
  let call: ChatCall;
  try {
    call = endpoint.vendor.readCall(request, endpoint, profile);
  } catch (error) {
    if (!(error instanceof InvalidPromptError)) throw error;
    counts.refused(provider, endpoint.model ?? "(unknown)");
    exchange.send(vendor.invalid(error));
    return;
  }
  if (endpoint.kind === "count-tokens") await countTokens(exchange, provider, endpoint, call, context);
  else await answerCall(exchange, provider, endpoint, call, context);
}

/** Costs nothing, and counts as no request for an answer. */
async function countTokens(
  exchange: Exchange,
  provider: string,
  { vendor }: Endpoint,
  { prompt }: ChatCall,
  { seed, now, state, seen }: ProviderContext,
): Promise<void> {
  const draw = createDraw([seed, provider, "count", seen.next(`${provider} count`)]);
  const { model } = prompt;
  const fault = state.takeFault(provider, model, draw);
  if (fault && (await applyEarlyFault({ exchange, fault, vendor, model, stream: false, now: now() }))) return;
  const count = modelProfile(state.profile(provider), model).inputTokens ?? countInputTokens(prompt);
  exchange.send(vendor.countTokens?.(count) ?? vendor.unknownPath("POST", "count_tokens"));
}

async function listModels(
  exchange: Exchange,
  provider: string,
  { vendor }: Endpoint,
  { seed, now, state, counts, seen }: ProviderContext,
): Promise<void> {
  const draw = createDraw([seed, provider, "models", seen.next(`${provider} models`)]);
  const fault = state.takeFault(provider, undefined, draw);
  if (fault && (await applyEarlyFault({ exchange, fault, vendor, model: "", stream: false, now: now() }))) return;
  const served = counts.all().filter((row) => row.provider === provider && !row.model.startsWith("("));
  const ids = new Set([...Object.keys(state.profile(provider).models), ...served.map((row) => row.model)]);
  exchange.send(vendor.models([...ids].sort(), now()));
}

async function answerCall(
  exchange: Exchange,
  provider: string,
  { vendor }: Endpoint,
  call: ChatCall,
  { seed, now, state, counts, seen, holds }: ProviderContext,
): Promise<void> {
  const { prompt, stream, begun } = call;
  const { model } = prompt;
  await holds.pass(provider, exchange);
  const content = promptContent(prompt);
  const before = seen.next(`${provider}\n${model}\n${content}`);
  const randomness = [seed, provider, model, content, before];
  const fault = state.takeFault(provider, model, createDraw(randomness));
  if (fault && (await applyEarlyFault({ exchange, fault, vendor, model, stream, now: now() }))) {
    counts.refused(provider, model);
    return;
  }
  const profile = modelProfile(state.profile(provider), model);
  let reply = makeReply({ prompt, begun, profile, randomness, now: now() });
  const isFiltered =
    fault?.kind === "filtered-answer" || (fault?.kind === "content-filter" && vendor.filterWords !== undefined);
  if (isFiltered) reply = filtered(reply, vendor.filterWords ?? "");
  const slowness = fault?.kind === "slow-first-token" ? (fault.delayMs ?? DEFAULT_SLOWNESS_MS) : 0;
  const ttftMs = reply.ttftMs + slowness;
  const { tokensPerSecond, price } = profile;
  if (stream) {
    const format = vendor.stream(reply, call);
    const { ending, sent } = await sendStream({ exchange, format, reply, fault, ttftMs, tokensPerSecond });
    const usage = ending === "completed" ? reply.usage : { ...reply.usage, output: Math.min(reply.usage.output, sent) };
    counts.answered(provider, model, ending, usage, price);
    return;
  }
  const durationMs = ttftMs + (tokensPerSecond > 0 ? (reply.usage.output * 1000) / tokensPerSecond : 0);
  const ending = await sendPlain({ exchange, vendor, reply, fault, durationMs });
  counts.answered(provider, model, ending, ending === "cancelled" ? { ...reply.usage, output: 0 } : reply.usage, price);
}
