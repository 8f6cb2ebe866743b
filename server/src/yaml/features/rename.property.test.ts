import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkFiles, type EntityKind, type ParsedFile, parseFile } from "@fairlead/runtime/documents";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { findMentions, migrateSource } from "../../code/index.ts";
import type { PlacedMention } from "../../code-features/mentions/mention-index.ts";
import { renameTarget } from "../rename/rename-target.ts";
import { type RenameEdit, rename } from "./rename.ts";

/** Texts by their names: documents and code. */
type Files = Readonly<Record<string, string>>;

interface Read {
  group: { root: string; checked: ReturnType<typeof checkFiles> };
  mentions: PlacedMention[];
}

const KINDS: EntityKind[] = [
  ...(["provider", "model", "deployment", "contract", "notice"] as const),
  ...(["businessUnit", "workload", "rule", "budget", "benchmark"] as const),
];

const uriOf = (name: string) => `file:///w/${name}`;

// Most files stay as they are from one look to the next.
const parsedFiles = new Map<string, ParsedFile>();
const mentionsOfFiles = new Map<string, PlacedMention[]>();

function once<T>(known: Map<string, T>, key: string, make: () => T): T {
  if (known.size > 200) known.clear();
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

function read(files: Files): Read {
  const parsed: ParsedFile[] = [];
  const mentions: PlacedMention[] = [];
  for (const [name, text] of Object.entries(files)) {
    const key = `${name} ${text}`;
    if (/\.ya?ml$/.test(name)) parsed.push(once(parsedFiles, key, () => parseFile(uriOf(name), text)));
    else mentions.push(...once(mentionsOfFiles, key, () => mentionsIn(name, text)));
  }
  return { group: { root: "/w", checked: checkFiles(parsed) }, mentions };
}

function mentionsIn(name: string, text: string): PlacedMention[] {
  const document = TextDocument.create(uriOf(name), "", 1, text);
  return findMentions(name, text).map(({ workload, start, end }) => ({
    workload,
    uri: uriOf(name),
    range: { start: document.positionAt(start), end: document.positionAt(end) },
  }));
}

function apply(files: Files, edits: readonly RenameEdit[]): Files {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => {
      const own = edits
        .filter(({ uri }) => uri === uriOf(name))
        .map(({ range, text: newText }) => ({ range, newText }));
      return [name, TextDocument.applyEdits(TextDocument.create(uriOf(name), "", 1, text), own)];
    }),
  );
}

/** What `check` says of the documents; hints about taste are left out. */
function problems({ group }: Read): string[] {
  return group.checked.diagnostics
    .filter(({ severity }) => severity === "error" || severity === "warning")
    .map(({ code, message }) => `${code} ${message}`);
}

/** Renames an id at one of its definitions. */
function renamed(files: Files, kind: EntityKind, id: string, name: string): Files {
  const { group, mentions } = read(files);
  const definition = group.checked.entities.definition(kind, id);
  if (!definition) throw new Error(`there is no ${kind} ${id}`);
  const target = renameTarget(group, definition.location.uri, definition.location.range.start);
  if (!target) throw new Error(`${id} can not be renamed`);
  const edits = rename(group, target, name, mentions);
  if ("refusal" in edits) throw new Error(edits.refusal);
  return apply(files, edits);
}

/** A name for an entity of a kind that nothing has. */
function freshName(kind: EntityKind, id: string): string {
  return kind === "deployment" ? id.replace(/^[^@]*/, "another-model") : `${id}.renamed`;
}

const repository = path.resolve(import.meta.dirname, "../../../..");
const root = path.join(repository, "test/sample-workspace");

function sample(): Files {
  const files: Record<string, string> = {};
  for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    if (/\.(?:ya?ml|ts|py)$/.test(name))
      files[name.replaceAll(path.sep, "/")] = readFileSync(path.join(root, name), "utf8");
  }
  const { policy } = read(files).group.checked.documents;
  const workloads = Object.entries(policy.workloads).map(([id, { code }]) => ({ id, globs: code ?? [] }));
  for (const [name, text] of Object.entries(files)) {
    if (!/\.ya?ml$/.test(name)) files[name] = migrateSource({ path: name, text, workloads, grade: "unsafe" }).text;
  }
  return files;
}

function typeErrors(files: Files): string {
  const folder = mkdtempSync(path.join(tmpdir(), "fairlead-rename-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    for (const name of ["package.json", "tsconfig.json"]) copyFileSync(path.join(root, name), path.join(folder, name));
    symlinkSync(path.join(repository, "node_modules"), path.join(folder, "node_modules"));
    const tsc = path.join(repository, "node_modules/typescript/bin/tsc");
    const options = ["--noEmit", "--customConditions", "source", "--allowImportingTsExtensions", "--skipLibCheck"];
    const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder, ...options], { encoding: "utf8" });
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("the sample company, migrated", () => {
  const files = sample();
  const { group, mentions } = read(files);

  test("its code names all of its workloads", () => {
    expect([...new Set(mentions.map(({ workload }) => workload))].sort()).toEqual(
      group.checked.entities.ids("workload").sort(),
    );
    expect(problems({ group, mentions })).toEqual([]);
  });

  test("its applications type-check with all of their workloads renamed", () => {
    const after = group.checked.entities
      .ids("workload")
      .reduce((current, id) => renamed(current, "workload", id, `${id}.renamed`), files);
    expect(JSON.stringify(after)).toContain('workload: \\"ticket-summaries.renamed\\"');
    expect(typeErrors(after)).toBe("");
    expect(typeErrors({ ...after, "services/run.ts": "export const a: number = 'x';" })).toContain("services/run.ts");
  });

  test("every id can be renamed: nothing is wrong afterwards, nothing of the old name stays, and back is where it began", () => {
    let count = 0;
    for (const kind of KINDS) {
      for (const id of group.checked.entities.ids(kind)) {
        const name = freshName(kind, id);
        const after = renamed(files, kind, id, name);
        const now = read(after);
        expect(problems(now), `${kind} ${id}`).toEqual([]);
        expect(now.group.checked.entities.has(kind, name), `${kind} ${id}`).toBe(true);
        expect(now.group.checked.entities.has(kind, id)).toBe(false);
        if (kind === "workload") {
          const known = new Set(now.group.checked.entities.ids("workload"));
          expect(now.mentions.filter(({ workload }) => !known.has(workload))).toEqual([]);
        }
        expect(renamed(after, kind, name, id), `${kind} ${id}`).toEqual(files);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(30);
  });
});

const id = fc.stringMatching(/^[a-z][a-z0-9._-]{0,11}$/).filter((name) => !/^(?:null|true|false)$/.test(name));
const quoted = fc.constantFrom("", '"', "'");

/** A workspace that is right, in many ways of writing: quotes, flow and block, anchors, CRLF, several documents. */
const workspace = fc
  .record({
    ids: fc.uniqueArray(id, { minLength: 9, maxLength: 9 }),
    quotes: fc.infiniteStream(quoted),
    flow: fc.boolean(),
    crlf: fc.boolean(),
    mark: fc.boolean(),
    together: fc.boolean(),
    alias: fc.boolean(),
  })
  .map(({ ids, quotes, flow, crlf, mark, together, alias }) => {
    const [p1, p2, m1, m2, unit, w1, w2, contract, other] = ids as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    const q = (text: string) => {
      const quote = quotes.next().value as string;
      return `${quote}${text}${quote}`;
    };
    const list = (items: string[], indent: string) =>
      flow ? ` [${items.join(", ")}]` : items.map((item) => `\n${indent}- ${item} # one`).join("");
    const catalog = `# facts
apiVersion: fairlead/v1
kind: Catalog
providers:
  ${q(p1)}: { adapter: openai, contract: ${q(contract)} }
  ${q(p2)}:
    adapter: openai # direct
models:
  ${q(m1)}: { supplier: openai, capabilities: [chat], contextWindow: 1000 }
  ${q(m2)}: { supplier: openai, capabilities: [chat], contextWindow: 1000 }
deployments:
  ${q(`${m1}@${p1}`)}: { upstream: ${m1} }
  ${q(`${m2}@${p2}`)}: { upstream: x }
contracts:
  ${q(contract)}: { provider: ${q(p1)} }
notices:
  ${q(other)}: { provider: ${q(p2)}, kind: policy, affects: [${q(`${m2}@${p2}`)}], announced: 2026-01-01, effective: 2026-02-01 }
`;
    const policy = `apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits: { ${q(unit)}: {} }
workloads:
  ${q(w1)}:
    businessUnit: ${alias ? "&unit " : ""}${q(unit)}
    route:
      strategy: weighted
      candidates:${list([q(`${m1}@${p1}`), q(`${m2}@${p2}`)], "        ")}
      weights: { ${q(`${m1}@${p1}`)}: 1, ${q(`${m2}@${p2}`)}: 2 }
  ${q(w2)}: { businessUnit: ${alias ? "*unit" : q(unit)}, route: { candidates: [${q(`${m1}@${p1}`)}] } }
rules:
  ${q(other)}: { when: { workload: [${q(w1)}, ${q(w2)}], businessUnit: ${q(unit)} }, deny: { providers: [${q(p2)}], models: [${q(m2)}] } }
budgets:
  ${q(other)}: { scope: { workload: ${q(w1)}, provider: ${q(p1)}, model: ${q(m1)} }, limit: 5 USD, window: day }
`;
    const benchmark = `apiVersion: fairlead/v1
kind: BenchmarkSuite
benchmarks:
  ${q(other)}:
    workload: ${q(w2)}
    arms:${list([q(`${m1}@${p1}`), q(`${m2}@${p2}`)], "      ")}
    cases: [{ prompt: Hello }]
`;
    const finish = (text: string) => (mark ? "\uFEFF" : "") + (crlf ? text.replaceAll("\n", "\r\n") : text);
    const documents: Record<string, string> = together
      ? { "all.yaml": finish(`${catalog}---\n${policy}---\n${benchmark}`) }
      : {
          "a.catalog.yaml": finish(catalog),
          "b.routing-policy.yaml": finish(policy),
          "c.benchmark.yaml": finish(benchmark),
        };
    const code = `import { GatewayOpenAI as AI } from "@fairlead/runtime/openai";
const NAMES = { one: "${w1}", two: '${w2}' };
export const clients = [new AI({ workload: NAMES.one }), new AI({ workload: \`${w2}\` })];
fetch("/", { headers: { "fairlead-workload": NAMES.two } });
`;
    const python = `h = {"fairlead-workload": "${w1}"}\nr.add_header('fairlead-workload', '''${w2}''')\n`;
    return { files: { ...documents, "a.ts": finish(code), "b.py": finish(python) }, ids };
  });

test("any id of any workspace: nothing is wrong after a rename, and back gives the same text", () => {
  fc.assert(
    fc.property(workspace, fc.nat(), fc.nat(), id, ({ files, ids }, kindAt, idAt, wanted) => {
      fc.pre(!ids.includes(wanted));
      const before = read(files);
      const kind = KINDS[kindAt % KINDS.length] as EntityKind;
      const known = before.group.checked.entities.ids(kind);
      const from = known[idAt % known.length] as string;
      const to = kind === "deployment" ? from.replace(/[^@]*$/, wanted) : wanted;
      const expected = problems(before);
      const after = renamed(files, kind, from, to);
      const now = read(after);
      expect(problems(now).length, problems(now).join("\n")).toBe(expected.length);
      expect(now.group.checked.entities.has(kind, to)).toBe(true);
      expect(now.mentions.length).toBe(before.mentions.length);
      for (const { workload } of now.mentions) expect(now.group.checked.entities.has("workload", workload)).toBe(true);
      expect(renamed(after, kind, to, from)).toEqual(files);
    }),
    { numRuns: 100 },
  );
});

test("at every offset of the samples: what is offered can be done or is refused, inside of the texts", () => {
  for (const [name, text] of Object.entries(sample())) {
    if (!/\.ya?ml$/.test(name)) continue;
    const { group } = read({ [name]: text });
    const { lines } = group.checked.files[0] as ParsedFile;
    let last: string | undefined;
    for (let offset = 0; offset <= text.length; offset += 1) {
      const position = lines.positionAt(offset);
      const target = renameTarget(group, uriOf(name), position);
      if (!target) continue;
      const from = lines.offsetAt(target.range.start);
      const to = lines.offsetAt(target.range.end);
      expect(from <= offset && offset <= to).toBe(true);
      expect(text.slice(from, to)).toBe(target.id);
      // Once for each place is enough for the edits, which take the time.
      const place = `${from} ${to}`;
      if (place === last) continue;
      last = place;
      const edits = rename(group, target, "another-name", []);
      for (const { range } of "refusal" in edits ? [] : edits) {
        expect(lines.positionAt(lines.offsetAt(range.start))).toEqual(range.start);
        expect(lines.positionAt(lines.offsetAt(range.end))).toEqual(range.end);
      }
    }
  }
});

test("names in code that is cut off or changed anywhere lie inside of it", () => {
  const sources = Object.entries(sample()).filter(([name]) => !/\.ya?ml$/.test(name));
  const piece = fc.constantFrom(
    '"',
    "'",
    "`",
    "${",
    "{",
    "}",
    "(",
    ")",
    "\n",
    "\r\n",
    "\\",
    "/*",
    "#",
    "\u{1F600}",
    "",
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...sources),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(20),
      piece,
      ([name, text], at, removed, added) => {
        const start = Math.floor(at * text.length);
        for (const mutated of [text.slice(0, start), text.slice(0, start) + added + text.slice(start + removed)]) {
          for (const { start: from, end } of findMentions(name, mutated)) {
            expect(0 <= from && from <= end && end <= mutated.length).toBe(true);
          }
        }
      },
    ),
    { numRuns: 200 },
  );
});
