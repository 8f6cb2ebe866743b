import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  analyseSource,
  lintSettings,
  migrateWorkspace,
  type ScanOptions,
  scanWorkspace,
  WorkspaceIndex,
} from "../index.ts";

let root: string;
const workloads = [{ id: "support", globs: ["services/support/**"] }];
const direct = 'import OpenAI from "openai";\nexport const client = new OpenAI();\n';

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "fairlead-scan-"));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array = direct): void {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

async function found(paths?: string[]): Promise<string[]> {
  const { findings } = await scanWorkspace({ root, workloads, ...(paths ? { paths } : {}) });
  return findings.map(({ file }) => file);
}

describe("scanWorkspace", () => {
  test("finds source files of every kind, in order", async () => {
    for (const name of ["b/x.tsx", "a.ts", "c.mjs", "b/a.cjs", "d.jsx", "e.cts", "notes.md", "types.d.ts"]) write(name);
    expect(await found()).toEqual(["a.ts", "b/a.cjs", "b/x.tsx", "c.mjs", "d.jsx", "e.cts"]);
  });

  test("leaves out dependencies, build output and tools' folders", async () => {
    for (const folder of ["node_modules/a", "dist", "build", ".next", ".git", "x/node_modules/b", "coverage"])
      write(`${folder}/a.js`);
    write("a.min.js");
    write("kept.js");
    expect(await found()).toEqual(["kept.js"]);
  });

  test("honours .gitignore, nested and with exceptions", async () => {
    write(".gitignore", "/generated/\n*.gen.ts\n!kept.gen.ts\n");
    write("sub/.gitignore", "!again.gen.ts\nlocal.ts\n");
    for (const name of [
      "generated/a.ts",
      "a.gen.ts",
      "kept.gen.ts",
      "sub/again.gen.ts",
      "sub/b.gen.ts",
      "sub/local.ts",
      "local.ts",
    ])
      write(name);
    expect(await found()).toEqual(["kept.gen.ts", "local.ts", "sub/again.gen.ts"]);
  });

  test("honours the .gitignore above, up to the repository's root", async () => {
    mkdirSync(path.join(root, ".git"));
    write(".gitignore", "hidden.ts\n");
    write("app/hidden.ts");
    write("app/seen.ts");
    const { findings } = await scanWorkspace({ root: path.join(root, "app"), workloads });
    expect(findings.map(({ file }) => file)).toEqual(["seen.ts"]);
  });

  test("a folder that is asked for by name is scanned, although a .gitignore above leaves it out", async () => {
    mkdirSync(path.join(root, ".git"));
    write(".gitignore", ".work/\n*.gen.ts\n");
    write(".work/app/.gitignore", "hidden.ts\n");
    for (const name of ["seen.ts", "hidden.ts"]) write(`.work/app/sub/${name}`);
    const { findings } = await scanWorkspace({ root: path.join(root, ".work/app"), workloads });
    expect(findings.map(({ file }) => file)).toEqual(["sub/seen.ts"]);
  });

  test("looks only into the paths it is given, and takes a file that is named whatever ignores it", async () => {
    write(".gitignore", "a.ts\n");
    for (const name of ["a.ts", "b/c.ts", "b/d.ts", "e.ts"]) write(name);
    expect(await found(["a.ts", "b"])).toEqual(["a.ts", "b/c.ts", "b/d.ts"]);
    expect(await found([path.join(root, "b/c.ts"), "b/c.ts"])).toEqual(["b/c.ts"]);
  });

  test("says what it skipped, and why", async () => {
    write("binary.js", new Uint8Array([0, 1, 2]));
    write("latin.js", new Uint8Array([0x2f, 0x2f, 0xe9, 0x0a]));
    write("huge.js", `// ${"x".repeat(1_600_000)}\n`);
    write("bundle.js", `var a="${"x".repeat(30_000)}";\n`);
    write("empty.js", "");
    const { skipped, files } = await scanWorkspace({ root, paths: [".", "gone.ts", "README.md"], workloads });
    write("README.md", "");
    expect(files).toBe(1);
    expect(Object.fromEntries(skipped.map(({ file, why }) => [file, why]))).toEqual({
      "binary.js": "it is binary, or not UTF-8",
      "latin.js": "it is not UTF-8",
      "huge.js": expect.stringMatching(/more than the \d+ that are read/),
      "bundle.js": "it looks minified",
      "gone.ts": "it does not exist",
      "README.md": "it does not exist",
    });
  });

  test("links that go in circles end", async () => {
    write("a/a.ts");
    symlinkSync(root, path.join(root, "a/back"));
    expect(await found()).toEqual(["a/a.ts"]);
  });

  test("reports its progress, and ends when told to", async () => {
    for (let index = 0; index < 70; index++) write(`f${index}.ts`);
    const seen: number[] = [];
    await scanWorkspace({ root, workloads, onProgress: ({ filesDone }) => seen.push(filesDone) });
    expect(seen).toEqual([32, 64, 70]);
    const controller = new AbortController();
    const scan = scanWorkspace({ root, workloads, signal: controller.signal, onProgress: () => controller.abort() });
    await expect(scan).rejects.toThrow(/abort/i);
  });
});

describe("a client that other files use", () => {
  const safe = async (paths?: string[]) => {
    const { changed, left } = await migrateWorkspace({ root, workloads, grade: "safe", ...(paths ? { paths } : {}) });
    return { changed: changed.map(({ file }) => file), why: left.map((one) => one.why) };
  };

  test("has no safe fix where one of them calls what the gateway does not serve", async () => {
    write("services/support/openai.ts");
    write("web/images.ts", 'import { client } from "@/services/openai";\nclient.images.generate({ prompt: "a" });\n');
    expect(await safe()).toEqual({
      changed: [],
      why: [expect.stringContaining("web/images.ts:2, which may use this client, calls images.generate")],
    });
    // Which files are asked about makes no difference.
    expect((await safe(["services/support"])).changed).toEqual([]);
    const { findings } = await scanWorkspace({ root, workloads });
    expect(findings).toMatchObject([{ fix: "unsafe" }, { kind: "call", tier: "likely" }]);
  });

  test.each([
    ["a barrel", "web/a.ts", 'import { client } from "@acme/ai";\nclient.moderations.create({});\n'],
    ["an injected client", "web/a.ts", "class A { f() { return this.openai.audio.speech.create({}); } }\n"],
    ["CommonJS", "web/a.cjs", 'const ai = require("../services/support/openai");\nai.client.files.create({});\n'],
    ["a parameter", "web/a.ts", "export const f = (api) => api.responses.retrieve('r');\n"],
  ])("by %s", async (_name, file, text) => {
    write("services/support/openai.ts");
    write(file, text);
    expect((await safe()).changed).toEqual([]);
  });

  test("a file of another language is none of them", async () => {
    write("services/support/openai.ts");
    write("tools/draw.py", "def draw(client):\n    return client.images.generate(prompt='a')\n");
    expect((await safe()).changed).toEqual(["services/support/openai.ts"]);
  });

  test("nor has a provider of the AI SDK whose other models they ask", async () => {
    write("services/support/ai.ts", 'import { openai } from "@ai-sdk/openai";\nexport { openai };\n');
    expect((await safe()).changed).toEqual(["services/support/ai.ts"]);
    write(
      "web/a.ts",
      'import { openai } from "../services/support/ai";\nexport const a = openai.image("gpt-image-1");\n',
    );
    expect(await safe()).toEqual({
      changed: [],
      why: [expect.stringContaining("web/a.ts:2, which may use this client, calls openai.image")],
    });
    write("web/a.ts", 'import { openai } from "../services/support/ai";\nexport const a = openai.embedding("e");\n');
    expect((await safe()).changed).toEqual(["services/support/ai.ts"]);
  });

  test.each([
    ["what is served", 'import { client } from "./openai";\nclient.chat.completions.create({});\n'],
    ["a client of its own", 'import OpenAI from "openai";\nconst own = new OpenAI();\nown.images.generate({});\n'],
    ["another import of another file", 'import { db } from "./database";\ndb.images.generate({});\n'],
    [
      "another vendor's command",
      'import { InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";\nnew InvokeModelCommand({});\n',
    ],
  ])("is safe beside %s", async (_name, text) => {
    write("services/support/openai.ts");
    write("web/a.ts", text);
    expect((await safe()).changed).toEqual(["services/support/openai.ts"]);
  });

  test("of Bedrock, with a command in another file", async () => {
    const sdk = "@aws-sdk/client-bedrock-runtime";
    write(
      "services/support/bedrock.ts",
      `import { BedrockRuntimeClient } from "${sdk}";\nexport default new BedrockRuntimeClient({});\n`,
    );
    expect((await safe()).changed).toEqual(["services/support/bedrock.ts"]);
    write(
      "web/a.ts",
      `import { InvokeModelCommand } from "${sdk}";\nimport bedrock from "./b";\nbedrock.send(new InvokeModelCommand({}));\n`,
    );
    expect((await safe()).changed).toEqual([]);
  });

  test("of Python", async () => {
    write("services/support/llm.py", "import os\nfrom openai import OpenAI\nclient = OpenAI()\n");
    expect((await safe()).changed).toEqual(["services/support/llm.py"]);
    write(
      "services/support/judge.py",
      "from support.llm import client\nclient.moderations.create(model='m', input='i')\n",
    );
    expect((await safe()).changed).toEqual([]);
  });

  test("that nobody has looked for has no safe fix either", () => {
    const [finding] = analyseSource({ path: "services/support/a.ts", text: direct, workloads });
    expect(finding).toMatchObject({ fix: "unsafe", message: expect.stringContaining("have not been looked at") });
  });
});

describe("migrateWorkspace", () => {
  test("asks for the client library where JavaScript changed, and not for Python", async () => {
    write("package.json", "{}");
    write("services/support/a.py", "import os\nfrom openai import OpenAI\n_c = OpenAI()\n");
    const { changed, missingDependencies } = await migrateWorkspace({ root, workloads, grade: "safe" });
    expect(changed).toHaveLength(1);
    expect(missingDependencies).toEqual([]);
  });

  test("tells what would change, what is left and which manifests lack the package", async () => {
    write("package.json", "{}");
    write("services/support/package.json", '{ "dependencies": { "@fairlead/runtime": "1" } }');
    write("services/support/a.ts");
    write("services/other/b.ts");
    const safe = await migrateWorkspace({ root, workloads, grade: "safe" });
    expect(safe.changed.map(({ file, after }) => [file, after.includes("GatewayOpenAI")])).toEqual([
      ["services/support/a.ts", true],
    ]);
    expect(safe.left.map(({ finding, why }) => [finding.file, why])).toEqual([
      ["services/other/b.ts", expect.stringMatching(/no workload's code globs match/)],
    ]);
    expect(safe.missingDependencies).toEqual([]);
    const all = await migrateWorkspace({ root, workloads: [{ id: "w", globs: ["**"] }], grade: "safe" });
    expect(all.missingDependencies).toEqual([{ manifest: "package.json", package: "@fairlead/runtime" }]);
  });
});

describe("a second scan with the same index", () => {
  test("sees what changed: texts, vendors, workloads", async () => {
    const index = new WorkspaceIndex();
    const scan = async (more: Partial<ScanOptions> = {}) =>
      (await scanWorkspace({ root, workloads: [], index, ...more })).findings.map(
        ({ file, api, workload }) => `${file} ${api}${workload === null ? "" : ` ${workload}`}`,
      );
    write("services/support/a.ts");
    write("b.ts", 'import { Acme } from "acme";\nnew Acme();\n');
    expect(await scan()).toEqual(["services/support/a.ts new OpenAI"]);
    expect(await scan({ workloads })).toEqual(["services/support/a.ts new OpenAI support"]);
    const lint = lintSettings({ vendors: { acme: { javascript: { acme: { classes: ["Acme"] } } } } });
    expect(await scan({ lint })).toEqual(["b.ts new Acme", "services/support/a.ts new OpenAI"]);
    write("services/support/a.ts", "export const nothing = 1;\n");
    expect(await scan({ lint })).toEqual(["b.ts new Acme"]);
    rmSync(path.join(root, "b.ts"));
    expect(await scan({ lint })).toEqual([]);
  });
});
