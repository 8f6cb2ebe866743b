/** Which provider, vendor and operation a path means. Every provider instance lives under its id. */
import { anthropic } from "./vendors/anthropic/vendor.ts";
import { azureOpenai } from "./vendors/azure-openai/vendor.ts";
import { bedrock } from "./vendors/bedrock/vendor.ts";
import { gemini } from "./vendors/gemini/vendor.ts";
import { openai } from "./vendors/openai/vendor.ts";
import { azureResponses, openaiResponses } from "./vendors/openai-responses/vendor.ts";
import type { Endpoint, Vendor } from "./vendors/vendor.ts";

export interface Route {
  provider: string;
  /** Who answers, also where the path is unknown. */
  vendor: Vendor;
  endpoint: Endpoint | undefined;
}

/** The route of a request; undefined where not even a provider is named. `url` as it was sent. */
export function findRoute(method: string, url: string): Route | undefined {
  const { pathname, searchParams } = new URL(url, "http://simulator");
  const [, first = "", ...rest] = pathname.split("/");
  const provider = decode(first);
  if (provider === undefined || provider === "") return undefined;
  if (rest[0] === "openai")
    return { provider, vendor: azureOpenai, endpoint: azureEndpoint(method, rest, searchParams) };
  if (rest[0] === "model") return { provider, vendor: bedrock, endpoint: bedrockEndpoint(method, rest) };
  if (isGooglePath(rest)) return { provider, vendor: gemini, endpoint: geminiEndpoint(method, rest) };
  const parts = rest[0] === "v1" ? rest.slice(1) : rest;
  if (parts[0] === "messages") return { provider, vendor: anthropic, endpoint: anthropicEndpoint(method, parts) };
  return { provider, vendor: openai, endpoint: openaiEndpoint(method, parts) };
}

function openaiEndpoint(method: string, parts: readonly string[]): Endpoint | undefined {
  const path = parts.join("/");
  const base = { vendor: openai, model: undefined, stream: undefined };
  if (method === "POST" && path === "chat/completions") return { ...base, kind: "chat" };
  if (method === "POST" && path === "responses") return { ...base, vendor: openaiResponses, kind: "chat" };
  if (method === "POST" && path === "embeddings") return { ...base, kind: "embeddings" };
  if (method === "GET" && path === "models") return { ...base, kind: "models" };
  return undefined;
}

function anthropicEndpoint(method: string, parts: readonly string[]): Endpoint | undefined {
  const base = { vendor: anthropic, model: undefined, stream: undefined };
  if (method !== "POST") return undefined;
  if (parts.length === 1) return { ...base, kind: "chat" };
  return parts.slice(1).join("/") === "count_tokens" ? { ...base, kind: "count-tokens" } : undefined;
}

/** Without an API version Azure finds no deployment, as with a wrong path; under `v1` it needs none. */
function azureEndpoint(method: string, parts: readonly string[], query: URLSearchParams): Endpoint | undefined {
  const [, deployments, deployment = "", ...rest] = parts;
  const model = decode(deployment);
  if (method === "POST" && parts.join("/") === "openai/v1/responses")
    return { vendor: azureResponses, kind: "chat", model: undefined, stream: undefined };
  const kind = ({ "chat/completions": "chat", embeddings: "embeddings" } as const)[rest.join("/")];
  const known = method === "POST" && deployments === "deployments" && kind !== undefined;
  if (!known || !model || !/^\d{4}-\d\d-\d\d(?:-preview)?$/.test(query.get("api-version") ?? "")) return undefined;
  return { vendor: azureOpenai, kind, model, stream: undefined };
}

function bedrockEndpoint(method: string, parts: readonly string[]): Endpoint | undefined {
  const model = decode(parts[1] ?? "");
  const operation = parts.slice(2).join("/");
  if (method !== "POST" || !model || (operation !== "converse" && operation !== "converse-stream")) return undefined;
  return { vendor: bedrock, kind: "chat", model, stream: operation === "converse-stream" };
}

/** The Gemini API's versions, and Vertex AI's paths, which name a project or a publisher. OpenAI has models too. */
function isGooglePath([version = "", kind = "", model = ""]: readonly string[]): boolean {
  if (/^v1beta1?$/.test(version)) return true;
  const isCall = kind === "models" && /:[A-Za-z]+$/.test(model);
  return version === "v1" && (kind === "projects" || kind === "publishers" || isCall);
}

const GEMINI_OPERATIONS: Readonly<Record<string, Pick<Endpoint, "kind" | "stream">>> = {
  generateContent: { kind: "chat", stream: false },
  streamGenerateContent: { kind: "chat", stream: true },
  countTokens: { kind: "count-tokens", stream: false },
};

function geminiEndpoint(method: string, parts: readonly string[]): Endpoint | undefined {
  const last = parts.at(-1) ?? "";
  if (method === "GET" && last === "models")
    return { vendor: gemini, kind: "models", model: undefined, stream: undefined };
  const colon = last.lastIndexOf(":");
  const operation = last.slice(colon + 1);
  const model = decode(last.slice(0, Math.max(0, colon)));
  const known = Object.hasOwn(GEMINI_OPERATIONS, operation) ? GEMINI_OPERATIONS[operation] : undefined;
  if (method !== "POST" || parts.at(-2) !== "models" || !model || !known) return undefined;
  return { vendor: gemini, model, ...known };
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
