/** Migrating direct vendor calls: the quick fix, and what the compiler says of its result. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { type WorkspaceFolder, workspace } from "vscode";
import { codeOf, diagnosticsOf, eventually, open, quickFixes } from "./support.ts";

const cases = [
  { file: "services/support/src/summarise.ts", gateway: "GatewayOpenAI", entry: "@fairlead/runtime/openai" },
  { file: "services/delivery-chat/src/reply.ts", gateway: "GatewayOpenAI", entry: "@fairlead/runtime/openai" },
  { file: "services/claims/src/triage.ts", gateway: "GatewayBedrockRuntimeClient", entry: "@fairlead/runtime/bedrock" },
];

describe("migration", () => {
  for (const { file, gateway, entry } of cases) {
    it(`moves the client in ${file} to the gateway`, async () => {
      const { document } = await open(file);
      const diagnostic = await eventually("the diagnostic of a direct call", () => diagnosticsOf(document.uri)[0]);
      const fix = await eventually("the quick fix", async () => {
        const fixes = await quickFixes(document.uri, diagnostic.range);
        return fixes.find((action) => action.isPreferred) ?? fixes.find((action) => action.title.includes("ateway"));
      });
      assert.ok(fix.edit);
      assert.ok(await workspace.applyEdit(fix.edit));
      const text = document.getText();
      assert.match(text, new RegExp(`new ${gateway}\\(\\{[^}]*workload:`));
      assert.ok(text.includes(entry), text);
      // What is said of the model that a call names stays until somebody chooses another.
      const isGone = () => !diagnosticsOf(document.uri).some((one) => codeOf(one).startsWith("code.direct-"));
      await eventually("the diagnostic to go", () => (isGone() ? true : undefined));
      assert.ok(await document.save());
    });
  }

  it("leaves a workspace that type-checks", async () => {
    const folder = workspace.workspaceFolders?.[0];
    assert.ok(folder);
    assert.equal(await typeCheck(folder), "");
  });
});

/** What the compiler reports of a folder; nothing where it is content. */
function typeCheck(folder: WorkspaceFolder): Promise<string> {
  const root = process.env.FAIRLEAD_ROOT;
  const node = process.env.FAIRLEAD_NODE;
  assert.ok(root && node, "the harness says where the repository and its Node are");
  const compiler = path.join(root, "node_modules/typescript/bin/tsc");
  return new Promise((resolve) => {
    execFile(node, [compiler, "--noEmit", "-p", folder.uri.fsPath], (error, output, problems) =>
      resolve(error ? output + problems || error.message : ""),
    );
  });
}
