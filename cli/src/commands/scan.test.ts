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
    expect(out).toMatch(/1 file: 1 direct call, 0 through the gateway\. `fairlead migrate` can rewrite 1 safely\.\n$/);
    expect(exit).toBe(1);
  });

  test("migrated code is fine, with exit code 0", async () => {
    write(
      "a.ts",
      'import { GatewayOpenAI } from "@fairlead/runtime/openai";\nnew GatewayOpenAI({ workload: "tickets" });\n',
    );
    expect(await run(["scan"])).toMatchObject({ out: "1 file: 0 direct calls, 1 through the gateway.\n", exit: 0 });
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
