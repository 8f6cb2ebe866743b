/** What the edits since the last commit change, in the editor. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { type CodeLens, commands, Range, TabInputTextDiff, WorkspaceEdit, window, workspace } from "vscode";
import { eventually, open, positionOf, sampleFile } from "./support.ts";

function git(...parameters: string[]): void {
  const identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...identity, ...parameters], { cwd: sampleFile(".").fsPath });
}

const planText = (name: string): string | undefined =>
  workspace.textDocuments.find(({ uri }) => uri.scheme === "fairlead-plan" && uri.path.includes(name))?.getText();

describe("plans", () => {
  const policy = sampleFile("policy/nordlys.routing-policy.yaml");

  before(() => {
    git("init", "-q", "-b", "main");
    git("add", "-A");
    git("commit", "-qm", "sample");
  });

  after(async () => {
    await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await commands.executeCommand("workbench.action.closeAllEditors");
  });

  async function replace(text: string, by: string): Promise<void> {
    const document = await workspace.openTextDocument(policy);
    const start = positionOf(document.getText(), text);
    const edit = new WorkspaceEdit();
    edit.replace(policy, new Range(start, start.translate(0, text.length)), by);
    assert.ok(await workspace.applyEdit(edit));
  }

  const both = "[claude-haiku-4.5@bedrock-eu-central-1, gpt-5.5@azure-swedencentral]";
  const one = "[claude-haiku-4.5@bedrock-eu-central-1]";

  it("follow what is being edited, and a lens says so above the document", async () => {
    await open("policy/nordlys.routing-policy.yaml");
    await commands.executeCommand("fairlead.showPlan");
    await eventually("an empty plan", () => planText("edit")?.includes("Nothing changes.") || undefined);
    await replace(both, one);
    const text = await eventually("the worse plan", () => {
      const found = planText("edit");
      return found?.includes("things become worse") || found?.includes("thing becomes worse") ? found : undefined;
    });
    assert.match(text, /claims-triage \(critical\).*every candidate hangs on provider bedrock-eu-central-1/);
    const titles = await eventually("the lens", async () => {
      const lenses = await commands.executeCommand<CodeLens[]>("vscode.executeCodeLensProvider", policy, 50);
      const found = lenses.map(({ command }) => command?.title ?? "").filter((title) => title.startsWith("What does"));
      return found.length > 0 ? found : undefined;
    });
    assert.deepEqual(titles.length, 1);
    assert.match(titles[0] ?? "", /\d worse/);
  });

  it("compare the routes side by side", async () => {
    await commands.executeCommand("fairlead.compareRoutes", policy);
    const tab = await eventually("the comparison", () =>
      window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ input }) => input instanceof TabInputTextDiff),
    );
    assert.match(tab.label, /HEAD/);
    assert.match(planText("at HEAD") ?? "", /claims-triage[\s\S]*2\. gpt-5\.5@azure-swedencentral/);
    await replace(one, both);
    await eventually("the empty plan again", () => planText("edit")?.includes("Nothing changes.") || undefined);
  });

  it("follow what is committed", async () => {
    const document = await workspace.openTextDocument(policy);
    for (const [text, by] of [
      [both, one],
      [one, both],
    ] as const) {
      await replace(text, by);
      await eventually("a plan", () => (planText("edit")?.includes("Nothing changes.") ? undefined : true));
      assert.ok(await document.save());
      git("commit", "-qam", "edit");
      await eventually("an empty plan", () => planText("edit")?.includes("Nothing changes.") || undefined);
    }
  });
});
