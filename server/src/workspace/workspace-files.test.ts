import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Diagnostic } from "vscode-languageserver";
import { CATALOG, POLICY, WORKSPACE } from "../testing/samples.ts";
import { Session } from "../testing/session.ts";

let session: Session;

afterEach(async () => {
  expect(session.logged.filter((line) => line.includes("failed"))).toEqual([]);
  await session.stop();
});

const codes = (found: readonly Diagnostic[]) => found.map(({ code }) => code);

describe("a text that is not saved yet", () => {
  test("is linked with the documents of the only folder", async () => {
    session = await Session.start(WORKSPACE);
    const text = POLICY.replace("tickets", "letters").replace("support: {", "post: {").replace(": support", ": post");
    await session.open("untitled:Untitled-1", text.replace("gpt@azure-se]", "gpt@nowhere]"));
    const found = await session.diagnostics("untitled:Untitled-1");
    expect(codes(found)).toContain("link.unknown-id");
    expect(codes(found)).not.toContain("link.no-documents");
    expect(found.filter(({ message }) => String(message).includes("gpt@openai"))).toEqual([]);
  });
});

describe("a folder that only the editor can read", () => {
  test("its open documents work with each other", async () => {
    session = await Session.start({}, undefined, { folders: ["vscode-vfs://github/acme/policy"] });
    await session.open("vscode-vfs://github/acme/policy/a/x.catalog.yaml", CATALOG);
    const name = "vscode-vfs://github/acme/policy/b/x.routing-policy.yaml";
    await session.open(name, POLICY.replace("gpt@azure-se]", "gpt@nowhere]"));
    const found = await session.diagnostics(name, (all) => codes(all).includes("link.unknown-id"));
    expect(found.filter(({ message }) => String(message).includes("gpt@openai"))).toEqual([]);
  });

  test("alone a document is not blamed for those that are not open", async () => {
    session = await Session.start({}, undefined, { folders: ["vscode-vfs://github/acme/policy"] });
    const name = "vscode-vfs://github/acme/policy/b/x.routing-policy.yaml";
    await session.open(name, POLICY);
    expect(codes(await session.diagnostics(name))).not.toContain("link.no-documents");
  });
});

describe("folders as they are", () => {
  test("what can not be read is told and passed over", async () => {
    session = await Session.start(WORKSPACE);
    // A link to itself, which not even root can read.
    symlinkSync("circle.catalog.yaml", path.join(session.folder, "circle.catalog.yaml"));
    await session.notify("workspace/didChangeWorkspaceFolders", { event: { added: [], removed: [] } });
    await session.open("acme.routing-policy.yaml", POLICY);
    expect(codes(await session.diagnostics("acme.routing-policy.yaml"))).not.toContain("link.unknown-id");
    expect(session.logged.join()).toContain("circle.catalog.yaml cannot be read");
  });

  test("links to folders elsewhere are followed, those in circles are not", async () => {
    const elsewhere = mkdtempSync(path.join(tmpdir(), "fairlead-linked-"));
    session = await Session.start({ "acme.routing-policy.yaml": POLICY });
    mkdirSync(path.join(session.folder, "sub"));
    symlinkSync(session.folder, path.join(session.folder, "sub/circle"));
    symlinkSync(elsewhere, path.join(session.folder, "linked"));
    symlinkSync(elsewhere, path.join(session.folder, "linked-again"));
    writeFileSync(path.join(elsewhere, "x.catalog.yaml"), CATALOG);
    await session.notify("workspace/didChangeWorkspaceFolders", { event: { added: [], removed: [] } });
    await session.open("acme.routing-policy.yaml", POLICY);
    const found = await session.diagnostics(
      "acme.routing-policy.yaml",
      (all) => !codes(all).includes("link.no-documents"),
    );
    expect(codes(found)).not.toContain("link.unknown-id");
    expect(codes(found)).not.toContain("link.duplicate-id");
    rmSync(elsewhere, { recursive: true });
  });

  test("a flood of changes, and a thousand files of others", async () => {
    session = await Session.start(WORKSPACE);
    for (let index = 0; index < 1_000; index += 1)
      session.write(`k8s/d${index % 20}/f${index}.yaml`, `apiVersion: v1\nkind: Service\nname: s${index}\n`);
    const changes = Array.from({ length: 1_000 }, (_, index) => ({
      uri: session.uri(`k8s/d${index % 20}/f${index}.yaml`),
      type: 1,
    }));
    session.write("acme.routing-policy.yaml", POLICY.replace("gpt@azure-se]", "gpt@nowhere]"));
    const own = { uri: session.uri("acme.routing-policy.yaml"), type: 2 };
    await session.notify("workspace/didChangeWatchedFiles", { changes: [...changes, own, ...changes, own] });
    const found = await session.diagnostics("acme.routing-policy.yaml", (all) =>
      codes(all).includes("link.unknown-id"),
    );
    expect(codes(found)).toContain("link.unknown-id");
  });
});
