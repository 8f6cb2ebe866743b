import type { IngressRequest, PathFacts } from "../caller.ts";
import { MalformedRequestError, type NeutralRequest } from "../neutral.ts";
import { optionalCount, parseBody, requireArray, requireObject } from "../shared/json.ts";
import { memberAt } from "./member.ts";
import { parseRequest } from "./parse-request.ts";

/** Reads a generateContent body just far enough to route it. Model and streaming are in the path. */
export function parseIngress(text: string, path: PathFacts = {}): IngressRequest {
  const body = parseBody(text);
  const contents = requireArray(body.contents, "/contents");
  if (contents.length === 0) throw new MalformedRequestError("/contents", "/contents needs at least one content.");
  for (const name of ["generationConfig", "generation_config"]) {
    if (body[name] === undefined || body[name] === null) continue;
    const config = requireObject(body[name], `/${name}`);
    for (const count of ["maxOutputTokens", "candidateCount"]) {
      const found = memberAt(config, count, `/${name}`);
      optionalCount(found.value, found.path, 1);
    }
  }
  const stream = path.stream ?? false;
  let neutral: NeutralRequest | undefined;
  return {
    protocol: "gemini",
    body,
    text,
    stream,
    model: path.model,
    neutral: () => {
      neutral ??= parseRequest(body, stream);
      return neutral;
    },
  };
}
