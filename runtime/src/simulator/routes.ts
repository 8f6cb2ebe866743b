/** Which provider, vendor and operation a path means. Every provider instance lives under its id. */
import { anthropic } from "./vendors/anthropic/vendor.ts";
import { azureOpenai } from "./vendors/azure-openai/vendor.ts";
import { bedrock } from "./vendors/bedrock/vendor.ts";
import { openai } from "./vendors/openai/vendor.ts";
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
  const parts = rest[0] === "v1" ? rest.slice(1) : rest;
  if (parts[0] === "messages") return { provider, vendor: anthropic, endpoint: anthropicEndpoint(method, parts) };
  return { provider, vendor: openai, endpoint: openaiEndpoint(method, parts) };
}

function openaiEndpoint(method: string, parts: readonly string[]): Endpoint | undefined {
  const path = parts.join("/");
  const base = { vendor: openai, model: undefined, stream: undefined };
  if (method === "POST" && path === "chat/completions") return { ...base, kind: "chat" };
  if (method === "GET" && path === "models") return { ...base, kind: "models" };
  return undefined;
}

function anthropicEndpoint(method: string, parts: readonly string[]): Endpoint | undefined {
  const base = { vendor: anthropic, model: undefined, stream: undefined };
  if (method !== "POST") return undefined;
  if (parts.length === 1) return { ...base, kind: "chat" };
  return parts.slice(1).join("/") === "count_tokens" ? { ...base, kind: "count-tokens" } : undefined;
}

/** Without an API version Azure finds nothing, as with a wrong path. */
function azureEndpoint(method: string, parts: readonly string[], query: URLSearchParams): Endpoint | undefined {
  const [, deployments, deployment = "", ...rest] = parts;
  const model = decode(deployment);
  const known = method === "POST" && deployments === "deployments" && rest.join("/") === "chat/completions";
  if (!known || !model || !/^\d{4}-\d\d-\d\d(?:-preview)?$/.test(query.get("api-version") ?? "")) return undefined;
  return { vendor: azureOpenai, kind: "chat", model, stream: undefined };
}

function bedrockEndpoint(method: string, parts: readonly string[]): Endpoint | undefined {
  const model = decode(parts[1] ?? "");
  const operation = parts.slice(2).join("/");
  if (method !== "POST" || !model || (operation !== "converse" && operation !== "converse-stream")) return undefined;
  return { vendor: bedrock, kind: "chat", model, stream: operation === "converse-stream" };
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
