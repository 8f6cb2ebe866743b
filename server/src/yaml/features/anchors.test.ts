import { afterEach, describe, expect, test } from "vitest";
import type { DocumentHighlight, LocationLink, WorkspaceEdit } from "vscode-languageserver";
import { CATALOG, POLICY } from "../../testing/samples.ts";
import { positionOf, Session } from "../../testing/session.ts";

let session: Session;

const NAME = "acme.routing-policy.yaml";
const ALIASED = `${POLICY.replace("  tickets:", "  tickets: &base")}  # *base is explained here
  chat:
    <<: *base
    description: "*base and &base"
    code: ['*base', "&base"]
  mail: *base
---
apiVersion: fairlead/v1
kind: RoutingPolicy
workloads:
  other: &base { businessUnit: support, route: { candidates: [gpt@openai] } }
  same: *base
`;

afterEach(async () => {
  expect(session.logged.filter((line) => line.includes("failed"))).toEqual([]);
  await session.stop();
});

async function start(text = ALIASED): Promise<void> {
  session = await Session.start({ "acme.catalog.yaml": CATALOG });
  await session.open(NAME, text);
}

const at = (needle: string, further = 1) => positionOf(session.document(NAME), needle, further);

describe("anchors and aliases", () => {
  test("definition from every alias, in merges too; in its own document only", async () => {
    await start();
    for (const needle of ["*base\n    desc", "*base\n---"]) {
      const links = (await session.definition(NAME, at(needle))) as LocationLink[];
      expect(links.map(({ targetSelectionRange }) => targetSelectionRange.start)).toEqual([at("&base", 1)]);
    }
    const [other] = (await session.definition(NAME, at("same: *base", 8))) as LocationLink[];
    expect(other?.targetSelectionRange.start).toEqual(at("&base { business", 1));
  });

  test("references and highlights leave out comments and texts", async () => {
    await start();
    const lines = [5, 14, 17];
    const found = await session.references(NAME, at("&base"));
    expect(found.map(({ range }) => range.start.line)).toEqual(lines);
    const position = at("&base");
    const shown = await session.request<DocumentHighlight[]>("textDocument/documentHighlight", NAME, { position });
    expect(shown.map(({ range, kind }) => [range.start.line, kind])).toEqual([
      [5, 3],
      [14, 2],
      [17, 2],
    ]);
    expect(await session.definition(NAME, at('"*base and', 2))).toEqual([]);
    expect(await session.definition(NAME, at("# *base", 3))).toEqual([]);
  });

  test("rename, and its refusals", async () => {
    await start();
    const rename = (needle: string, newName: string) =>
      session.request<WorkspaceEdit>("textDocument/rename", NAME, { position: at(needle, 2), newName });
    await expect(rename("&base", "a b")).rejects.toThrow("can not be the name of an anchor");
    const edit = await rename("*base\n    desc", "shared");
    const expected = ALIASED.replace("tickets: &base", "tickets: &shared")
      .replace("<<: *base", "<<: *shared")
      .replace("mail: *base", "mail: *shared");
    expect(await session.apply(NAME, edit)).toBe(expected);
  });

  test("an anchor that is set again, and names that are taken", async () => {
    const text = `${POLICY}    description: &a one
    owner: *a
  chat: { businessUnit: support, description: &a two, owner: *a, route: { candidates: [gpt@openai] } }
  mail: { businessUnit: support, owner: &b three, route: { candidates: [gpt@openai] } }
`;
    await start(text);
    const found = await session.references(NAME, at("owner: *a", 7));
    expect(found.map(({ range }) => range.start.line)).toEqual([12, 13]);
    const position = at("&b", 1);
    const renamed = session.request("textDocument/rename", NAME, { position, newName: "a" });
    await expect(renamed).rejects.toThrow("There is an anchor &a in this document already");
  });
});
