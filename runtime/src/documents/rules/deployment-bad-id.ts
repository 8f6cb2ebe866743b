import { splitDeploymentId } from "../vocabulary.ts";
import { type DocumentRule, entriesAt } from "./rule.ts";

/**
 * A deployment is one model at one provider, and its id says which: `gpt-5.5@openai`. The model comes before the
 * `@`, the provider after it, each with letters, digits, dots, hyphens and underscores only.
 */
export const deploymentBadId: DocumentRule = {
  code: "deployment.bad-id",
  severity: "error",
  kinds: ["Catalog"],
  *check(root) {
    for (const { key, keySpan } of entriesAt(root, "deployments")) {
      const parts = splitDeploymentId(key);
      if (parts && PART.test(parts.model) && PART.test(parts.provider)) continue;
      yield {
        span: keySpan,
        message: `"${key}" is not a deployment id. Write the model, an @ and the provider, like gpt-5.5@openai.`,
      };
    }
  },
};

const PART = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
