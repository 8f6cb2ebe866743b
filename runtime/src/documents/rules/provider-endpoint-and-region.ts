import { toPointer } from "../pointer.ts";
import { type DocumentRule, entriesAt, mapOf, textAt } from "./rule.ts";

/** Hosts whose address nobody can know but their owner. */
const NEEDS_ENDPOINT: readonly string[] = ["azure-openai", "openai-compatible"];

/**
 * An Azure OpenAI resource and a self-hosted server have addresses of their own, so a provider with the adapter
 * `azure-openai` or `openai-compatible` needs an `endpoint`.
 */
export const providerMissingEndpoint: DocumentRule = {
  code: "provider.missing-endpoint",
  severity: "error",
  kinds: ["Catalog"],
  *check(root) {
    for (const entry of entriesAt(root, "providers")) {
      const provider = mapOf(entry);
      const adapter = textAt(provider, "adapter")?.value;
      if (!provider || !adapter || !NEEDS_ENDPOINT.includes(adapter) || provider.entries.has("endpoint")) continue;
      yield {
        span: entry.keySpan,
        message: `The provider "${entry.key}" needs "endpoint": the adapter ${adapter} has no address of its own.`,
        data: { pointer: toPointer(["providers", entry.key]), missing: "endpoint" },
      };
    }
  },
};

/** Bedrock is signed and addressed by region, so a provider with the adapter `bedrock` needs a `region`. */
export const providerMissingRegion: DocumentRule = {
  code: "provider.missing-region",
  severity: "error",
  kinds: ["Catalog"],
  *check(root) {
    for (const entry of entriesAt(root, "providers")) {
      const provider = mapOf(entry);
      if (!provider || textAt(provider, "adapter")?.value !== "bedrock" || provider.entries.has("region")) continue;
      yield {
        span: entry.keySpan,
        message: `The provider "${entry.key}" needs "region", for example us-east-1: Bedrock is called by region.`,
        data: { pointer: toPointer(["providers", entry.key]), missing: "region" },
      };
    }
  },
};
