/** What stands between the lines and beside values, and formatting. */
import assert from "node:assert/strict";
import {
  type CodeLens,
  commands,
  type DocumentLink,
  type InlayHint,
  Range,
  type TextDocument,
  type TextEdit,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import { eventually, open } from "./support.ts";

const policy = "policy/nordlys.routing-policy.yaml";
const catalog = "policy/nordlys.catalog.yaml";

/** The lenses with their titles, once one says what is awaited. */
function lensesOf({ uri }: TextDocument, awaited: RegExp): Promise<CodeLens[]> {
  return eventually(`a lens ${awaited}`, async () => {
    const found = await commands.executeCommand<CodeLens[]>("vscode.executeCodeLensProvider", uri, 100);
    return found.some(({ command }) => awaited.test(command?.title ?? "")) ? found : undefined;
  });
}

async function formatted({ uri }: TextDocument): Promise<TextEdit[]> {
  const options = { tabSize: 2, insertSpaces: true };
  return (await commands.executeCommand<TextEdit[]>("vscode.executeFormatDocumentProvider", uri, options)) ?? [];
}

describe("lenses, hints, links and formatting", () => {
  afterEach(() => commands.executeCommand("workbench.action.revertAndCloseActiveEditor"));

  it("says above a workload where it goes; a click explains it", async () => {
    const { document } = await open(policy);
    const lenses = await lensesOf(document, /^→ gpt-5\.5@azure-swedencentral · \$11\.25 per million tokens/);
    const route = lenses.find(({ command }) => command?.title.startsWith("→"));
    assert.ok(route?.command);
    await commands.executeCommand(route.command.command, ...(route.command.arguments ?? []));
    await eventually("the explanation", () =>
      window.visibleTextEditors.find(({ document: shown }) => shown.uri.scheme === "fairlead-explain"),
    );
    await commands.executeCommand("workbench.action.closeActiveEditor");
  });

  it("says above a provider what it serves and what its outage leaves; a click shows the places", async () => {
    const { document } = await open(catalog);
    const lenses = await lensesOf(document, /^Outage: \d+ workloads? move/);
    const serves = lenses.find(({ command }) => /^First choice of \d+ workload/.test(command?.title ?? ""));
    assert.equal(serves?.command?.command, "fairlead.showReferences");
    await commands.executeCommand(serves.command.command, ...(serves.command.arguments ?? []));
    await commands.executeCommand("closeReferenceSearch");
  });

  it("puts the amount beside a threshold, and links to the code of a workload", async () => {
    const { document } = await open(policy);
    const whole = new Range(0, 0, document.lineCount, 0);
    await eventually("the hint of a threshold", async () => {
      const hints = await commands.executeCommand<InlayHint[]>("vscode.executeInlayHintProvider", document.uri, whole);
      return hints.find(({ label }) => label === "= 2000 USD");
    });
    const links = await commands.executeCommand<DocumentLink[]>("vscode.executeLinkProvider", document.uri);
    assert.ok(links.some(({ target }) => target?.toString().startsWith("command:fairlead.revealFolder")));
  });

  it("formats documents of ours and no other YAML", async () => {
    const { document } = await open(policy);
    const original = document.getText();
    const untidy = new WorkspaceEdit();
    const end = original.indexOf("businessUnits:") + "businessUnits:".length;
    untidy.insert(document.uri, document.positionAt(end), "   ");
    assert.ok(await workspace.applyEdit(untidy));
    const edits = await eventually("formatting", async () => {
      const found = await formatted(document);
      return found.length > 0 ? found : undefined;
    });
    const tidy = new WorkspaceEdit();
    tidy.set(document.uri, edits);
    assert.ok(await workspace.applyEdit(tidy));
    assert.equal(document.getText(), original);
    const other = await workspace.openTextDocument({ language: "yaml", content: "a:   1\n" });
    assert.deepEqual(await formatted(other), []);
  });
});
