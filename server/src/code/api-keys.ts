/** Finds vendors' API keys in the text of a source file. */
import type { PlainSite } from "./sites.ts";
import type { Vendor, VendorTables } from "./vendors/index.ts";

// The forms in which the vendors issue keys, each with the vendor's id; one that begins like another stands before it.
const FORMS: readonly (readonly [form: RegExp, vendor: string])[] = [
  [/\bsk-ant-[\w-]{24,}/g, "anthropic"],
  [/\bsk-or-(?:v1-)?[a-f\d]{32,}/g, "openrouter"],
  [/\bsk-(?!ant-|or-)(?:proj-|svcacct-|admin-)?[A-Za-z\d_-]{32,}/g, "openai"],
  [/\bgsk_[A-Za-z\d]{40,}/g, "groq"],
  [/\bxai-[A-Za-z\d]{40,}/g, "xai"],
  [/\br8_[A-Za-z\d]{30,}/g, "replicate"],
  [/\bAIza[\w-]{35}\b/g, "google"],
];

/** A first look that costs next to nothing. */
export const MAY_HOLD_KEY = /\b(?:sk-|gsk_|xai-|r8_|AIza)[\w-]{24}/;

/** The keys in a text, in order of place. What is plainly made up, such as `sk-xxxxxxxx`, is none. */
export function apiKeySites(text: string, vendors: VendorTables): PlainSite[] {
  if (!MAY_HOLD_KEY.test(text)) return [];
  const sites: PlainSite[] = [];
  for (const [form, id] of FORMS) {
    const vendor = vendors.vendor(id);
    if (!vendor) continue;
    for (const match of text.matchAll(form)) {
      if (isRandom(match[0])) sites.push(site(vendor, match.index, match.index + match[0].length));
    }
  }
  return sites.sort((a, b) => a.start - b.start);
}

/** Whether it has the mixture of characters that a random text of its length has. */
function isRandom(key: string): boolean {
  const secret = key.replace(/^[a-z\d]+[-_](?:(?:proj|ant|or|v1|api\d+|svcacct|admin)-)*/, "");
  return (
    new Set(secret).size >= 12 &&
    /\d/.test(secret) &&
    /[A-Za-z]/.test(secret) &&
    !/example|your|test|fake|dummy|x{4}|1234|abcd/i.test(key)
  );
}

function site(vendor: Vendor, start: number, end: number): PlainSite {
  return {
    ...{
      form: "plain",
      start,
      end,
      rule: "code.api-key",
      vendor,
      kind: "client-construction",
      api: `${vendor.name} API key`,
    },
    ...{ tier: "certain", state: "direct", workload: null },
    message:
      `This looks like an API key of ${vendor.name}. Whoever reads the code can spend with it: revoke it there, ` +
      "and take a key from the environment.",
  };
}
