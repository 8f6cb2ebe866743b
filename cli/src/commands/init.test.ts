import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { TestWorkspace } from "../testing/workspace.ts";

let workspace: TestWorkspace;
let name: string;

beforeEach(() => {
  workspace = new TestWorkspace();
  name = path.basename(workspace.root).replaceAll(" ", "-");
  workspace.write("package.json", '{ "dependencies": { "openai": "1", "@anthropic-ai/sdk": "1" } }');
});
afterEach(() => workspace.remove());

const openai = (model: string): string =>
  `import OpenAI from "openai";\nconst client = new OpenAI();\nawait client.chat.completions.create({ model: "${model}", messages: [] });\n`;
const read = (file: string): string => readFileSync(path.join(workspace.root, file), "utf8");

test("folders become workloads, model names deployments, and what nobody knows is left to decide", async () => {
  workspace.write("services/support/src/a.ts", openai("gpt-4o"));
  workspace.write("services/support/src/b.ts", openai("gpt-4o-mini"));
  workspace.write("services/support/src/a.test.ts", openai("gpt-4.1"));
  workspace.write(
    "tools/draft.py",
    'import boto3\nclient = boto3.client("bedrock-runtime", region_name="eu-north-1")\nclient.converse(modelId="eu.anthropic.claude-sonnet-4-5-20250929-v1:0", messages=[])\n',
  );
  const { out, exit, err } = await workspace.run(["init"]);
  expect({ exit, err }).toEqual({ exit: 0, err: "" });
  expect(out).toContain("2 workloads");
  const policy = read(`${name}.routing-policy.yaml`);
  expect(policy).toContain(
    '        - gpt-4o@openai\n        - gpt-4o-mini@openai\n    code: ["services/support/**"]\n',
  );
  expect(policy).toContain('        - claude-sonnet-4-5-20250929@bedrock-eu-north-1\n    code: ["tools/**"]\n');
  const catalog = read(`${name}.catalog.yaml`);
  expect(catalog).toContain(
    "    upstream: eu.anthropic.claude-sonnet-4-5-20250929-v1:0\n    price: { input: 3.3, output: 16.5,",
  );
  expect(catalog).not.toContain("gpt-4.1");
  expect(await workspace.run(["check"])).toMatchObject({ exit: 0, err: "" });
  expect(read("fairlead.yaml")).toContain("    route.no-eligible-deployment: warning\n");
  // Unknown sensitivity counts as restricted, and unknown handling as fit for public data.
  expect(await workspace.run(["explain", "support"])).toMatchObject({
    exit: 1,
    out: expect.stringContaining("sensitivity.too-high"),
  });
});

test("with a sensitivity named the route serves", async () => {
  workspace.write("app/a.ts", openai("gpt-4o"));
  await workspace.run(["init", "--sensitivity", "internal"]);
  expect(read("fairlead.yaml")).not.toContain("severity");
  expect(await workspace.run(["explain", "app"])).toMatchObject({
    exit: 0,
    out: expect.stringContaining("1. gpt-4o@openai"),
  });
});

test.each([
  ["a file at the root", "main.ts", "main.ts"],
  ["a file in a container", "src/a.ts", "src/*"],
  ["brackets", "apps/[tenant]/page.tsx", "apps/\\[tenant\\]/**"],
  ["blanks, quotes and a hash", 'packages/it\'s a "test" # x/a.ts', 'packages/it\'s a "test" # x/**'],
  ["a name that YAML would take for something else", "services/true/a.ts", "services/true/**"],
  ["another script", "services/Häuser/a.ts", "services/Häuser/**"],
])("%s", async (_what, file, glob) => {
  workspace.write(file, openai("gpt-4o"));
  expect(await workspace.run(["init", "--sensitivity", "public"])).toMatchObject({ exit: 0 });
  expect(read(`${name}.routing-policy.yaml`)).toContain(`code: [${JSON.stringify(glob)}]`);
  const { out, exit } = await workspace.run(["check"]);
  expect({ out, exit }).toMatchObject({ exit: 0 });
  const { workloads, unassigned } = JSON.parse((await workspace.run(["inventory", "--json"])).out);
  expect(unassigned).toEqual([]);
  expect(workloads).toMatchObject([{ calls: [{ vendor: "openai", files: [file] }] }]);
});

test("a vendor without a model's name is left to decide; the documents are without errors all the same", async () => {
  workspace.write("worker/a.ts", openai("gpt-4o").replace('"gpt-4o"', "process.env.MODEL"));
  await workspace.run(["init"]);
  expect(read(`${name}.routing-policy.yaml`)).toContain(
    "# To decide: worker (worker/**) calls openai, but no model's name",
  );
  expect(await workspace.run(["check"])).toMatchObject({ exit: 0 });
});

test("nothing to find gives documents without errors too", async () => {
  expect(await workspace.run(["init"])).toMatchObject({ exit: 0 });
  expect(await workspace.run(["check"])).toMatchObject({ exit: 0 });
});

test("nothing is overwritten, and a dry run writes nothing", async () => {
  expect((await workspace.run(["init", "--dry-run"])).out).toContain(`--- ${name}.catalog.yaml\n`);
  expect(existsSync(path.join(workspace.root, "fairlead.yaml"))).toBe(false);
  workspace.write("old/acme.catalog.yaml", "apiVersion: fairlead/v1\nkind: Catalog\n");
  const found = await workspace.run(["init"]);
  expect(found).toMatchObject({ exit: 2, out: "", err: expect.stringContaining("cli.already-there") });
  expect(found.err).toContain("old/acme.catalog.yaml");
  expect(existsSync(path.join(workspace.root, "fairlead.yaml"))).toBe(false);
});
