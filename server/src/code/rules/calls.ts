/** The rules about calls on vendors' clients, by where the client points. */
import type { CodeRule } from "./code-rule.ts";

/**
 * A call on a client that points at its vendor. The call itself can stay: what is to be changed is where the client is
 * made. `tier` in a scan's JSON says how sure it is: `certain` where the client was traced, `likely` where only the names
 * and the project's dependencies tell.
 *
 * Wrong:
 *
 * ```ts
 * import { client } from "./client"; // new OpenAI()
 * await client.chat.completions.create(request);
 * ```
 *
 * Right:
 *
 * ```ts
 * import { client } from "./client"; // new GatewayOpenAI({ workload: "ticket-summaries" })
 * await client.chat.completions.create(request);
 * ```
 */
export const directCall: CodeRule = { code: "code.direct-call", severity: "information" };

/**
 * A call goes through the gateway. Nothing is to be done: scans count it, and show it in their JSON.
 *
 * Right:
 *
 * ```ts
 * await gatewayClient.chat.completions.create(request);
 * ```
 */
export const gatewayCall: CodeRule = { code: "code.gateway-call", severity: "hint" };

/**
 * A call goes to this machine, where no policy, budget or record applies.
 *
 * Wrong:
 *
 * ```ts
 * await ollama.chat({ model: "llama3" });
 * ```
 *
 * Right:
 *
 * ```ts
 * await gatewayClient.chat.completions.create(request);
 * ```
 */
export const localCall: CodeRule = { code: "code.local-call", severity: "hint" };

/**
 * A call goes to an address that is neither the vendor's nor the gateway's.
 *
 * Wrong:
 *
 * ```ts
 * const client = new OpenAI({ baseURL: "https://proxy.acme.com/v1" });
 * await client.chat.completions.create(request);
 * ```
 *
 * Right:
 *
 * ```ts
 * await gatewayClient.chat.completions.create(request);
 * ```
 */
export const otherGatewayCall: CodeRule = { code: "code.other-gateway-call", severity: "information" };

/**
 * A call goes to an address that only a run would tell.
 *
 * Wrong:
 *
 * ```ts
 * const client = new OpenAI({ baseURL: settings.llmUrl });
 * await client.chat.completions.create(request);
 * ```
 *
 * Right:
 *
 * ```ts
 * await gatewayClient.chat.completions.create(request);
 * ```
 */
export const unknownAddressCall: CodeRule = { code: "code.unknown-address-call", severity: "information" };
