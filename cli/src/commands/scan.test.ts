import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command, CommanderError } from "commander";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type CommandContext, UsageError } from "../context.ts";
import { registerMigrate } from "./migrate.ts";
import { registerScan } from "./scan.ts";

let root: string;

const policy = `apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits: { support: { owner: support } }
workloads:
  tickets:
    businessUnit: support
    criticality: high
    sensitivity: internal
    route: { strategy: ordered, candidates: [] }
    code: [services/support/**]
`;
const direct = 'import OpenAI from "openai";\n\nexport const client = new OpenAI({ apiKey: process.env.KEY });\n';

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "fairlead-code-"));
  write("a.routing-policy.yaml", policy);
  write("package.json", "{}");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, text: string): void {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function read(name: string): string {
  return readFileSync(path.join(root, name), "utf8");
}

async function run(argv: string[], cwd = root) {
  const seen = { out: "", err: "", exit: 0, error: undefined as UsageError | undefined };
  const context: CommandContext = {
    cwd,
    env: {},
    now: () => 0,
    stdout: (text) => {
      seen.out += text;
    },
    stderr: (text) => {
      seen.err += text;
    },
    setExitCode: (code) => {
      seen.exit = Math.max(seen.exit, code);
    },
    signal: new AbortController().signal,
  };
  const program = new Command("fairlead").exitOverride().configureOutput({ writeErr: context.stderr });
  registerScan(program, context);
  registerMigrate(program, context);
  try {
    await program.parseAsync(argv, { from: "user" });
  } catch (error) {
    if (error instanceof UsageError) seen.error = error;
    else if (error instanceof CommanderError) seen.exit = 2;
    else throw error;
  }
  return seen;
}

describe("fairlead scan", () => {
  test("prints a line a finding and a summary, and exits with 1", async () => {
    write("services/support/a.ts", direct);
    const { out, exit } = await run(["scan"]);
    expect(out).toMatch(/^services\/support\/a\.ts:3:23 code\.direct-client new OpenAI calls OpenAI directly/);
    expect(out).toMatch(
      /1 file: 1 direct client, 0 direct calls, 0 through the gateway\. `fairlead migrate` can rewrite 1 safely\.\n$/,
    );
    expect(exit).toBe(1);
  });

  test("migrated code is fine, with exit code 0", async () => {
    write(
      "a.ts",
      'import { GatewayOpenAI } from "@fairlead/runtime/openai";\nnew GatewayOpenAI({ workload: "tickets" });\n',
    );
    expect(await run(["scan"])).toMatchObject({
      out: "1 file: 0 direct clients, 0 direct calls, 1 through the gateway.\n",
      exit: 0,
    });
  });

  test("a client at another address is told, and does not fail", async () => {
    write("a.ts", 'import OpenAI from "openai";\nnew OpenAI({ baseURL: "http://localhost:1/v1" });\n');
    const { out, exit } = await run(["scan"]);
    expect(out).toContain("a.ts:2:1 code.local-client");
    expect(exit).toBe(0);
  });

  test("--json has the fields of the contract", async () => {
    write("services/support/a.ts", direct);
    const { out } = await run(["scan", "--json"]);
    const result = JSON.parse(out) as { findings: Record<string, unknown>[]; files: number; skipped: unknown[] };
    expect(Object.keys(result).sort()).toEqual(["durationMs", "files", "findings", "skipped"]);
    expect(Object.keys(result.findings[0] ?? {})).toEqual(
      "file line column endLine endColumn rule vendor kind api tier state workload fix message".split(" "),
    );
    expect(result.findings[0]).toMatchObject({ file: "services/support/a.ts", workload: "tickets", fix: "safe" });
  });

  test("--workspace says what globs are relative to; paths are relative to where the command runs", async () => {
    write("services/support/a.ts", direct);
    write("services/support/b.ts", direct);
    const { out } = await run(["scan", "support/a.ts", "--workspace", ".."], path.join(root, "services"));
    expect(out).toContain("support/a.ts:3:23 code.direct-client");
    expect(out).not.toContain("b.ts");
    expect(out).toContain("can rewrite 1 safely");
  });

  test("works without a policy, and with one that is broken", async () => {
    write("services/support/a.ts", direct);
    rmSync(path.join(root, "a.routing-policy.yaml"));
    expect((await run(["scan"])).out).toContain("no policy names a workload");
    write("b.routing-policy.yaml", `${policy}nonsense: 1\n`);
    const { out, err } = await run(["scan"]);
    expect(err).toContain("cli.invalid-documents");
    expect(out).toContain("can rewrite 1 safely");
  });

  test.each([
    [["scan", "gone.ts"], "cli.no-such-path"],
    [["scan", "--workspace", "gone"], "cli.no-such-folder"],
    [["migrate", "gone"], "cli.no-such-path"],
  ])("%j is refused", async (argv, code) => {
    expect((await run(argv)).error?.code).toBe(code);
  });
});

describe("fairlead scan in CI", () => {
  const call = 'import { client } from "./services/support/a.ts";\nclient.chat.completions.create({});\n';

  test("SARIF has addresses relative to the repository, fingerprints and levels", async () => {
    mkdirSync(path.join(root, ".git"));
    write("services/support/a.ts", direct);
    write("b.ts", call);
    const { out, exit } = await run(["scan", "--format", "sarif"], path.join(root, "services"));
    expect(exit).toBe(1);
    const whole = JSON.parse((await run(["scan", "--format", "sarif"])).out);
    const [{ results, tool }] = whole.runs;
    expect(JSON.parse(out).runs[0].results).toHaveLength(1);
    const places = results.map(
      (one: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
        one.locations[0]?.physicalLocation.artifactLocation.uri,
    );
    expect(places).toEqual(["b.ts", "services/support/a.ts"]);
    expect(results.map(({ level }: { level: string }) => level)).toEqual(["note", "warning"]);
    expect(
      new Set(results.map((one: { partialFingerprints: object }) => JSON.stringify(one.partialFingerprints))).size,
    ).toBe(2);
    expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(["code.direct-call", "code.direct-client"]);
  });

  test("annotations of GitHub", async () => {
    write("services/support/a.ts", direct);
    const { out } = await run(["scan", "--format", "github"]);
    expect(out).toMatch(
      /^::warning file=services\/support\/a\.ts,line=3,endLine=3,col=23,endColumn=33,title=code\.direct-client::new OpenAI/,
    );
  });

  test("a baseline holds what is known, wherever it moves to, and not what is new", async () => {
    write("services/support/a.ts", direct);
    expect((await run(["scan", "--baseline", "known.json", "--update-baseline"])).out).toBe(
      "1 finding written to known.json.\n",
    );
    write("services/support/a.ts", `// moved\n\n${direct}`);
    expect(await run(["scan", "--baseline", "known.json"])).toMatchObject({
      out: "1 file: 0 direct clients, 0 direct calls, 0 through the gateway, 1 in the baseline.\n",
      exit: 0,
    });
    write("services/support/a.ts", `${direct}new OpenAI();\n`);
    const { out, exit } = await run(["scan", "--baseline", "known.json"]);
    expect(out).toContain("1 direct client");
    expect(exit).toBe(1);
    expect((await run(["scan", "--baseline", "gone.json"])).error?.code).toBe("cli.no-such-path");
    write("bad.json", "{}");
    expect((await run(["scan", "--baseline", "bad.json"])).error?.code).toBe("cli.bad-option");
  });

  test("only what changed", async () => {
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: root });
    git("init", "-q");
    write("services/support/a.ts", direct);
    git("add", ".");
    git("commit", "-qm", "a");
    expect(await run(["scan", "--changed"])).toMatchObject({ exit: 0, out: expect.stringMatching(/^0 files/) });
    write("b.ts", call);
    const { out, exit } = await run(["scan", "--changed", "HEAD"]);
    expect(out).toContain("b.ts:2:1 code.direct-call chat.completions.create calls OpenAI directly");
    expect(out).not.toContain("a.ts:3");
    expect(exit).toBe(1);
    expect((await run(["scan", "--changed", "nowhere"])).error?.code).toMatch(/^(?:cli|git)\./);
  });

  test("the project's settings: own vendors, test files, allowed files, what is left out", async () => {
    write("package.json", '{ "dependencies": { "@acme/ai": "1" } }');
    write(
      "fairlead.yaml",
      `apiVersion: fairlead/v1
kind: Project
exclude: [old/**]
lint:
  testFiles: ignore
  allow: [scripts/**]
  vendors:
    acme:
      name: Acme AI
      hosts: [api.acme.ai]
      javascript: { "@acme/ai": { classes: [AcmeAI], factories: [makeAcme] } }
      python: { acme_ai: { classes: [Acme] } }
      calls: [chat.*]
      telling: [chat.ask]
`,
    );
    for (const name of ["old/a.ts", "scripts/a.ts", "a.test.ts", "tests/a.ts"]) write(name, direct);
    write("x.ts", 'import { makeAcme } from "@acme/ai";\nmakeAcme().chat.ask();\nfetch("https://api.acme.ai/v1");\n');
    write("y.ts", "export const f = (acme) => acme.chat.ask();\n");
    write("z.py", "from acme_ai import Acme\nAcme().chat.ask()\n");
    const { findings } = JSON.parse((await run(["scan", "--json"])).out) as {
      findings: { file: string; line: number; api: string; tier: string; vendor: string }[];
    };
    expect(findings.map(({ file, line, api, tier, vendor }) => `${file}:${line} ${vendor} ${api} ${tier}`)).toEqual([
      "x.ts:2 acme makeAcme() certain",
      "x.ts:2 acme chat.ask certain",
      "x.ts:3 acme fetch api.acme.ai host",
      "y.ts:1 acme chat.ask likely",
      "z.py:2 acme Acme() certain",
      "z.py:2 acme chat.ask certain",
    ]);
  });
});

describe("fairlead migrate", () => {
  test("shows a unified diff and changes nothing", async () => {
    write("services/support/a.ts", direct);
    const { out, exit } = await run(["migrate"]);
    expect(out).toContain(`--- a/services/support/a.ts
+++ b/services/support/a.ts
@@ -1,3 +1,3 @@
-import OpenAI from "openai";
+import { GatewayOpenAI } from "@fairlead/runtime/openai";
 
-export const client = new OpenAI({ apiKey: process.env.KEY });
+export const client = new GatewayOpenAI({ workload: "tickets" });
`);
    expect(out).toContain("1 client in 1 file would be migrated, 0 left. Add --write to change the files.");
    expect(out).toContain("package.json needs @fairlead/runtime: npm install --prefix . @fairlead/runtime");
    expect(read("services/support/a.ts")).toBe(direct);
    expect(exit).toBe(1);
  });

  test("--write changes the files, once; manifests only the reader changes", async () => {
    write("services/support/a.ts", direct.replaceAll("\n", "\r\n"));
    write("tools/b.ts", direct);
    const first = await run(["migrate", "--write"]);
    expect(first.out).toContain("services/support/a.ts:3:23 migrated new OpenAI");
    expect(first.out).toContain("tools/b.ts:3:23 left code.direct-client new OpenAI: no workload's code globs match");
    expect(first.exit).toBe(1);
    const after = read("services/support/a.ts");
    expect(after).toBe(
      'import { GatewayOpenAI } from "@fairlead/runtime/openai";\r\n\r\nexport const client = new GatewayOpenAI({ workload: "tickets" });\r\n',
    );
    expect(read("package.json")).toBe("{}");
    await run(["migrate", "--write"]);
    expect(read("services/support/a.ts")).toBe(after);
  });

  test("--manifests changes the dependencies too, and reports them apart", async () => {
    write("services/support/a.ts", direct);
    write("services/support/b.ts", 'import Claude from "@anthropic-ai/bedrock-sdk";\nexport const c = new Claude();\n');
    const manifest = {
      name: "a",
      dependencies: { "@anthropic-ai/bedrock-sdk": "^1.0.0", openai: "^7.0.0", zod: "^4.0.0" },
    };
    write("package.json", `${JSON.stringify(manifest, null, 2)}\n`);
    const plain = await run(["migrate", "--grade", "unsafe"]);
    expect(plain.out).toContain("package.json needs @fairlead/runtime: npm install --prefix . @fairlead/runtime");
    expect(plain.out).toContain("package.json no longer needs @anthropic-ai/bedrock-sdk: npm uninstall");
    expect(plain.out).not.toContain("+++ b/package.json");
    const { out } = await run(["migrate", "--grade", "unsafe", "--manifests"]);
    expect(out).toContain('-    "@anthropic-ai/bedrock-sdk": "^1.0.0",\n+    "@anthropic-ai/sdk": ">=0.60.0",\n');
    expect(out).toContain(
      "package.json adds @fairlead/runtime, adds @anthropic-ai/sdk, removes @anthropic-ai/bedrock-sdk",
    );
    await run(["migrate", "--grade", "unsafe", "--manifests", "--write"]);
    // OpenAI's own package stays: the gateway's client extends its.
    expect(JSON.parse(read("package.json"))).toEqual({
      name: "a",
      dependencies: {
        "@anthropic-ai/sdk": ">=0.60.0",
        "@fairlead/runtime": "^0.1.0",
        openai: "^7.0.0",
        zod: "^4.0.0",
      },
    });
    expect((await run(["migrate", "--grade", "unsafe", "--manifests"])).out).toBe(
      "0 clients in 0 files would be migrated, 0 left.\n",
    );
  });

  test("names what is unused afterwards, and what another file calls in vain", async () => {
    const text = 'import OpenAI from "openai";\nconst apiKey = readKey();\nconst client = new OpenAI({ apiKey });\n';
    write("services/support/a.ts", text);
    write("services/support/b.ts", direct);
    write(
      "tools/draw.ts",
      'import { client } from "../services/support/b";\nclient.images.generate({ prompt: "a" });\n',
    );
    const { out } = await run(["migrate"]);
    expect(out).toContain("services/support/a.ts:2 unused afterwards: apiKey");
    expect(out).toContain("tools/draw.ts:2, which may use this client, calls images.generate");
    expect(out).toContain("1 client in 1 file would be migrated, 1 left.");
  });

  test("--grade unsafe applies what wants a look", async () => {
    write("services/support/a.ts", 'import OpenAI from "openai";\nexport class Client extends OpenAI {}\n');
    expect((await run(["migrate"])).out).toContain("its fix is unsafe");
    expect(await run(["migrate", "--write", "--grade", "unsafe"])).toMatchObject({ exit: 0 });
    expect(read("services/support/a.ts")).toContain("extends GatewayOpenAI");
  });

  test("what a fix has left to be chosen is told, with and without a policy", async () => {
    write(
      "a.ts",
      'import { GatewayOpenAI } from "@fairlead/runtime/openai";\nnew GatewayOpenAI({ workload: "choose-a-workload" });\n',
    );
    const told = /^a\.ts:2:32 code\.unknown-workload .*still to be chosen/m;
    expect((await run(["scan"])).out).toMatch(told);
    rmSync(path.join(root, "a.routing-policy.yaml"));
    expect((await run(["scan"])).out).toMatch(told);
  });

  test("--json is the whole report", async () => {
    write("services/support/a.ts", direct);
    write("tools/b.ts", direct);
    const report = JSON.parse((await run(["migrate", "--json"])).out) as Record<string, unknown>;
    expect(report).toMatchObject({
      written: false,
      grade: "safe",
      changed: [{ file: "services/support/a.ts", diff: expect.stringContaining("+import { GatewayOpenAI }") }],
      left: [{ file: "tools/b.ts", why: expect.stringContaining("choose one") }],
      missingDependencies: [{ manifest: "package.json", package: "@fairlead/runtime" }],
    });
  });

  test.each([[["migrate", "--grade", "wild"]], [["migrate", "--write", "--dry-run"]]])("%j is misuse", async (argv) => {
    expect((await run(argv)).exit).toBe(2);
  });
});
