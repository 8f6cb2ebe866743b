/** What the policy does with a request that asks for what the catalog does not price. */
import type { CallerProtocol, IngressRequest, PathFacts } from "../protocols/caller.ts";
import { patchRequestBody } from "../protocols/shared/patch-request-body.ts";
import { GatewayError } from "./errors.ts";
import { extrasOf } from "./extras.ts";

/**
 * The request as it may go on, and what was taken out of it. Throws `request.unpriced-extra` where the policy refuses,
 * and where taking it out would leave another request.
 */
export function admitExtras(
  protocol: CallerProtocol,
  request: IngressRequest,
  path: PathFacts | undefined,
  extras: "refuse" | "strip",
  storing: "refuse" | "allow" = "refuse",
): { request: IngressRequest; stripped: readonly string[] } {
  const found = extrasOf(request).filter(({ keeps }) => keeps !== true || storing === "refuse");
  const kept = storing === "allow" ? storedByDefault(request) : {};
  if (found.length === 0 && Object.keys(kept).length === 0) return { request, stripped: [] };
  const refused = extras === "refuse" ? found[0] : found.find(({ strip }) => strip === undefined);
  if (refused) {
    throw new GatewayError(
      "request.unpriced-extra",
      `${refused.path}: ${refused.reason}, which the catalog does not describe. Leave it out` +
        (refused.strip ? ", or set `defaults: { extras: strip }` in the policy to have it taken out" : "") +
        (refused.keeps ? ", or `defaults: { storing: allow }` to have it kept." : "."),
      { details: { path: refused.path } },
    );
  }
  const members = found.flatMap(({ strip }) => strip ?? []);
  const patches = { ...Object.fromEntries(members.map((member) => [member, undefined])), ...kept };
  const text = patchRequestBody(request.text, request.body, patches);
  return { request: protocol.parseIngress(text, path), stripped: found.map((extra) => extra.path) };
}

/** What a Responses request asks for where it is silent: adapters send what is said here, and else that nothing is kept. */
function storedByDefault({ protocol, body }: IngressRequest): { store?: true } {
  return protocol === "openai-responses" && (body.store ?? undefined) === undefined ? { store: true } : {};
}
