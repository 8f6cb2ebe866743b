import type { WorkspaceRule } from "../rule.ts";

/**
 * A route for embeddings with more than one model. Vectors of two models can not be compared with each other, so the
 * gateway never falls back from one to another: what stands behind the first helps in no outage.
 *
 * The same model at several providers is fine.
 *
 * Wrong:
 * ```yaml
 * models:
 *   embed-3: { supplier: openai, capabilities: [embeddings], contextWindow: 8192 }
 *   titan-embed: { supplier: amazon, capabilities: [embeddings], contextWindow: 8192 }
 * deployments:
 *   embed-3@openai: { upstream: text-embedding-3-large, price: { input: 0.13, output: 0 }, data: { maxSensitivity: internal } }
 *   titan-embed@bedrock-eu-central-1: { upstream: amazon.titan-embed-text-v2:0, price: { input: 0.02, output: 0 }, data: { maxSensitivity: internal } }
 * workloads:
 *   search-index:
 *     businessUnit: support
 *     sensitivity: internal
 *     needs: { capabilities: [embeddings] }
 *     route: { candidates: [embed-3@openai, titan-embed@bedrock-eu-central-1] }
 * ```
 *
 * Right:
 * ```yaml
 * models:
 *   embed-3: { supplier: openai, capabilities: [embeddings], contextWindow: 8192 }
 * deployments:
 *   embed-3@openai: { upstream: text-embedding-3-large, price: { input: 0.13, output: 0 }, data: { maxSensitivity: internal } }
 *   embed-3@azure-swedencentral: { upstream: embed, price: { input: 0.13, output: 0 }, data: { maxSensitivity: internal } }
 * workloads:
 *   search-index:
 *     businessUnit: support
 *     sensitivity: internal
 *     needs: { capabilities: [embeddings] }
 *     route: { candidates: [embed-3@openai, embed-3@azure-swedencentral] }
 * ```
 */
export const severalEmbeddingModels: WorkspaceRule = {
  code: "route.several-embedding-models",
  severity: "warning",
  *check(view) {
    for (const [id, { workload }] of view.routes) {
      // What makes no vectors at all is another rule's.
      const first = workload.candidates.find(({ capabilities }) => capabilities.has("embeddings"));
      const embeds =
        workload.needs.capabilities.includes("embeddings") ||
        workload.candidates.every(({ capabilities }) => capabilities.has("embeddings") && !capabilities.has("chat"));
      if (!first || !embeds) continue;
      for (const [index, deployment] of workload.candidates.entries()) {
        const place = view.place("workload", id, "route", "candidates", index);
        if (deployment.model === first.model || !deployment.capabilities.has("embeddings") || !place) continue;
        const candidates = view.qualifying(id, (other) => other.model === first.model);
        yield {
          place,
          message: `"${id}" asks for embeddings, and its vectors of ${deployment.model} can not be compared with those of ${first.model}. Keep one model; for a fallback list ${candidates[0] ?? `${first.model} at another provider`}.`,
          data: { workload: id, replacements: candidates, candidates, removable: true },
        };
      }
    }
  },
};
