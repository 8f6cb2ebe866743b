/** Answers one request for embeddings: read, draw a fault, make the vectors, send them, count them. */
import type { Exchange } from "./exchange.ts";
import { applyEarlyFault } from "./faults/apply-early.ts";
import type { ProviderContext } from "./handle-provider.ts";
import { modelProfile } from "./profile.ts";
import { InvalidPromptError } from "./prompt.ts";
import { createDraw, logNormal } from "./randomness.ts";
import { embeddingsAnswer } from "./vendors/openai-embeddings/answer.ts";
import { type EmbeddingsCall, readEmbeddingsCall } from "./vendors/openai-embeddings/read-call.ts";
import type { Endpoint, WireRequest } from "./vendors/vendor.ts";

/** Never throws. A fault that breaks an answer off breaks these off too. */
export async function handleEmbeddings(
  exchange: Exchange,
  request: WireRequest,
  provider: string,
  { vendor, model: modelInPath }: Endpoint,
  { seed, now, state, counts, seen, holds }: ProviderContext,
): Promise<void> {
  let call: EmbeddingsCall;
  try {
    call = readEmbeddingsCall(request.body, modelInPath);
  } catch (error) {
    if (!(error instanceof InvalidPromptError)) throw error;
    counts.refused(provider, modelInPath ?? "(unknown)");
    exchange.send(vendor.invalid(error));
    return;
  }
  const { model } = call;
  await holds.pass(provider, exchange);
  const content = JSON.stringify(call.texts);
  const draw = createDraw([seed, provider, model, content, seen.next(`${provider}\n${model}\n${content}`)]);
  const fault = state.takeFault(provider, model, draw);
  if (fault && (await applyEarlyFault({ exchange, fault, vendor, model, stream: false, now: now() }))) {
    counts.refused(provider, model);
    return;
  }
  const profile = modelProfile(state.profile(provider), model);
  const tokens = profile.inputTokens ?? call.tokens;
  const answer = embeddingsAnswer({ ...call, tokens });
  await exchange.waitUntil(logNormal(profile.ttftMs, profile.ttftSpread, draw("ttft a"), draw("ttft b")));
  const usage = { input: tokens, cachedInput: 0, cacheWrite: 0, cacheWriteHour: 0, output: 0, reasoning: 0 };
  if (fault?.kind === "reset" || fault?.kind === "cut" || fault?.kind === "stall") {
    exchange.begin(answer.status, { ...answer.headers, "content-length": String(Buffer.byteLength(answer.body)) });
    await exchange.write(Buffer.from(answer.body.slice(0, answer.body.length / 2)));
    await (fault.kind === "stall" ? exchange.waitUntilGone() : exchange.reset());
    counts.answered(provider, model, "failed", usage, profile.price);
    return;
  }
  const isBroken = fault?.kind === "malformed" || fault?.kind === "bad-json";
  exchange.send(isBroken ? { ...answer, body: answer.body.slice(0, answer.body.length / 2) } : answer);
  counts.answered(provider, model, isBroken ? "failed" : "completed", usage, profile.price);
}
