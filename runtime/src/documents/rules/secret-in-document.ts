import type { DocumentNode } from "../document-node.ts";
import { secretIn } from "../secrets.ts";
import type { DocumentRule, Finding } from "./rule.ts";

/**
 * Documents are kept in version control and shown in editors and reports, so a key in one is known to all who can
 * read it. Name the environment variable that holds it (`credentials: { env: OPENAI_API_KEY }`), and replace a key
 * that has been committed.
 */
export const secretInDocument: DocumentRule = {
  code: "secret.in-document",
  severity: "error",
  kinds: ["Catalog", "RoutingPolicy", "BenchmarkSuite", "Project"],
  *check(root) {
    yield* secretsIn(root);
  },
};

function* secretsIn(node: DocumentNode): Iterable<Finding> {
  // What an alias stands for is looked at where it is written.
  if (node.alias !== undefined) return;
  if (node.type === "scalar") {
    const form = typeof node.value === "string" ? secretIn(node.value) : undefined;
    if (form)
      yield {
        span: node.span,
        message: `This looks like ${form}. Put it into an environment variable and name that here; replace the key if this file was ever shared.`,
      };
    return;
  }
  const children =
    node.type === "map" ? [...node.entries.values()].flatMap((e) => (e.merged ? [] : [e.value])) : node.items;
  for (const child of children) yield* secretsIn(child);
}
