import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ClientCapabilities, FullDocumentDiagnosticReport } from "vscode-languageserver";
import { everyRequest, type Place } from "./testing/robustness/every-request.ts";
import { ODD_DOCUMENTS } from "./testing/robustness/odd-documents.ts";
import { strayRanges } from "./testing/robustness/ranges.ts";
import { WORKSPACE } from "./testing/samples.ts";
import { Session, VSCODE } from "./testing/session.ts";

const CLIENT: ClientCapabilities = {
  workspace: { ...VSCODE.workspace },
  textDocument: {
    ...VSCODE.textDocument,
    diagnostic: { relatedInformation: true },
    rename: { prepareSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "refactor", "source"] } },
      dataSupport: true,
      resolveSupport: { properties: ["edit"] },
    },
  },
};

/** Longer than this, in milliseconds, nobody waits. Generous: the machine may be doing much else. */
const PATIENCE = 2_000;

/** The code of an answer that says that something failed within the server. */
const INTERNAL_ERROR = -32603;

const folder = path.resolve(import.meta.dirname, "../../schemas/examples");
const samples = ["valid", "invalid"].flatMap((sub) =>
  readdirSync(path.join(folder, sub))
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => readFileSync(path.join(folder, sub, name), "utf8")),
);

const NAME = "odd.catalog.yaml";

let session: Session;

beforeEach(async () => {
  session = await Session.start(WORKSPACE, CLIENT);
});

afterEach(async () => {
  expect(session.logged.filter((line) => /failed|error/i.test(line))).toEqual([]);
  await session.stop();
});

/** Asks for all that there is, at a place of the open text. */
async function askEverything(at: number, until: number): Promise<void> {
  const document = session.document(NAME);
  const offset = (part: number) => Math.floor(part * document.getText().length);
  const [start, end] = [offset(Math.min(at, until)), offset(Math.max(at, until))].map((o) => document.positionAt(o));
  if (!start || !end) throw new Error("no place");
  const place: Place = { position: start, range: { start, end } };
  const offered = session.initialized?.capabilities;
  if (!offered) throw new Error("not initialised");
  const find = (uri: string) => (uri === document.uri ? document : undefined);
  for (const { method, parameters, resolve } of everyRequest(offered, place)) {
    const answer = await timed(method, () => session.request(method, NAME, parameters));
    expect(strayRanges(answer, document, find), method).toEqual([]);
    const items = Array.isArray(answer) ? answer.slice(0, 3) : [];
    if (!resolve || !Object.values(offered).some((one) => (one as { resolveProvider?: boolean })?.resolveProvider))
      continue;
    for (const item of items) {
      const resolved = await timed(resolve, () => session.custom(resolve, item));
      expect(strayRanges(resolved, document, find), resolve).toEqual([]);
    }
  }
}

async function timed(what: string, ask: () => Promise<unknown>): Promise<unknown> {
  const began = process.cpuUsage();
  const answer = await ask().catch((error: { code?: number; message: string }) => {
    // Some things can not be renamed, and the answer says so.
    if (error.code === INTERNAL_ERROR || error.code === undefined) throw new Error(`${what}: ${error.message}`);
    return undefined;
  });
  expect(process.cpuUsage(began).user / 1000, `${what} took too long`).toBeLessThan(PATIENCE);
  return answer;
}

async function diagnostics(): Promise<unknown> {
  const report = await session.request<FullDocumentDiagnosticReport>("textDocument/diagnostic", NAME, {});
  return report.items;
}

async function replaceAll(text: string): Promise<void> {
  const document = session.document(NAME);
  const range = { start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) };
  await session.edit(NAME, [{ range, newText: text }]);
}

describe("whatever stands in a document", () => {
  test.each(Object.entries(ODD_DOCUMENTS))("%s", async (_name, text) => {
    await session.open(NAME, "");
    await replaceAll(text);
    for (const at of [0, 0.31, 0.5, 0.77, 1]) await askEverything(at, at + (1 - at) / 2);
  });
});

describe("whatever is typed", () => {
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  const pieces = Object.values(ODD_DOCUMENTS).filter((text) => text.length < 1_000);
  const added = fc.oneof(
    fc.constantFrom("", " ", "\n", "\r\n", "\r", "\t", ":", ": ", "- ", "? ", "#", "&a ", "*a ", "!t ", "|\n", ">-\n"),
    fc.constantFrom("[", "]", "{", "}", ",", '"', "'", "---\n", "...\n", "%", "@", "\uFEFF", "\u2028", "\u{1F600}"),
    fc.constantFrom(...pieces).map((text) => text.slice(0, 80)),
  );
  const edit = fc.tuple(part, fc.nat(40), added);

  test("every request is answered in time and within the text, and what is kept is what is there", async () => {
    const texts = fc.constantFrom(...samples, ...pieces);
    await fc.assert(
      fc.asyncProperty(texts, fc.array(edit, { minLength: 1, maxLength: 4 }), part, part, async (text, edits, a, b) => {
        await session.open(NAME, "");
        await replaceAll(text);
        for (const [at, removed, newText] of edits) {
          const document = session.document(NAME);
          const start = Math.floor(at * document.getText().length);
          const range = { start: document.positionAt(start), end: document.positionAt(start + removed) };
          await session.edit(NAME, [{ range, newText }]);
        }
        await askEverything(a, b);
        const grown = await diagnostics();
        const whole = session.text(NAME);
        await session.close(NAME);
        await session.open(NAME, "");
        await replaceAll(whole);
        expect(await diagnostics()).toEqual(grown);
        await session.close(NAME);
      }),
      { numRuns: 60 },
    );
  });
});
