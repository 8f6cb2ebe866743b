import type { WorkspaceRule } from "../rule.ts";

/**
 * A provider does not say where its credentials are, so that every request to it fails. A host that asks for none has
 * `credentials: { chain: none }`; Bedrock needs nothing, as AWS's own chain is looked through there.
 *
 * Wrong:
 * ```yaml
 * providers:
 *   openai: { adapter: openai, jurisdiction: us, contract: openai-services }
 * ```
 *
 * Right:
 * ```yaml
 * providers:
 *   openai: { adapter: openai, jurisdiction: us, contract: openai-services, credentials: { env: OPENAI_API_KEY } }
 * ```
 */
export const providerWithoutCredentials: WorkspaceRule = {
  code: "provider.without-credentials",
  severity: "warning",
  *check(view) {
    const used = new Set(view.policy.deployments.map(({ provider }) => provider));
    for (const [id, { adapter, credentials }] of Object.entries(view.documents.catalog.providers)) {
      if (credentials !== undefined || adapter === "bedrock" || !used.has(id)) continue;
      const place = view.place("provider", id);
      if (!place) continue;
      yield {
        place,
        message: `"${id}" does not say where its credentials are, so every request to it fails. Add "credentials: { env: NAME }", or "{ chain: none }" where it asks for none.`,
      };
    }
  },
};
