/** Providers that are called with another vendor's SDK or none: only their hosts give them away. */
import type { Vendor } from "./types.ts";

const HOSTS: readonly [id: string, name: string, hosts: readonly string[]][] = [
  ["mistral", "Mistral", ["api.mistral.ai", "codestral.mistral.ai"]],
  ["deepseek", "DeepSeek", ["api.deepseek.com"]],
  ["groq", "Groq", ["api.groq.com"]],
  ["together", "Together", ["api.together.xyz", "api.together.ai"]],
  ["xai", "xAI", ["api.x.ai"]],
  ["cohere", "Cohere", ["api.cohere.com", "api.cohere.ai"]],
  ["openrouter", "OpenRouter", ["openrouter.ai"]],
];

export const openaiCompatible: readonly Vendor[] = HOSTS.map(([id, name, hosts]) => ({
  id,
  name,
  classes: [],
  modules: [],
  hosts,
  environment: [],
  python: { modules: [], addressKeywords: [], factories: [] },
}));
