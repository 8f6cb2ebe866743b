import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UsageError } from "../context.ts";
import { run } from "../run.ts";
import { loadPolicyWorkspace } from "../workspace.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fairlead-check-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string) {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function context(cwd = folder) {
  const seen = { out: "", err: "", exit: 0 };
  return {
    seen,
    cwd,
    env: {},
    now: () => 0,
    stdout: (text: string) => {
      seen.out += text;
    },
    stderr: (text: string) => {
      seen.err += text;
    },
    setExitCode: (code: 0 | 1 | 2) => {
      seen.exit = Math.max(seen.exit, code);
    },
    signal: new AbortController().signal,
  };
}

async function check(...argv: string[]) {
  const given = context();
  await run(["check", ...argv], given);
  return given.seen;
}

const catalog = "apiVersion: fairlead/v1\nkind: Catalog\nproviders: { p: { adapter: openai } }\n";
const wrong = "apiVersion: fairlead/v1\nkind: Catalog\nproviders: { q: { adaptr: openai } }\n";

describe("fairlead check", () => {
  test("a clean folder", async () => {
    write("a.catalog.yaml", catalog);
    expect(await check()).toEqual({ out: "1 file, no problems\n", err: "", exit: 0 });
  });

  test("mistakes: sorted lines, a summary, exit code 1", async () => {
    write("b/b.catalog.yaml", wrong);
    write("a.catalog.yaml", catalog.replace("openai", "opnai"));
    write("empty.benchmark.yaml", "");
    const { out, exit } = await check();
    expect(exit).toBe(1);
    expect(out).toContain("3 files, 3 errors, 1 warning\n");
    expect(out.split("\n").map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
      "a.catalog.yaml:3:28 document.wrong-value",
      "b/b.catalog.yaml:3:14 document.missing-key",
      "b/b.catalog.yaml:3:19 document.unknown-key",
      "empty.benchmark.yaml:1:1 document.empty",
      "3 files,",
      "",
    ]);
  });

  test("warnings alone are fine", async () => {
    write("empty.benchmark.yaml", "# soon\n");
    expect((await check()).exit).toBe(0);
  });

  test("--json", async () => {
    write("a.catalog.yaml", wrong);
    const { out, exit } = await check("--json");
    expect(exit).toBe(1);
    const result = JSON.parse(out);
    expect(result).toMatchObject({ files: 1, errors: 2, warnings: 0 });
    expect(result.diagnostics[1]).toEqual({
      file: "a.catalog.yaml",
      line: 3,
      column: 19,
      endLine: 3,
      endColumn: 25,
      severity: "error",
      code: "document.unknown-key",
      message: 'A provider has no "adaptr". Did you mean "adapter"?',
    });
  });

  test("a single file is linked with the rest of the folder, and reported alone", async () => {
    write(
      "a.catalog.yaml",
      `${catalog}models: { m: { supplier: s, capabilities: [chat], contextWindow: 1 } }\ndeployments: { m@p: { upstream: m } }\n`,
    );
    write("broken.benchmark.yaml", "kind: [");
    write(
      "b.routing-policy.yaml",
      "apiVersion: fairlead/v1\nkind: RoutingPolicy\nbusinessUnits: { u: {} }\nworkloads: { w: { businessUnit: u, route: { candidates: [m@p] } } }\n",
    );
    expect(await check("b.routing-policy.yaml")).toMatchObject({ out: "1 file, no problems\n", exit: 0 });
    expect((await check("broken.benchmark.yaml")).exit).toBe(1);
  });

  test.each([
    [["nowhere.catalog.yaml"], "cli.no-such-path There is no file or folder nowhere.catalog.yaml."],
    [[], "cli.no-documents There are no Fairlead documents in"],
    [["notes.txt"], "cli.no-documents There are no Fairlead documents in notes.txt."],
  ])("%j is misuse", async (argv, message) => {
    write("notes.txt", "nothing");
    const { err, out, exit } = await check(...argv);
    expect(err).toContain(message);
    expect(out).toBe("");
    expect(exit).toBe(2);
  });
});

/** A provider that is called without encryption: a warning. */
const insecure =
  'apiVersion: fairlead/v1\nkind: Catalog\nproviders:\n  p: { adapter: openai, endpoint: "http://a.example.com" }\n';

describe("severities", () => {
  test("a warning is printed as one, and does not fail", async () => {
    write("a.catalog.yaml", insecure);
    expect(await check()).toMatchObject({
      out: expect.stringMatching(
        /^a\.catalog\.yaml:4:36 provider\.insecure-endpoint .* \(warning\)\n1 file, 0 errors, 1 warning\n$/,
      ),
      exit: 0,
    });
  });

  test("--max-warnings", async () => {
    write("a.catalog.yaml", insecure);
    expect(await check("--max-warnings", "1")).toMatchObject({ exit: 0, err: "" });
    expect(await check("--max-warnings", "0")).toMatchObject({
      exit: 1,
      err: "1 warning, and at most 0 are allowed.\n",
    });
    expect((await check("--max-warnings", "-1")).exit).toBe(2);
  });

  test("--severity, and what it leaves out is counted", async () => {
    write("a.catalog.yaml", insecure);
    const { out, exit } = await check("--severity", "error");
    expect(out).toBe("1 file, 0 errors, 1 warning (1 below that: --severity hint)\n");
    expect(exit).toBe(0);
  });

  test("a project has the word: severities and excluded files, from the folders above too", async () => {
    write("sub/a.catalog.yaml", insecure);
    write(
      "fairlead.yaml",
      "apiVersion: fairlead/v1\nkind: Project\nchecks: { severity: { provider.insecure-endpoint: error } }\n",
    );
    expect((await check()).exit).toBe(1);
    expect((await check("sub")).exit).toBe(1);
    expect((await check("sub/a.catalog.yaml")).exit).toBe(1);
    write("fairlead.yaml", "apiVersion: fairlead/v1\nkind: Project\nexclude: [sub]\n");
    expect(await check("sub/a.catalog.yaml")).toMatchObject({ exit: 0, out: "0 files, no problems\n" });
  });

  test("a severity that a project raises fails the check and nothing else", async () => {
    write("a.catalog.yaml", insecure);
    write(
      "fairlead.yaml",
      "apiVersion: fairlead/v1\nkind: Project\nchecks: { severity: { provider.insecure-endpoint: error } }\n",
    );
    expect((await loadPolicyWorkspace(context())).files).toHaveLength(2);
  });
});

test("--at is the day that notices and renewals are looked at from", async () => {
  write("a.catalog.yaml", `${catalog}contracts: { c: { provider: p, renews: 2027-01-31 } }\n`);
  expect((await check("--at", "2026-01-01")).out).not.toContain("contract.renewal-past");
  expect((await check("--at", "2027-02-01")).out).toContain("contract.renewal-past");
  expect((await check("--at", "tomorrow")).exit).toBe(2);
});

describe("--explain", () => {
  test("prints the page of a rule", async () => {
    expect((await check("--explain", "route.single-provider")).out).toMatch(
      /^route\.single-provider \(warning.*\n\nA critical/,
    );
  });

  test("an unknown rule comes with the likely one", async () => {
    expect(await check("--explain", "route.single-provder")).toMatchObject({
      err: expect.stringContaining(
        'cli.unknown-rule There is no rule "route.single-provder". Did you mean "route.single-provider"?',
      ),
      exit: 2,
    });
  });
});

test("--format github: annotations, escaped", async () => {
  write("pol, icy/100%.catalog.yaml", insecure);
  const [line = ""] = (await check("--format", "github")).out.split("\n");
  expect(line).toMatch(
    /^::warning file=pol%2C icy\/100%25\.catalog\.yaml,line=4,endLine=4,col=36,endColumn=56,title=provider\.insecure-endpoint::Keys/,
  );
});

describe("loadPolicyWorkspace", () => {
  test("gives the documents", async () => {
    write("sub/a.catalog.yaml", catalog);
    const { documents } = await loadPolicyWorkspace(context(), "sub");
    expect(Object.keys(documents.catalog.providers)).toEqual(["p"]);
  });

  test("prints the errors and refuses", async () => {
    write("a.catalog.yaml", wrong);
    const given = context();
    await expect(loadPolicyWorkspace(given)).rejects.toThrow(UsageError);
    expect(given.seen.err).toContain("a.catalog.yaml:3:19 document.unknown-key");
  });

  test("refuses where there is nothing", async () => {
    await expect(loadPolicyWorkspace(context(), "none")).rejects.toMatchObject({ code: "cli.no-such-folder" });
    await expect(loadPolicyWorkspace(context())).rejects.toMatchObject({ code: "cli.no-documents" });
  });
});
