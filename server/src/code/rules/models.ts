/** The rules about models and keys in code. */
import type { CodeRule } from "./code-rule.ts";

/**
 * A call through the gateway names a model that no catalog has. The gateway takes the name as a wish that it can not
 * fulfil, so that the workload's route decides alone.
 *
 * Wrong:
 *
 * ```ts
 * await gateway.chat.completions.create({ model: "gpt-5.55", messages });
 * ```
 *
 * Right:
 *
 * ```ts
 * await gateway.chat.completions.create({ model: "gpt-5.5", messages });
 * ```
 */
export const unknownModel: CodeRule = { code: "code.unknown-model", severity: "warning" };

/**
 * A call names a model that its supplier has retired, or is going to retire, as the catalog says.
 *
 * Wrong:
 *
 * ```ts
 * await client.chat.completions.create({ model: "gpt-4o", messages });
 * ```
 *
 * Right:
 *
 * ```ts
 * await client.chat.completions.create({ model: "gpt-5.5", messages });
 * ```
 */
export const retiredModel: CodeRule = { code: "code.retired-model", severity: "warning" };

/**
 * A call names a model that the route of its workload does not hold, so that the gateway will not send it there.
 *
 * Wrong:
 *
 * ```ts
 * const client = new GatewayOpenAI({ workload: "ticket-summaries" }); // its route has no mistral-large
 * await client.chat.completions.create({ model: "mistral-large", messages });
 * ```
 *
 * Right:
 *
 * ```ts
 * await client.chat.completions.create({ model: "auto", messages });
 * ```
 */
export const modelNotAllowed: CodeRule = { code: "code.model-not-allowed", severity: "information" };

/**
 * A vendor's API key stands in the code, where everybody who can read it can spend with it. Revoke it, and take the
 * gateway's key from the environment.
 *
 * Wrong:
 *
 * ```ts
 * const client = new OpenAI({ apiKey: "sk-proj-…" });
 * ```
 *
 * Right:
 *
 * ```ts
 * const client = new GatewayOpenAI({ workload: "ticket-summaries" }); // FAIRLEAD_KEY
 * ```
 */
export const apiKey: CodeRule = { code: "code.api-key", severity: "error" };
