import type { WorkspaceRule } from "../rule.ts";
import { listed } from "../words.ts";

/**
 * A deployment is said to hold or write more than its model can, or to be capable of something that the model is not.
 * A host may narrow a model, never widen it.
 *
 * Wrong:
 * ```yaml
 * models:
 *   gpt-5.5: { supplier: openai, capabilities: [chat], contextWindow: 128000 }
 * deployments:
 *   gpt-5.5@openai:
 *     upstream: gpt-5.5
 *     contextWindow: 1000000
 *     price: { input: 5, output: 30 }
 *     data: { residency: us, maxSensitivity: internal }
 * ```
 *
 * Right:
 * ```yaml
 * models:
 *   gpt-5.5: { supplier: openai, capabilities: [chat], contextWindow: 1000000 }
 * deployments:
 *   gpt-5.5@openai:
 *     upstream: gpt-5.5
 *     contextWindow: 128000
 *     price: { input: 5, output: 30 }
 *     data: { residency: us, maxSensitivity: internal }
 * ```
 */
export const exceedsModel: WorkspaceRule = {
  code: "deployment.exceeds-model",
  severity: "warning",
  *check(view) {
    const { deployments, models } = view.documents.catalog;
    for (const [id, deployment] of Object.entries(deployments)) {
      const modelId = view.policy.deploymentById.get(id)?.model;
      const model = modelId === undefined ? undefined : models[modelId];
      if (!model || modelId === undefined) continue;
      for (const key of ["contextWindow", "maxOutputTokens"] as const) {
        const [own, limit] = [deployment[key], model[key]];
        const place =
          own !== undefined && limit !== undefined && own > limit ? view.place("deployment", id, key) : undefined;
        if (!place) continue;
        yield {
          place,
          message: `${own} tokens are more than the ${limit} of "${modelId}". A host can narrow a model, not widen it.`,
          related: [{ place: view.place("model", modelId, key), message: `What "${modelId}" can.` }],
          data: { replacements: [String(limit)] },
        };
      }
      const beyond = (deployment.capabilities ?? []).filter((one) => !model.capabilities.includes(one));
      const place = beyond.length > 0 ? view.keyPlace("deployment", id, "capabilities") : undefined;
      if (place)
        yield {
          place,
          message: `"${modelId}" itself is not said to be capable of ${listed(beyond)}. Add it to the model, or remove it here.`,
          related: [{ place: view.place("model", modelId, "capabilities"), message: `What "${modelId}" can.` }],
        };
    }
  },
};

/**
 * Declared latency that can not be: a 95th percentile below the median, or so few milliseconds that seconds are meant.
 *
 * Wrong:
 * ```yaml
 * deployments:
 *   gpt-5.5@openai:
 *     upstream: gpt-5.5
 *     price: { input: 5, output: 30 }
 *     latency: { ttftP50Ms: 900, ttftP95Ms: 400 }
 *     data: { residency: us, maxSensitivity: internal }
 * ```
 *
 * Right:
 * ```yaml
 * deployments:
 *   gpt-5.5@openai:
 *     upstream: gpt-5.5
 *     price: { input: 5, output: 30 }
 *     latency: { ttftP50Ms: 400, ttftP95Ms: 900 }
 *     data: { residency: us, maxSensitivity: internal }
 * ```
 */
export const latencyImplausible: WorkspaceRule = {
  code: "deployment.implausible-latency",
  severity: "warning",
  *check(view) {
    for (const [id, { latency }] of Object.entries(view.documents.catalog.deployments)) {
      const { ttftP50Ms, ttftP95Ms } = latency ?? {};
      if (ttftP50Ms !== undefined && ttftP95Ms !== undefined && ttftP95Ms < ttftP50Ms) {
        const place = view.place("deployment", id, "latency", "ttftP95Ms");
        if (place)
          yield {
            place,
            message: `19 of 20 requests are within ${ttftP95Ms} ms, and half of them take longer than ${ttftP50Ms} ms: that can not be. Are they swapped?`,
            related: [{ place: view.place("deployment", id, "latency", "ttftP50Ms"), message: "The median." }],
            data: { swappedWith: "ttftP50Ms" },
          };
      }
      for (const key of ["ttftP50Ms", "ttftP95Ms"] as const) {
        const value = latency?.[key];
        const place =
          value !== undefined && value > 0 && value < 10 ? view.place("deployment", id, "latency", key) : undefined;
        if (place)
          yield {
            place,
            message: `${value} ms to the first token is hardly meant. Is it seconds? Then write ${Number(value) * 1000}.`,
            data: { replacements: [String(Number(value) * 1000)] },
          };
      }
    }
  },
};

/**
 * Timeouts of a provider of which one can never strike: a whole attempt is given less time than one of its parts.
 *
 * Wrong:
 * ```yaml
 * providers:
 *   openai: { adapter: openai, jurisdiction: us, contract: openai-services, timeouts: { firstTokenMs: 30000, totalMs: 10000 } }
 * ```
 *
 * Right:
 * ```yaml
 * providers:
 *   openai: { adapter: openai, jurisdiction: us, contract: openai-services, timeouts: { firstTokenMs: 10000, totalMs: 60000 } }
 * ```
 */
export const timeoutsContradict: WorkspaceRule = {
  code: "provider.timeouts-contradict",
  severity: "warning",
  *check(view) {
    for (const [id, { timeouts }] of Object.entries(view.documents.catalog.providers)) {
      const total = timeouts?.totalMs;
      if (!timeouts || total === undefined) continue;
      for (const key of ["connectMs", "firstByteMs", "firstTokenMs", "idleMs"] as const) {
        const part = timeouts[key];
        const place = part !== undefined && part > total ? view.place("provider", id, "timeouts", key) : undefined;
        if (!place) continue;
        yield {
          place,
          message: `This never strikes: the whole attempt ends after ${total} ms. Raise "totalMs", or lower this.`,
          related: [{ place: view.place("provider", id, "timeouts", "totalMs"), message: "The whole attempt." }],
        };
      }
    }
  },
};

/** Addresses on this machine, and names that only a local network knows. */
const LOCAL =
  /^http:\/\/(?:localhost|127\.|\[::1\]|0\.0\.0\.0|host\.docker\.internal|[^/:.]+(?=[:/]|$)|[^/:]+\.(?:local|internal|svc|cluster\.local|test|lan)(?=[:/]|$)|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/i;

/**
 * A provider outside of the local network is called without encryption: keys, prompts and answers can be read on the
 * way.
 *
 * Wrong:
 * ```yaml
 * providers:
 *   mistral: { adapter: openai-compatible, endpoint: http://api.mistral.ai/v1, jurisdiction: eu }
 * ```
 *
 * Right:
 * ```yaml
 * providers:
 *   mistral: { adapter: openai-compatible, endpoint: https://api.mistral.ai/v1, jurisdiction: eu }
 * ```
 */
export const insecureEndpoint: WorkspaceRule = {
  code: "provider.insecure-endpoint",
  severity: "warning",
  *check(view) {
    for (const [id, { endpoint }] of Object.entries(view.documents.catalog.providers)) {
      if (endpoint === undefined || !/^http:/i.test(endpoint) || LOCAL.test(endpoint)) continue;
      const place = view.place("provider", id, "endpoint");
      if (!place) continue;
      yield {
        place,
        message: "Keys, prompts and answers go there unencrypted. Use https.",
        data: { replacements: [endpoint.replace(/^http:/i, "https:")] },
      };
    }
  },
};
