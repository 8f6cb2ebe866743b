import { afterEach, beforeEach, expect, test } from "vitest";
import { CATALOG, POLICY, TestWorkspace } from "../testing/workspace.ts";

let workspace: TestWorkspace;

beforeEach(() => {
  workspace = new TestWorkspace();
  workspace.write("acme.catalog.yaml", CATALOG);
  workspace.write("acme.routing-policy.yaml", POLICY);
  workspace.write("package.json", '{ "dependencies": { "openai": "1" } }');
  workspace.write("src/chat/a.ts", 'import OpenAI from "openai";\nexport const client = new OpenAI();\n');
  workspace.write(
    "src/chat/b.ts",
    'import { GatewayOpenAI } from "@fairlead/runtime/openai";\nexport const client = new GatewayOpenAI({ workload: "chat" });\n',
  );
  workspace.write("src/else/c.py", "from openai import OpenAI\nclient = OpenAI()\n");
});
afterEach(() => workspace.remove());

test("workloads with their code, calls and routes; code of no workload; concentration", async () => {
  const { out, exit } = await workspace.run(["inventory", "--json"]);
  expect(exit).toBe(0);
  const found = JSON.parse(out);
  expect(found.workloads).toMatchObject([
    {
      workload: "chat",
      businessUnit: "sales",
      criticality: "critical",
      sensitivity: "confidential",
      code: ["src/chat/**"],
      serving: [{ deployment: "large@north", share: 1 }],
      candidates: ["large@north", "large@south"],
      singles: [{ dimension: "supplier", id: "acme" }],
    },
  ]);
  const openai = found.workloads[0].calls.find(({ vendor }: { vendor: string }) => vendor === "openai");
  expect(openai.direct).toBeGreaterThan(0);
  expect(openai.files).toContain("src/chat/a.ts");
  expect(found.unassigned).toMatchObject([{ vendor: "openai", files: ["src/else/c.py"] }]);
  expect(found.concentrations).toContainEqual({
    dimension: "provider",
    measure: "workloads",
    shares: [{ id: "north", share: 1, workloads: ["chat"] }],
    hhi: 10000,
    band: "high",
  });
});

test("as text, Markdown and CSV", async () => {
  const text = (await workspace.run(["inventory"])).out;
  expect(text).toMatch(/^chat\n {2}business unit {2}sales\n/);
  expect(text).toMatch(/openai \d+ direct: src\/else\/c\.py/);
  const markdown = (await workspace.run(["inventory", "--format", "markdown"])).out;
  expect(markdown).toContain("| chat | sales | critical | confidential | src/chat/\\*\\* |");
  const csv = (await workspace.run(["inventory", "--format", "csv"])).out.split("\r\n");
  expect(csv[0]).toBe(
    "workload,business unit,criticality,sensitivity,code,serves,may serve,hangs on,vendor,direct,gateway,elsewhere,files",
  );
  expect(csv[1]).toMatch(
    /^chat,sales,critical,confidential,src\/chat\/\*\*,large@north,"large@north, large@south",supplier acme,openai,/,
  );
  for (const line of csv.slice(1, -1)) expect(line.replaceAll(/"[^"]*"/g, "").split(",")).toHaveLength(13);
});

test("a cell that a spreadsheet would run is text", async () => {
  workspace.write("acme.routing-policy.yaml", POLICY.replace("src/chat/**", "=cmd|x!A0/**"));
  expect((await workspace.run(["inventory", "--format", "csv"])).out).toContain(",'=cmd|x!A0/**,");
});

test("without documents, or with broken ones, there is the code; in an empty folder nothing", async () => {
  workspace.write("acme.routing-policy.yaml", POLICY.replace("large@south", "large@sooth"));
  const broken = await workspace.run(["inventory", "--json"]);
  expect(broken).toMatchObject({ exit: 0, err: expect.stringContaining("cli.invalid-documents") });
  expect(JSON.parse(broken.out)).toMatchObject({
    generation: null,
    workloads: [{ workload: "chat", criticality: null }],
  });
  workspace.write("empty/readme.md", "");
  expect((await workspace.run(["inventory", "--workspace", "empty"])).out).toMatch(/^No workload and no call/);
});
