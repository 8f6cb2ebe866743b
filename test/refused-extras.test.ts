/** The lint asks the gateway's own rules what a call may not ask for, and must look at every text that may hold one. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { analyseSource, callsElsewhere } from "@fairlead/language-server/code";
import { extrasOf } from "@fairlead/runtime/gateway/extras";
import { expect, test } from "vitest";

const folder = path.resolve(import.meta.dirname, "../runtime/src/gateway/extras");

type Protocol = Parameters<typeof extrasOf>[0]["protocol"];

/** By file of the gateway's: the protocol, and a call by which the code asks. */
const CALLS: Record<string, { protocol: Protocol; call: string; within?: string }> = {
  "openai-chat.ts": { protocol: "openai-chat", call: "chat.completions.create" },
  "openai-responses.ts": { protocol: "openai-responses", call: "responses.create" },
  "anthropic-messages.ts": { protocol: "anthropic-messages", call: "messages.create" },
  "gemini.ts": { protocol: "gemini", call: "models.generateContent", within: "config" },
};

/** Values of which one asks for more, whatever the member. */
const VALUES = ["true", '"other"', '["audio"]', '{ edits: [{ type: "compact" }] }', '[{ url: "u" }]'];

/** The names of members that a file of the gateway's speaks of. */
function membersIn(file: string): string[] {
  const text = readFileSync(path.join(folder, file), "utf8");
  const names = [...text.matchAll(/(?:member: "|^ {2})(\w+)(?:"|: (?:\{|"))/gm)].map(([, name = ""]) => name);
  return [...new Set(names)].filter((name) => !["member", "asks", "reason", "strip"].includes(name));
}

const members = Object.entries(CALLS).flatMap(([file, own]) => membersIn(file).map((name) => ({ file, name, ...own })));

test("every member that the gateway speaks of is known by its name", () => {
  expect(members.length).toBeGreaterThan(30);
  expect(readdirSync(folder).filter((file) => !file.includes("test"))).toEqual(
    [...Object.keys(CALLS), "bedrock-converse.ts", "extra.ts", "openai-embeddings.ts"].sort(),
  );
});

test.each(members)("$file $name", ({ protocol, call, within, name }) => {
  const asking = VALUES.find((value) => {
    const own = { [name]: new Function(`return ${value}`)() as unknown };
    const body = within === undefined ? own : { ...own, generationConfig: own };
    return extrasOf({ protocol, body: body as Parameters<typeof extrasOf>[0]["body"] }).length > 0;
  });
  expect(asking).toBeDefined();
  const args = within === undefined ? `${name}: ${asking}` : `${within}: { ${name}: ${asking} }`;
  const text = `import { client } from "./client";\nawait client.${call}({ model: "m", ${args} });\n`;
  const found = callsElsewhere({ path: "src/a.ts", text, workloads: [] });
  expect(found.map((one) => one.call)).toEqual([expect.stringContaining(` with ${within ? "config." : ""}${name}`)]);
});

test("what the gateway lets pass is not spoken of", () => {
  const text = `import Anthropic from "@anthropic-ai/sdk";
const client = new Anthropic();
await client.messages.create({ model: "m", speed: "standard", service_tier: "auto", tools: [{ type: "bash_20250124" }] });
`;
  const workloads = [{ id: "support", globs: ["**"] }];
  const [site] = analyseSource({ path: "src/a.ts", text, workloads, calledElsewhere: [], sitesOnly: true });
  expect(site).toMatchObject({ rule: "code.direct-client", fix: "safe" });
});
