import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CommandContext } from "../context.ts";
import { registerScan } from "./scan.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "fairlead-scan-settings-"));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array): void {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

const project = (severity: string) =>
  write("fairlead.yaml", `apiVersion: fairlead/v1\nkind: Project\nchecks:\n  severity: ${severity}\n`);
const direct = 'import OpenAI from "openai";\nnew OpenAI();\n';

async function scan(...argv: string[]) {
  const seen = { out: "", err: "", exit: 0 };
  const context: CommandContext = {
    cwd: root,
    env: {},
    now: () => Date.parse("2026-06-01"),
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
  const program = new Command().exitOverride();
  registerScan(program, context);
  await program.parseAsync(["scan", ...argv], { from: "user" });
  return seen;
}

interface SarifResult {
  ruleId: string;
  level: string;
  locations: { physicalLocation: { region: Record<string, number> } }[];
}

const sarif = async (): Promise<SarifResult[]> =>
  (JSON.parse((await scan("--format", "sarif")).out) as { runs: { results: SarifResult[] }[] }).runs[0]?.results ?? [];

describe("the severities of a project", () => {
  test("a rule that is off is not reported, and ends nothing", async () => {
    write("a.ts", direct);
    expect((await scan()).exit).toBe(1);
    project("{ code.direct-client: off }");
    const { out, exit } = await scan();
    expect(out).not.toContain("code.direct-client");
    expect(exit).toBe(0);
    expect(await sarif()).toEqual([]);
  });

  test("an error is one, a hint ends nothing", async () => {
    write("a.ts", 'import OpenAI from "openai";\nnew OpenAI({ baseURL: "http://localhost:1/v1" });\n');
    expect((await scan()).exit).toBe(0);
    project("{ code.local-client: error }");
    expect((await scan()).exit).toBe(1);
    expect(await sarif()).toMatchObject([{ ruleId: "code.local-client", level: "error" }]);
    write("b.ts", direct);
    project("{ code.local-client: hint, code.direct-client: hint }");
    expect((await scan()).exit).toBe(0);
  });

  test("of the folder that a file is in", async () => {
    write(
      "a/fairlead.yaml",
      "apiVersion: fairlead/v1\nkind: Project\nchecks: { severity: { code.direct-client: off } }\n",
    );
    write("a/a.ts", direct);
    write("b/b.ts", direct);
    const { out } = await scan();
    expect(out).toMatch(/^b\/b\.ts:2:1 code\.direct-client/m);
    expect(out).not.toContain("a/a.ts");
  });
});

describe("comments that silence", () => {
  test("what they silence is left out, and those that silence nothing are told", async () => {
    write("a.ts", 'import OpenAI from "openai";\nnew OpenAI(); // fairlead-ignore code.direct-client\n');
    write("b.ts", "export const a = 1; // fairlead-ignore code.direct-client\n");
    write("c.py", "# fairlead-ignore-file code.raw-htp\nimport os\n");
    const { out, exit } = await scan();
    expect(exit).toBe(0);
    expect(out.split("\n").slice(0, 2)).toEqual([
      expect.stringMatching(/^b\.ts:1:\d+ suppression\.unused Nothing here is silenced by code\.direct-client/),
      expect.stringMatching(/^c\.py:1:\d+ suppression\.unknown-code .*code\.raw-http/),
    ]);
    expect((await sarif()).map(({ ruleId }) => ruleId)).toEqual(["suppression.unused", "suppression.unknown-code"]);
    const json = JSON.parse((await scan("--json")).out) as object;
    expect(Object.keys(json).sort()).toEqual(["durationMs", "files", "findings", "skipped"]);
  });
});

describe("models by their last day", () => {
  beforeEach(() => {
    const lifecycle = "lifecycle: { status: active, retires: 2026-12-01 }";
    write(
      "a.catalog.yaml",
      `apiVersion: fairlead/v1\nkind: ModelCatalog\nproviders: {}\nmodels:\n  gpt:\n    ${lifecycle}\ndeployments: {}\n`,
    );
    write("a.ts", `${direct}new OpenAI().chat.completions.create({ model: "gpt" });\n`);
  });

  test.each([
    [undefined, undefined],
    ["2026-10-15", /gpt is gone on 2026-12-01/],
    ["2026-12-01", /gpt is retired since 2026-12-01/],
  ])("as of %s", async (at, expected) => {
    const { out } = await scan(...(at === undefined ? [] : ["--at", at]));
    if (expected) expect(out).toMatch(expected);
    else expect(out).not.toContain("code.retired-model");
  });
});

test("a workload that no policy knows is told, with what was likely meant", async () => {
  write(
    "a.routing-policy.yaml",
    "apiVersion: fairlead/v1\nkind: RoutingPolicy\nworkloads:\n  tickets: { route: { strategy: ordered, candidates: [] } }\n",
  );
  write(
    "a.ts",
    'import { GatewayOpenAI } from "@fairlead/runtime/openai";\nnew GatewayOpenAI({ workload: "tickest" });\nnew GatewayOpenAI({ workload: "tickets" });\n',
  );
  write("b.py", 'headers = {\n    "fairlead-workload": "reports",\n}\n');
  const { out, exit } = await scan();
  expect(exit).toBe(0);
  expect(out).toMatch(/^a\.ts:2:32 code\.unknown-workload .*"tickest".*tickets/m);
  expect(out).toMatch(/^b\.py:2:27 code\.unknown-workload .*"reports"/m);
  expect(out).toContain("2 through the gateway");
  write(
    "fairlead.yaml",
    "apiVersion: fairlead/v1\nkind: Project\nchecks: { severity: { code.unknown-workload: error } }\n",
  );
  expect((await scan()).exit).toBe(1);
});

test.each([
  ["Windows line endings", (text: string) => text.replaceAll("\n", "\r\n"), 0],
  ["a byte order mark", (text: string) => `\uFEFF${text}`, 0],
  ["tabs and letters outside of ASCII before it", (text: string) => text.replace(/\t/g, "\t\t"), 1],
])("places are those of the text with %s", async (_name, vary, more) => {
  write("a.ts", vary('import OpenAI from "openai";\n\tconst ü = "é"; new OpenAI();\n'));
  write("a.py", vary("from openai import OpenAI\nif 1:\n\tü = OpenAI()\n"));
  const regions = (await sarif()).map(({ locations }) => locations[0]?.physicalLocation.region);
  expect(regions).toEqual([
    { startLine: 3, startColumn: 6 + more, endLine: 3, endColumn: 12 + more },
    { startLine: 2, startColumn: 17 + more, endLine: 2, endColumn: 27 + more },
  ]);
  const { findings } = JSON.parse((await scan("--json")).out) as { findings: Record<string, unknown>[] };
  expect(findings.map(({ line, column, endLine, endColumn }) => [line, column, endLine, endColumn])).toEqual(
    regions.map((region) => [region?.startLine, region?.startColumn, region?.endLine, region?.endColumn]),
  );
});

test("the JSON is the contract", async () => {
  write("a.ts", direct);
  write("b.ts", 'await fetch("https://api.openai.com/v1/models");\n');
  const { files, skipped, durationMs, findings } = JSON.parse((await scan("--json")).out) as Record<string, unknown[]>;
  expect(files).toBe(2);
  expect(skipped).toEqual([]);
  expect(Number.isInteger(durationMs)).toBe(true);
  expect(findings).toEqual([
    {
      ...{ file: "a.ts", line: 2, column: 1, endLine: 2, endColumn: 11, rule: "code.direct-client", vendor: "openai" },
      ...{ kind: "client-construction", api: "new OpenAI", tier: "certain", state: "direct", workload: null },
      ...{ fix: "suggestion", message: expect.stringMatching(/./) },
    },
    {
      ...{ file: "b.ts", line: 1, column: 7, endLine: 1, endColumn: 47, rule: "code.raw-http", vendor: "openai" },
      ...{ kind: "raw-http", api: "fetch api.openai.com", tier: "host", state: "direct", workload: null },
      ...{ fix: expect.toSatisfy((fix) => fix === null || fix === "suggestion"), message: expect.stringMatching(/./) },
    },
  ]);
});

test("what can not be read is skipped with its reason, and ends nothing", async () => {
  write("huge.js", `${"const a = 1;\n".repeat(400_000)}new OpenAI();\n`);
  write("minified.js", `var a=${"f(1),".repeat(8_000)}0;`);
  write("binary.ts", new Uint8Array(200));
  write("utf16.py", Buffer.from("\uFEFFimport openai\n", "utf16le"));
  write("broken.ts", `${direct}function ( { [ \u0000`.replace("\u0000", "`${"));
  write("broken.py", "from openai import OpenAI\nOpenAI()\ndef (:\n  '''");
  write("deep.ts", `${direct}${"[\n".repeat(50_000)}`);
  symlinkSync(root, path.join(root, "loop"));
  symlinkSync(path.join(root, "gone"), path.join(root, "dangling.ts"));
  mkdirSync(path.join(root, "folder.ts"));
  write("closed/a.ts", direct);
  write("locked.ts", direct);
  chmodSync(path.join(root, "closed"), 0);
  chmodSync(path.join(root, "locked.ts"), 0);
  try {
    const { out, exit } = await scan("--json");
    const { findings, skipped } = JSON.parse(out) as {
      findings: { file: string }[];
      skipped: { file: string; why: string }[];
    };
    expect(exit).toBe(1);
    const reasons = Object.fromEntries(skipped.map(({ file, why }) => [file, why]));
    expect(reasons).toMatchObject({
      "huge.js": expect.stringContaining("5200014 bytes"),
      "minified.js": "it looks minified",
      "binary.ts": expect.stringContaining("binary"),
      "deep.ts": expect.stringContaining("nested too deep"),
      "utf16.py": expect.stringContaining("not UTF-8"),
    });
    // The superuser may read all.
    if (process.getuid?.() !== 0) {
      expect(reasons).toMatchObject({
        closed: expect.stringContaining("read"),
        "locked.ts": expect.stringMatching(/./),
      });
    }
    expect(findings.map(({ file }) => file)).toEqual(expect.arrayContaining(["broken.py", "broken.ts"]));
  } finally {
    chmodSync(path.join(root, "closed"), 0o755);
  }
});

describe("only what changed", () => {
  const git = (...argv: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...argv], { cwd: root, stdio: "pipe" });

  test("without a repository it says why not", async () => {
    write("a.ts", direct);
    await expect(scan("--changed")).rejects.toThrow(/git can not tell what changed since HEAD/);
  });

  test("before the first commit, everything is new", async () => {
    git("init", "-q");
    write("a.ts", direct);
    await expect(scan("--changed")).rejects.toThrow(/git can not tell what changed since HEAD/);
  });

  test("in a shallow clone, what is not committed; and a revision that it lacks is said to be missing", async () => {
    const origin = mkdtempSync(path.join(tmpdir(), "fairlead-origin-"));
    try {
      const own = (...argv: string[]) =>
        execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...argv], {
          cwd: origin,
          stdio: "pipe",
        });
      own("init", "-q", "-b", "main");
      for (const name of ["a.ts", "b.ts"]) {
        writeFileSync(path.join(origin, name), direct);
        own("add", name);
        own("commit", "-qm", name);
      }
      git("clone", "-q", "--depth", "1", `file://${origin}`, ".");
      write("c.ts", direct);
      expect((await scan("--changed")).out).toMatch(/^c\.ts:2:1 [^\n]*\n1 file: 1 direct client/);
      await expect(scan("--changed", "HEAD~1")).rejects.toThrow(/HEAD~1/);
    } finally {
      rmSync(origin, { recursive: true, force: true });
    }
  });
});
