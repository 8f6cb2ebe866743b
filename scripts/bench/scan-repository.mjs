/** A repository of many source files, of which a few call vendors: made from a seed, so that every run scans the same. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const PURE = [
  (/** @type {number} */ n) => `export interface Row${n} { id: string; total: number; tags: readonly string[] }\n`,
  (/** @type {number} */ n) =>
    `/** Adds up what row ${n} holds. */\nexport function total${n}(rows: readonly { total: number }[]): number {\n  let sum = 0;\n  for (const { total } of rows) if (total > ${n % 7}) sum += total * ${n % 13};\n  return sum;\n}\n`,
  (/** @type {number} */ n) =>
    `export class Store${n} {\n  readonly #rows = new Map<string, { id: string; at: number }>();\n  add(id: string): void {\n    this.#rows.set(id, { id, at: ${n} });\n  }\n  find(id: string) {\n    return this.#rows.get(id) ?? { id, at: 0 };\n  }\n}\n`,
  (/** @type {number} */ n) =>
    `const texts${n} = ["alpha", "beta", "gamma"].map((word) => \`\${word}-${n}\`);\nexport const joined${n} = texts${n}.join(", ");\n`,
];

const CONCERNED = [
  () =>
    'import OpenAI from "openai";\nexport const client = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });\nexport const ask = (content: string) => client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content }] });\n',
  () =>
    'import Anthropic from "@anthropic-ai/sdk";\nconst claude = new Anthropic();\nexport async function reply(content: string) {\n  return claude.messages.create({ model: "claude", max_tokens: 9, messages: [{ role: "user", content }] });\n}\n',
  (/** @type {number} */ n) =>
    `import { client } from "../part${n % 10}/file0.ts";\nexport const embed = (input: string) => client.embeddings.create({ model: "m", input });\n`,
];

/** Writes the files below a folder and returns how many bytes they have. @param {string} folder @param {number} count */
export function writeRepository(folder, count) {
  let bytes = 0;
  let seed = 42;
  const random = () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return seed / 0x7fffffff;
  };
  for (let index = 0; index < count; index++) {
    const part = `part${index % 40}`;
    // One file in thirty has something of a vendor's, about as in real repositories that call them.
    const concerned = index < 40 || index % 30 === 0;
    const first = CONCERNED[index < 40 ? 0 : Math.floor(random() * CONCERNED.length)];
    let text =
      concerned && first
        ? first(index)
        : 'import { readFile } from "node:fs/promises";\nimport path from "node:path";\n';
    const pieces = 6 + Math.floor(random() * 24);
    for (let piece = 0; piece < pieces; piece++)
      text += PURE[Math.floor(random() * PURE.length)]?.(index * 100 + piece);
    const file = path.join(folder, "src", part, `file${Math.floor(index / 40)}.ts`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    bytes += text.length;
  }
  writeFileSync(
    path.join(folder, "package.json"),
    '{ "name": "bench", "type": "module", "dependencies": { "openai": "*" } }\n',
  );
  return bytes;
}
