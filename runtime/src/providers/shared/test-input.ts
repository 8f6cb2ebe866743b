/** Inputs for the tests of adapters. */
import type { AdapterName } from "../../documents/vocabulary.ts";
import type { CompiledDeployment } from "../../policy/types.ts";
import type { PathFacts, WireProtocol } from "../../protocols/index.ts";
import { callerProtocols } from "../../protocols/index.ts";
import type { PrepareInput } from "../adapter.ts";

export function deployment(adapter: AdapterName, fields: Partial<CompiledDeployment> = {}): CompiledDeployment {
  return {
    index: 0,
    id: "gpt-5.5@provider",
    model: "gpt-5.5",
    supplier: "openai",
    provider: "provider",
    adapter,
    cachesForHour: true,
    upstream: "upstream-name",
    endpoint: undefined,
    region: undefined,
    apiVersion: undefined,
    streamUsage: true,
    responses: true,
    prefill: "plain",
    credentials: undefined,
    timeouts: {},
    capabilities: new Set(["chat"]),
    contextWindow: 100_000,
    maxOutputTokens: 10_000,
    declaredTtftMs: undefined,
    quality: new Map(),
    contract: undefined,
    suspended: false,
    phases: [],
    ...fields,
  };
}

/** What to prepare: by default a plain Chat Completions request with a key, and a limit of 500 output tokens. */
export function prepareInput(
  adapter: AdapterName,
  fields: {
    body?: Record<string, unknown>;
    text?: string;
    protocol?: WireProtocol;
    path?: PathFacts;
    deployment?: Partial<CompiledDeployment>;
  } & Partial<Omit<PrepareInput, "deployment" | "request">> = {},
): PrepareInput {
  const {
    body = CHAT_BODY,
    text = JSON.stringify(body),
    protocol = "openai-chat",
    path,
    deployment: changed,
    ...rest
  } = fields;
  return {
    request: callerProtocols[protocol].parseIngress(text, path),
    deployment: deployment(adapter, changed),
    endpointOverride: undefined,
    credentials: { kind: "key", key: "secret-key" },
    maxOutputTokens: 500,
    now: Date.UTC(2026, 0, 2, 3, 4, 5),
    refusesStreamUsage: false,
    ...rest,
  };
}

export const CHAT_BODY = { model: "auto", messages: [{ role: "user", content: "Hello" }] };

export const CONVERSE_BODY = { messages: [{ role: "user", content: [{ text: "Hello" }] }] };
