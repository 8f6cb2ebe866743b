/** Editing a routing policy: completion, a mistake, its quick fix. */
import assert from "node:assert/strict";
import { type CompletionList, commands, Range, WorkspaceEdit, workspace } from "vscode";
import { codeOf, diagnosticsOf, eventually, open, positionOf, quickFixes } from "./support.ts";

const policy = "policy/nordlys.routing-policy.yaml";
const deployment = "gpt-5.5@azure-swedencentral";

describe("routing policy", () => {
  afterEach(() => commands.executeCommand("workbench.action.revertAndCloseActiveEditor"));

  it("offers the catalog's deployments where a candidate is written", async () => {
    const { document } = await open(policy);
    const position = positionOf(document.getText(), deployment);
    const labels = await eventually("the completion of deployments", async () => {
      const list = await commands.executeCommand<CompletionList>(
        "vscode.executeCompletionItemProvider",
        document.uri,
        position,
      );
      const found = list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
      return found.some((label) => label.includes("@")) ? found : undefined;
    });
    assert.ok(
      labels.some((label) => label.includes("@bedrock-")),
      labels.join(", "),
    );
  });

  it("underlines an unknown deployment, and the quick fix puts in the nearest known one", async () => {
    const { document } = await open(policy);
    const original = document.getText();
    const start = positionOf(original, deployment);
    const edit = new WorkspaceEdit();
    edit.replace(document.uri, new Range(start, start.translate(0, deployment.length)), "gpt-5.5@azure-swedencentrl");
    assert.ok(await workspace.applyEdit(edit));

    const diagnostic = await eventually("the diagnostic of an unknown id", () =>
      diagnosticsOf(document.uri).find((one) => one.range.contains(start) && codeOf(one).startsWith("link.")),
    );
    assert.equal(document.getText(diagnostic.range), "gpt-5.5@azure-swedencentrl");
    assert.match(diagnostic.message, /gpt-5\.5@azure-swedencentral/);

    const fixes = await quickFixes(document.uri, diagnostic.range);
    const fix = fixes.find((action) => action.isPreferred) ?? fixes[0];
    assert.ok(fix?.edit, "there is a quick fix");
    assert.ok(await workspace.applyEdit(fix.edit));
    assert.equal(document.getText(), original, "the fix changes nothing but the id");
    await eventually("the diagnostic to go", () =>
      diagnosticsOf(document.uri).some((one) => codeOf(one).startsWith("link.")) ? undefined : true,
    );
  });
});
