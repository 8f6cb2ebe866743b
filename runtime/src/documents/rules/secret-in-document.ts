import type { DocumentNode } from "../document-node.ts";
import type { DocumentRule, Finding } from "./rule.ts";

/** Forms of keys that vendors publish, so that plain text is not taken for a key. */
const KEY_FORMS: readonly (readonly [RegExp, string])[] = [
  [/\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,}/, "an OpenAI API key"],
  [/\bsk-ant-[A-Za-z0-9_-]{20,}/, "an Anthropic API key"],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, "an AWS access key id"],
  [/\bABSK[A-Za-z0-9+/=]{40,}/, "a Bedrock API key"],
  [/\bAIza[A-Za-z0-9_-]{35}\b/, "a Google API key"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"],
];

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
    const form = typeof node.value === "string" ? formOf(node.value) : undefined;
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

function formOf(text: string): string | undefined {
  // The form of Anthropic's keys is also a form of OpenAI's, so the narrower one has the word.
  return KEY_FORMS.findLast(([pattern]) => pattern.test(text))?.[1];
}
