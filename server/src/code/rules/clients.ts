/** The rules about clients of vendors, by where they point. */
import type { CodeRule } from "./code-rule.ts";

/**
 * A client of a vendor's SDK is made here, and sends its requests to the vendor: past routing policy, budgets, fallback
 * and the record of what was spent.
 *
 * Wrong:
 *
 * ```ts
 * const client = new OpenAI({ apiKey: process.env.OPENAI_API_KEY, timeout: 20_000 });
 * ```
 *
 * Right:
 *
 * ```ts
 * const client = new GatewayOpenAI({ workload: "ticket-summaries", timeout: 20_000 });
 * ```
 *
 * The calls on the client stay as they are. `fairlead migrate` and the quick fix rewrite the construction where that is
 * safe; where it is not, the message says what there is to decide.
 */
export const directClient: CodeRule = { code: "code.direct-client", severity: "warning" };

/**
 * A class extends a client of a vendor's SDK, so that all that is made of it calls the vendor directly.
 *
 * Wrong:
 *
 * ```ts
 * class Client extends OpenAI {}
 * ```
 *
 * Right:
 *
 * ```ts
 * class Client extends GatewayOpenAI {}
 * ```
 */
export const directSubclass: CodeRule = { code: "code.direct-subclass", severity: "warning" };

/**
 * A client points at the gateway already. Nothing is to be done: scans count it, and show it in their JSON.
 *
 * Right:
 *
 * ```ts
 * const client = new GatewayOpenAI({ workload: "ticket-summaries" });
 * ```
 */
export const gatewayClient: CodeRule = { code: "code.gateway-client", severity: "hint" };

/**
 * A client points at this machine, where no policy, budget or record applies. That is usual in development.
 *
 * Wrong:
 *
 * ```ts
 * const client = new OpenAI({ baseURL: "http://localhost:11434/v1" });
 * ```
 *
 * Right:
 *
 * ```ts
 * const client = new GatewayOpenAI({ workload: "ticket-summaries" });
 * ```
 */
export const localClient: CodeRule = { code: "code.local-client", severity: "hint" };

/**
 * A client points at an address that is neither the vendor's nor the gateway's: another gateway, a proxy, another
 * provider. Decide whether it is still wanted; a provider of the catalog can stand for it.
 *
 * Wrong:
 *
 * ```ts
 * const client = new OpenAI({ baseURL: "https://proxy.acme.com/v1" });
 * ```
 *
 * Right:
 *
 * ```ts
 * const client = new GatewayOpenAI({ workload: "ticket-summaries" });
 * ```
 */
export const otherGatewayClient: CodeRule = { code: "code.other-gateway-client", severity: "information" };

/**
 * A client points at an address that only a run would tell, or its options are not written out where it is made.
 *
 * Wrong:
 *
 * ```ts
 * const client = new OpenAI({ baseURL: settings.llmUrl });
 * ```
 *
 * Right:
 *
 * ```ts
 * const client = new GatewayOpenAI({ workload: "ticket-summaries" });
 * ```
 */
export const unknownAddressClient: CodeRule = { code: "code.unknown-address-client", severity: "information" };

/**
 * A module hands a vendor's package on, so that other modules call the vendor without naming it.
 *
 * Wrong:
 *
 * ```ts
 * export { OpenAI } from "openai";
 * ```
 *
 * Right:
 *
 * ```ts
 * export const client = () => new GatewayOpenAI({ workload: "ticket-summaries" });
 * ```
 */
export const vendorExport: CodeRule = { code: "code.vendor-export", severity: "warning" };

/**
 * A request goes to a vendor's host without its SDK.
 *
 * Wrong:
 *
 * ```ts
 * await fetch("https://api.openai.com/v1/chat/completions", { method: "POST", headers, body });
 * ```
 *
 * Right:
 *
 * ```ts
 * const headers = { authorization: `Bearer ${process.env.FAIRLEAD_KEY}`, "fairlead-workload": "ticket-summaries" };
 * await fetch(`${process.env.FAIRLEAD_URL}/v1/chat/completions`, { method: "POST", headers, body });
 * ```
 */
export const rawHttp: CodeRule = { code: "code.raw-http", severity: "warning" };
