/** A person asks what an edit changes, and reads the answer beside it. */
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { uiTest, withBrowser } from "../harness/ui-test.ts";

withBrowser();

uiTest("plan: an edit is rendered beside the policy, and a lens leads there", async ({ workbench, folder }) => {
  const git = (...parameters: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...parameters], { cwd: folder });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-qm", "sample");
  const policy = path.join(folder, "policy/nordlys.routing-policy.yaml");
  const both = "[claude-haiku-4.5@bedrock-eu-central-1, gpt-5.5@azure-swedencentral]";
  await writeFile(policy, (await readFile(policy, "utf8")).replace(both, "[gpt-5.5@azure-swedencentral]"));
  await workbench.openFile("nordlys.routing-policy.yaml");
  await workbench.page.locator(".codelens-decoration a", { hasText: "What does this edit change?" }).first().click();
  await workbench.webview.getByText("every candidate hangs on provider azure-swedencentral").waitFor();
  await workbench.screenshot("plan");
});
