import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { DiagnosticTag } from "vscode-languageserver";
import { findRulePages } from "./rule-pages.ts";
import { CATALOG, POLICY } from "./testing/samples.ts";
import { Session } from "./testing/session.ts";

let folder: string | undefined;
let session: Session | undefined;

afterEach(async () => {
  if (folder) rmSync(folder, { recursive: true, force: true });
  folder = undefined;
  await session?.stop();
  session = undefined;
});

test("found beside the running file, through links, and not where they were not shipped", () => {
  folder = mkdtempSync(path.join(tmpdir(), "fairlead pages-"));
  mkdirSync(path.join(folder, "docs/rules"), { recursive: true });
  mkdirSync(path.join(folder, "dist"));
  mkdirSync(path.join(folder, "bin"));
  const bundle = path.join(folder, "dist/server.cjs");
  writeFileSync(bundle, "");
  expect(findRulePages(bundle)).toBeUndefined();
  writeFileSync(path.join(folder, "docs/rules/README.md"), "");
  symlinkSync(bundle, path.join(folder, "bin/fairlead"));
  for (const start of [bundle, path.join(folder, "bin/fairlead")])
    expect(findRulePages(start)).toMatch(/^file:\/\/\/.*fairlead%20pages-[^/]+\/docs\/rules\/$/);
  expect(findRulePages(path.join(folder, "nowhere.js"))).toBeUndefined();
  expect(findRulePages("")).toBeUndefined();
});

test("every diagnostic leads to its page, and what is not needed is faded", async () => {
  session = await Session.start(
    { "acme.catalog.yaml": CATALOG, "acme.routing-policy.yaml": POLICY },
    {
      textDocument: {
        publishDiagnostics: {
          codeDescriptionSupport: true,
          relatedInformation: true,
          tagSupport: { valueSet: [DiagnosticTag.Unnecessary, DiagnosticTag.Deprecated] },
        },
      },
    },
  );
  const found = await session.diagnostics("acme.routing-policy.yaml", (all) => all.length > 0);
  const never = found.find(({ code }) => code === "route.ineligible-candidate");
  expect(never).toMatchObject({
    tags: [DiagnosticTag.Unnecessary],
    severity: 2,
    data: { workload: "tickets", pointer: "/workloads/tickets/route/candidates/0", removable: true },
  });
  expect(never?.relatedInformation?.[0]?.location.uri).toBe(session.uri("acme.catalog.yaml"));
  for (const { code, codeDescription } of found) {
    expect(codeDescription?.href).toMatch(new RegExp(`/docs/rules/${String(code)}\\.md$`));
    expect(existsSync(fileURLToPath(codeDescription?.href ?? "file:///"))).toBe(true);
  }
});

test("a comment typed in the editor silences, and a project on disk has a word", async () => {
  session = await Session.start({ "acme.catalog.yaml": CATALOG, "acme.routing-policy.yaml": POLICY });
  const named = (all: readonly { code?: unknown }[]) => all.map(({ code }) => code);
  await session.open("acme.routing-policy.yaml", POLICY);
  await session.diagnostics("acme.routing-policy.yaml", (all) => named(all).includes("route.ineligible-candidate"));
  await session.close("acme.routing-policy.yaml");
  await session.open(
    "acme.routing-policy.yaml",
    POLICY.replace("gpt@azure-se]", "gpt@azure-se] # fairlead-ignore route.ineligible-candidate -- on purpose"),
  );
  await session.diagnostics("acme.routing-policy.yaml", (all) => all.length === 0);
  session.write("fairlead.yaml", "apiVersion: fairlead/v1\nkind: Project\nexclude: [acme.routing-policy.yaml]\n");
  await session.close("acme.routing-policy.yaml");
  await session.changedOnDisk("fairlead.yaml", 1);
  await session.diagnostics("acme.routing-policy.yaml", (all) => all.length === 0);
});

test("the rules on code: their pages, and a project's word about them", async () => {
  const code = 'import OpenAI from "openai";\nnew OpenAI();\n';
  const files = { "acme.catalog.yaml": CATALOG, "acme.routing-policy.yaml": POLICY, "services/support/a.ts": code };
  session = await Session.start(files);
  await session.open("services/support/a.ts", code);
  const [found] = await session.diagnostics("services/support/a.ts", (all) => all.length > 0);
  expect(found).toMatchObject({ code: "code.direct-client", severity: 2 });
  expect(existsSync(fileURLToPath(found?.codeDescription?.href ?? "file:///nowhere"))).toBe(true);
  const project = "apiVersion: fairlead/v1\nkind: Project\n";
  session.write("fairlead.yaml", `${project}checks: { severity: { code.direct-client: hint } }\n`);
  await session.changedOnDisk("fairlead.yaml", 1);
  await session.diagnostics("services/support/a.ts", (all) => all[0]?.severity === 4);
  session.write("fairlead.yaml", `${project}exclude: [services]\n`);
  await session.changedOnDisk("fairlead.yaml");
  await session.diagnostics("services/support/a.ts", (all) => all.length === 0);
});
