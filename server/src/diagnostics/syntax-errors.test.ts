import { expect, test } from "vitest";
import { CATALOG } from "../testing/samples.ts";
import { Session, VSCODE } from "../testing/session.ts";

test("where somebody else shows what is wrong as YAML, only the rest is shown", async () => {
  const text = CATALOG.replace("  azure-se:\n", "  azure-se: {}\n  azure-se:\n").replace(
    "adapter: openai\n",
    "adaptor: openai\n",
  );
  const capabilities = { ...VSCODE, workspace: { ...VSCODE.workspace, configuration: true } };
  const session = await Session.start({}, capabilities, { settings: { syntaxErrors: { enable: false } } });
  await session.open("a.catalog.yaml", text);
  const codes = async (until: (found: readonly unknown[]) => boolean) => {
    const found = await session.diagnostics("a.catalog.yaml", (all) => until(all.map(({ code }) => code)));
    return found.map(({ code }) => code);
  };
  const has = (code: string) => (found: readonly unknown[]) => found.includes(code);
  expect(await codes(has("document.unknown-key"))).not.toContain("yaml.duplicate-key");
  session.settings = { syntaxErrors: { enable: true } };
  await session.notify("workspace/didChangeConfiguration", { settings: {} });
  expect(await codes(has("yaml.duplicate-key"))).toContain("document.unknown-key");
  await session.stop();
});

test.each([
  ["soon", 300, false],
  ["never", undefined, true],
])("a client that answers %s what its settings are", async (_, time, shown) => {
  const capabilities = { ...VSCODE, workspace: { ...VSCODE.workspace, configuration: true } };
  const session = await Session.start({}, capabilities, {
    settings: { syntaxErrors: { enable: false } },
    settingsHeld: new Promise((resolve) => time && setTimeout(resolve, time)),
  });
  await session.open("a.catalog.yaml", CATALOG.replace("  azure-se:\n", "  azure-se: {}\n  azure-se:\n"));
  // The first that is shown for the version: no mistake that the settings hide, even for a moment.
  const found = await session.diagnostics("a.catalog.yaml", () => true);
  expect(found.some(({ code }) => code === "yaml.duplicate-key")).toBe(shown);
  await session.stop();
});
