/** Rename of a workload across documents and code, as VS Code asks for it. */
import assert from "node:assert/strict";
import { commands, type Location, type Range, type SymbolInformation, type WorkspaceEdit, workspace } from "vscode";
import { eventually, open, positionOf, sampleFile } from "./support.ts";

const policy = "policy/nordlys.routing-policy.yaml";
const client = "services/support/src/client.ts";
const code = `import { GatewayOpenAI } from "@fairlead/runtime/openai";
export const client = new GatewayOpenAI({ workload: "ticket-summaries" });
`;

describe("ids", () => {
  before(() => workspace.fs.writeFile(sampleFile(client), new TextEncoder().encode(code)));
  after(() => workspace.fs.delete(sampleFile(client)));
  afterEach(() => commands.executeCommand("workbench.action.revertAndCloseActiveEditor"));

  it("rename a workload in the policy, the benchmark and the code", async () => {
    const { document } = await open(policy);
    const position = positionOf(document.getText(), "ticket-summaries:", 2);
    const prepared = await eventually("the preparation of a rename", async () =>
      commands.executeCommand<{ range: Range; placeholder: string } | undefined>(
        "vscode.prepareRename",
        document.uri,
        position,
      ),
    );
    assert.equal(prepared.placeholder, "ticket-summaries");
    const edit = await commands.executeCommand<WorkspaceEdit>(
      "vscode.executeDocumentRenameProvider",
      document.uri,
      position,
      "ticket-briefs",
    );
    const files = edit.entries().map(([uri]) => workspace.asRelativePath(uri));
    for (const expected of [policy, "benchmarks/nordlys.benchmark.yaml", client]) assert.ok(files.includes(expected));
    for (const [, edits] of edit.entries()) assert.ok(edits.every(({ newText }) => newText === "ticket-briefs"));
  });

  it("rename a workload from code, where TypeScript has a rename of its own", async () => {
    const { document } = await open(client);
    const position = positionOf(document.getText(), "ticket-summaries", 2);
    const edit = await commands.executeCommand<WorkspaceEdit>(
      "vscode.executeDocumentRenameProvider",
      document.uri,
      position,
      "ticket-briefs",
    );
    const files = edit.entries().map(([uri]) => workspace.asRelativePath(uri));
    assert.ok(files.includes(policy) && files.includes(client), files.join(", "));
    const variable = positionOf(document.getText(), "client =");
    const own = await commands.executeCommand<WorkspaceEdit>(
      "vscode.executeDocumentRenameProvider",
      document.uri,
      variable,
      "gateway",
    );
    assert.deepEqual(
      own.entries().map(([uri]) => workspace.asRelativePath(uri)),
      [client],
    );
  });

  it("say why a name can not be", async () => {
    const { document } = await open(policy);
    const position = positionOf(document.getText(), "ticket-summaries:", 2);
    const renamed = commands.executeCommand(
      "vscode.executeDocumentRenameProvider",
      document.uri,
      position,
      "claims-triage",
    );
    await assert.rejects(Promise.resolve(renamed), /There is a workload "claims-triage" already/);
  });

  it("are found from code, and among the symbols of the workspace", async () => {
    const { document } = await open(client);
    const position = positionOf(document.getText(), "ticket-summaries", 2);
    const uses = await commands.executeCommand<Location[]>("vscode.executeReferenceProvider", document.uri, position);
    assert.ok(uses.some(({ uri }) => workspace.asRelativePath(uri) === "benchmarks/nordlys.benchmark.yaml"));
    const symbols = await commands.executeCommand<SymbolInformation[]>(
      "vscode.executeWorkspaceSymbolProvider",
      "ticksum",
    );
    assert.ok(symbols.some(({ name }) => name === "ticket-summaries"));
  });
});
