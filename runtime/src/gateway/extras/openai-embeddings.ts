import { type Body, type Extra, ofMembers, present, TIER } from "./extra.ts";

/** What a request for embeddings asks for beyond what the catalog describes. */
export function embeddingsExtras(body: Body): Extra[] {
  const asks = (value: unknown) => present(value) && value !== "auto" && value !== "default";
  return ofMembers(body, [{ member: "service_tier", asks, reason: TIER }]);
}
