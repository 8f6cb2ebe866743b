import type { ProviderFailure } from "../../protocols/failure.ts";
import { classifyError } from "../../protocols/openai-chat/classify-error.ts";
import { isObject, parseJson } from "../../protocols/shared/json.ts";
import type { ResponseHeaders } from "../adapter.ts";
import { retryAfterMs } from "./retry-after.ts";

/** Reads an answer that is not 2xx from a host of OpenAI's protocol: JSON, HTML of a proxy, or nothing. Never throws. */
export function readChatFailure(status: number, headers: ResponseHeaders, body: string, now?: number): ProviderFailure {
  const parsed = parseJson(body);
  const error = Array.isArray(parsed) ? parsed[0] : parsed;
  return classifyError(
    isObject(error) ? error : { message: plainText(body) },
    status,
    retryAfterMs(headers, body, now),
  );
}

/** What a page of a proxy says: its title, or the text that is no markup. */
function plainText(body: string): string {
  const start = body.slice(0, 20_000);
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(start)?.[1]?.trim();
  if (title) return title;
  const text = start
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  return text.slice(0, 300);
}
