import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { checkFiles, parseFile } from "@fairlead/runtime/documents";
import { describe, expect, test } from "vitest";
import type { CompletionItem } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { BENCHMARK, CATALOG, POLICY } from "../../testing/samples.ts";
import { complete } from "./completion.ts";

const known = checkFiles([
  parseFile("file:///acme.catalog.yaml", CATALOG),
  parseFile("file:///acme.routing-policy.yaml", POLICY),
]);

/** 2026-11-01. */
const NOW = Date.UTC(2026, 10, 1);

const client = { snippets: true, insertTextModes: true };

const catalog = "apiVersion: fairlead/v1\nkind: Catalog\n";
const policy = "apiVersion: fairlead/v1\nkind: RoutingPolicy\n";

function at(withCursor: string, uri: string, support = client): { items: CompletionItem[]; document: TextDocument } {
  const offset = withCursor.indexOf("|");
  const text = withCursor.slice(0, offset) + withCursor.slice(offset + 1);
  const document = TextDocument.create(uri, "yaml", 1, text);
  return { items: complete(uri, text, document.positionAt(offset), known, support, { now: NOW }), document };
}

function labels(withCursor: string, uri = "file:///x.yaml"): string[] {
  return at(withCursor, uri).items.map(({ label }) => label);
}

/** The text after taking the item with this label, a snippet's stops left out. */
function accept(withCursor: string, label: string, uri = "file:///x.yaml", support = client): string {
  const { items, document } = at(withCursor, uri, support);
  const item = items.find((one) => one.label === label);
  if (!item?.textEdit || !("range" in item.textEdit))
    throw new Error(`no ${label} among ${items.map((one) => one.label).join(", ")}`);
  const text = TextDocument.applyEdits(document, [item.textEdit]);
  return text.replace(/\$\{\d+:([^}]*)\}/g, "$1").replace(/\$\d+/g, "");
}

describe("keys", () => {
  test("of an entity, without those that are there, the required first", () => {
    const { items } = at(`${catalog}models:\n  m:\n    supplier: x\n    |\n    lifecycle: {}\n`, "file:///x.yaml");
    expect(items.map(({ label }) => label).sort()).toEqual([
      "capabilities",
      "contextWindow",
      "description",
      "maxOutputTokens",
    ]);
    const sorted = [...items]
      .sort((a, b) => ((a.sortText ?? "") < (b.sortText ?? "") ? -1 : 1))
      .map(({ label }) => label);
    expect(sorted.slice(0, 2)).toEqual(["capabilities", "contextWindow"]);
    const documentation = items.find(({ label }) => label === "contextWindow")?.documentation;
    expect(documentation).toMatchObject({ kind: "markdown", value: expect.stringContaining("Unit: tokens.") });
  });

  test.each([
    ["half typed", `${catalog}providers:\n  p:\n    adap|\n    region: x\n`, "adapter"],
    ["in the middle of a word", `${catalog}providers:\n  p:\n    ad|ap\n`, "adapter"],
    ["at the root", `${catalog}mod|`, "models"],
    ["at the root below sections", `${catalog}providers:\n  p: { adapter: openai }\n|`, "models"],
    ["in braces", `${catalog}providers:\n  p: { | }\n`, "adapter"],
    ["behind a comma", `${catalog}providers:\n  p: { adapter: openai, | }\n`, "region"],
    ["in braces that are still open", `${catalog}providers:\n  p: { adapter: openai, reg|`, "region"],
    ["in braces over several lines", `${catalog}providers:\n  p: {\n    adapter: openai,\n    |\n  }\n`, "region"],
    ["behind a dash", `${policy}budgets:\n  b:\n    thresholds:\n      - |\n`, "at"],
    ["on the second line of an item", `${policy}budgets:\n  b:\n    thresholds:\n      - at: 80%\n        |\n`, "do"],
    ["where the list is not indented", `${policy}budgets:\n  b:\n    thresholds:\n    - at: 80%\n      d|\n`, "do"],
    ["deep in brackets", `${policy}budgets: { b: { thresholds: [{ at: 80%, | }] } }`, "do"],
    ["below an anchor", `${catalog}providers:\n  p: &base\n    |\n`, "adapter"],
    ["in the second document", `${catalog}---\n${policy}workloads:\n  w:\n    |\n`, "businessUnit"],
    ["with CRLF", `${catalog}providers:\n  p:\n    |\n`.replaceAll("\n", "\r\n"), "adapter"],
    ["after a byte order mark", `\uFEFF${catalog}|`, "models"],
    ["behind a blank line and a comment", `${catalog}models:\n  m:\n    supplier: x\n\n    # more\n    |`, "lifecycle"],
    ["in quotes", `${catalog}providers:\n  p:\n    "ada|"\n`, "adapter"],
  ])("%s", (_name, text, expected) => {
    expect(labels(text)).toContain(expected);
  });

  test("in JSON, with quotes", () => {
    const text = '{ "apiVersion": "fairlead/v1", "kind": "Catalog",\n  "models": { "m": { "supplier": "x",\n | } } }';
    expect(labels(text, "file:///x.catalog.json")).toEqual([
      "description",
      "capabilities",
      "contextWindow",
      "maxOutputTokens",
      "lifecycle",
    ]);
    expect(accept(text, "contextWindow", "file:///x.catalog.json")).toContain('\n "contextWindow":  } }');
  });

  test.each([
    ["a comment", `${catalog}# who sell|`],
    ["a block of text", `${catalog}metadata:\n  description: |-\n    some|`.replace("|-", ">-")],
    ["behind a finished value", `${catalog}metadata:\n  name: acme\n    |`],
    ["behind a word", `${catalog}providers:\n  p |`],
    ["an anchor", `${catalog}providers:\n  p: &|`],
    ["a document that is not ours", "apiVersion: v1\nkind: Service\nmetadata:\n  |"],
    ["a key that does not exist", `${catalog}nothing:\n  |`],
  ])("none in %s", (_name, text) => {
    expect(labels(text)).toEqual([]);
  });
});

describe("what keys insert", () => {
  test.each([
    ["a scalar", `${catalog}providers:\n  p:\n    ad|`, "adapter", `${catalog}providers:\n  p:\n    adapter: `],
    ["a list", `${catalog}models:\n  m:\n    |`, "capabilities", `${catalog}models:\n  m:\n    capabilities: []`],
    [
      "a map with what it needs",
      `${catalog}deployments:\n  m@p:\n    |`,
      "price",
      `${catalog}deployments:\n  m@p:\n    price:\n      input: \n      output: `,
    ],
    [
      "a map in braces",
      `${catalog}deployments:\n  m@p: { | }`,
      "price",
      `${catalog}deployments:\n  m@p: { price: { input: , output:  } }`,
    ],
    [
      "a list of maps",
      `${policy}budgets:\n  b:\n    |`,
      "thresholds",
      `${policy}budgets:\n  b:\n    thresholds:\n      - at: \n        do: `,
    ],
    [
      "below a dash, as deep as the dash says",
      `apiVersion: fairlead/v1\nkind: BenchmarkSuite\nbenchmarks:\n  b:\n    cases:\n      - |`,
      "assert",
      `apiVersion: fairlead/v1\nkind: BenchmarkSuite\nbenchmarks:\n  b:\n    cases:\n      - assert:\n          - type: `,
    ],
    [
      "only the name where the colon is there",
      `${catalog}providers:\n  p:\n    ad|: openai\n`,
      "adapter",
      `${catalog}providers:\n  p:\n    adapter: openai\n`,
    ],
  ])("%s", (_name, before, label, after) => {
    expect(accept(before, label)).toBe(after);
  });

  test("the line ending of the file", () => {
    const before = `${catalog}deployments:\n  m@p:\n    |`.replaceAll("\n", "\r\n");
    expect(accept(before, "price")).toMatch(/price:\r\n {6}input: \r\n {6}output: $/);
  });

  test("no snippet where the client has none", () => {
    const { items } = at(`${catalog}deployments:\n  m@p:\n    |`, "file:///x.yaml", {
      snippets: false,
      insertTextModes: false,
    });
    for (const { textEdit, insertTextFormat } of items) {
      expect(textEdit?.newText).not.toContain("$");
      expect(insertTextFormat).toBe(1);
    }
  });

  test("an entity with its required keys, and the pairs that have no deployment yet", () => {
    expect(accept(`${catalog}providers:\n  |`, "new provider")).toBe(
      `${catalog}providers:\n  provider-id:\n    adapter: `,
    );
    const extra = CATALOG.replace("contracts:", "  |\ncontracts:");
    expect(labels(extra)).toEqual(["new deployment"]);
    const more = checkFiles([
      parseFile("file:///a.catalog.yaml", CATALOG.replace("models:\n", "models:\n  mini: {}\n")),
    ]);
    const pairs = complete("file:///x.yaml", `${catalog}deployments:\n  `, { line: 3, character: 2 }, more, client, {
      now: NOW,
    });
    expect(pairs.map(({ label }) => label)).toEqual(["mini@openai", "mini@azure-se", "new deployment"]);
  });
});

describe("values", () => {
  test.each([
    [
      "an enum",
      `${catalog}providers:\n  p:\n    adapter: |`,
      ["openai", "azure-openai", "anthropic", "bedrock", "gemini", "openai-compatible"],
    ],
    [
      "half typed",
      `${catalog}providers:\n  p:\n    adapter: op|`,
      ["openai", "azure-openai", "anthropic", "bedrock", "gemini", "openai-compatible"],
    ],
    [
      "on the next line",
      `${catalog}providers:\n  p:\n    adapter:\n      |`,
      ["openai", "azure-openai", "anthropic", "bedrock", "gemini", "openai-compatible"],
    ],
    ["a boolean", `${catalog}providers:\n  p: { streamUsage: | }`, ["true", "false"]],
    ["the version", "apiVersion: |", ["fairlead/v1"]],
    [
      "the kind of a new file",
      "apiVersion: fairlead/v1\nkind: |",
      ["Catalog", "RoutingPolicy", "BenchmarkSuite", "Project"],
    ],
    ["ids of another file", `${policy}workloads:\n  w:\n    businessUnit: |`, ["support"]],
    [
      "ids in brackets, the used ones aside",
      `${policy}workloads:\n  w:\n    route:\n      candidates: [gpt@openai, |]`,
      ["gpt@azure-se"],
    ],
    [
      "ids behind the cursor count as used",
      `${policy}workloads:\n  w:\n    route: { candidates: [|, gpt@openai] }`,
      ["gpt@azure-se"],
    ],
    [
      "ids behind a dash",
      `${policy}workloads:\n  w:\n    route:\n      candidates:\n        - gpt@azure-se\n        - |\n`,
      ["gpt@openai"],
    ],
    [
      "ids below an empty list",
      `${policy}workloads:\n  w:\n    route:\n      candidates:\n        |\n`,
      ["gpt@openai", "gpt@azure-se"],
    ],
    [
      "ids as keys",
      `${policy}workloads:\n  w:\n    route:\n      weights:\n        gpt@openai: 1\n        |\n`,
      ["gpt@azure-se"],
    ],
    ["one of a list or a single value", `${policy}rules:\n  r:\n    when: { workload: | }`, ["tickets"]],
    ["an item where one or a list may stand", `${policy}rules:\n  r:\n    when: { workload: [|] }`, ["tickets"]],
    ["in quotes", `${policy}workloads:\n  w:\n    businessUnit: "sup|"`, ["support"]],
    ["before a comment", `${catalog}providers:\n  p:\n    streamUsage: | # ask`, ["true", "false"]],
  ])("%s", (_name, text, expected) => {
    expect(labels(text)).toEqual(expected);
  });

  test("ids have their facts", () => {
    const { items } = at(`${policy}workloads:\n  w:\n    route:\n      candidates: [|]`, "file:///x.yaml");
    expect(items[1]).toMatchObject({
      label: "gpt@azure-se",
      detail: "$6 in, $32 out per million tokens · swedencentral · eu · no contract · used by tickets",
    });
  });

  test.each([
    [
      "replaces the whole word",
      `${catalog}providers:\n  p:\n    adapter: op|enay\n`,
      "openai",
      `${catalog}providers:\n  p:\n    adapter: openai\n`,
    ],
    [
      "keeps the comment",
      `${catalog}providers:\n  p:\n    adapter: | # host\n`,
      "openai",
      `${catalog}providers:\n  p:\n    adapter: openai # host\n`,
    ],
    [
      "keeps the quotes",
      `${catalog}providers:\n  p:\n    adapter: "|"\n`,
      "openai",
      `${catalog}providers:\n  p:\n    adapter: "openai"\n`,
    ],
    [
      "closes a quote that is open",
      `${catalog}providers:\n  p:\n    adapter: 'op|\n`,
      "openai",
      `${catalog}providers:\n  p:\n    adapter: 'openai'\n`,
    ],
    [
      "makes a list where one is wanted",
      `${catalog}models:\n  m:\n    capabilities: |\n`,
      "chat",
      `${catalog}models:\n  m:\n    capabilities: [chat]\n`,
    ],
    [
      "begins a list below its key",
      `${policy}workloads:\n  w:\n    route:\n      candidates:\n        |\n`,
      "gpt@openai",
      `${policy}workloads:\n  w:\n    route:\n      candidates:\n        - gpt@openai\n`,
    ],
    [
      "money with its unit",
      `${policy}budgets:\n  b: { limit: 50|00, window: day }\n`,
      "5000 USD",
      `${policy}budgets:\n  b: { limit: 5000 USD, window: day }\n`,
    ],
  ])("%s", (_name, before, label, after) => {
    expect(accept(before, label)).toBe(after);
  });
});

describe("values behind their sign", () => {
  test.each([
    ["a colon", `${catalog}providers:\n  p:\n    adapter:|\n`, "openai", "    adapter: openai\n"],
    ["a colon in braces", `${catalog}providers:\n  p: { adapter:| }\n`, "openai", "  p: { adapter: openai }\n"],
    ["a dash", `${catalog}models:\n  m:\n    capabilities:\n      -|\n`, "chat", "      - chat\n"],
    ["a colon before a list", `${catalog}models:\n  m:\n    capabilities:|\n`, "chat", "    capabilities: [chat]\n"],
    ["a bracket", `${catalog}models:\n  m:\n    capabilities: [|]\n`, "chat", "    capabilities: [chat]\n"],
  ])("a blank comes behind %s where there is none", (_name, before, label, line) => {
    expect(accept(before, label)).toContain(`\n${line}`);
  });

  test("in the order of the schema", () => {
    const { items } = at(`${policy}workloads:\n  w:\n    criticality: |`, "file:///x.yaml");
    const sorted = [...items].sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
    expect(sorted.map(({ label }) => label)).toEqual(["critical", "high", "standard", "low"]);
  });

  test("items that the list has are not offered on the line below it", () => {
    const text = `${catalog}models:\n  m:\n    capabilities:\n      - chat\n      |\n      - tools\n`;
    const offered = labels(text);
    expect(offered).toContain("vision");
    expect(offered).not.toContain("chat");
    expect(offered).not.toContain("tools");
  });

  test("a map with what it needs, in braces", () => {
    const text = `${catalog}deployments:\n  m@p:\n    price: |\n`;
    expect(accept(text, "{ input, output }")).toContain("\n    price: { input: , output:  }\n");
    expect(labels(`${policy}workloads:\n  w:\n    route: |`)).toEqual(["{ candidates }"]);
  });
});

describe("aliases", () => {
  const anchored = `${catalog}providers:\n  a: &base { adapter: openai }\n  # &not\n`;

  test.each([
    ["behind a star", `${anchored}  b: *|`],
    ["half typed", `${anchored}  b: *ba|`],
    ["of a merge", `${anchored}  b:\n    <<: |`],
    ["of a merge in braces", `${anchored}  b: { <<: | }`],
    ["in a list of merges", `${anchored}  b:\n    <<: [*|]`],
  ])("%s", (_name, text) => {
    expect(labels(text)).toEqual(["*base"]);
  });

  test("replace what is typed", () => {
    expect(accept(`${anchored}  b: *b|`, "*base")).toBe(`${anchored}  b: *base`);
  });

  test("not those of another document or below", () => {
    expect(labels(`${anchored}---\n${catalog}providers:\n  b: *|\n  c: &later {}\n`)).toEqual([]);
  });
});

describe("deployments for a workload", () => {
  const PUBLIC = POLICY.replace("internal", "public");
  const judged = (text: string, sibling = PUBLIC) => {
    const checked = checkFiles([
      parseFile("file:///acme.catalog.yaml", CATALOG),
      parseFile("file:///acme.routing-policy.yaml", sibling),
      parseFile("file:///acme.benchmark.yaml", BENCHMARK),
    ]);
    const offset = text.indexOf("|");
    const document = TextDocument.create("file:///x.yaml", "yaml", 1, text.replace("|", ""));
    const support = { ...client, labelDetails: true };
    return complete(document.uri, document.getText(), document.positionAt(offset), checked, support, { now: NOW }).sort(
      (a, b) => ((a.sortText ?? "") < (b.sortText ?? "") ? -1 : 1),
    );
  };
  const route = (rest: string) => `${policy}workloads:\n  tickets:\n    route:\n${rest}`;

  test.each([
    ["candidates", route("      candidates: [|]")],
    ["candidates behind a dash", route("      candidates:\n        - |")],
    ["weights", route("      weights:\n        |")],
    ["arms of a benchmark", BENCHMARK.replace("[gpt@openai, gpt@azure-se]", "[|]")],
  ])("%s: those that may serve it first, the others with the rule", (_name, text) => {
    const items = judged(text);
    expect(items.map(({ label }) => label)).toEqual(["gpt@azure-se", "gpt@openai"]);
    expect(items[0]?.documentation).toMatchObject({ value: expect.stringMatching(/^May serve tickets\./) });
    expect(items[1]).toMatchObject({
      labelDetails: { description: "need.residency" },
      detail: expect.stringMatching(/^out: need\.residency · \$5 in/),
      documentation: { value: expect.stringMatching(/^May not serve tickets:\n\n- data must stay in eu/) },
    });
  });

  test("what is wrong in its route, or in another workload, does not matter", () => {
    const broken = PUBLIC.replace("[gpt@openai, gpt@azure-se]", "[gpt@nowhere]").replace(
      "workloads:\n",
      "workloads:\n  other: { sensitivity: none }\n",
    );
    expect(judged(route("      candidates: [|]"), broken)[1]?.detail).toContain("out: need.residency");
  });

  test.each([
    ["its needs are wrong", PUBLIC.replace("[eu]", "[europe]")],
    ["its keys are misspelt", PUBLIC.replace("sensitivity", "sensitivty")],
    ["a rule is wrong", `${PUBLIC}rules:\n  r: { require: { residency: europe } }\n`],
    ["the YAML is broken", `${PUBLIC}rules: {`],
    ["nobody pays", PUBLIC.replace("    businessUnit: support\n", "")],
  ])("nothing is said where %s", (_name, broken) => {
    for (const { detail, sortText } of judged(route("      candidates: [|]"), broken)) {
      expect(detail).not.toContain("out:");
      expect(sortText?.startsWith("1")).toBe(true);
    }
  });
});

describe("values that people often want", () => {
  test("dates: reckoned from today, those to come and those that have been", () => {
    const renews = at(`${catalog}contracts:\n  c:\n    renews: |`, "file:///x.yaml").items;
    expect(renews.map(({ label, detail }) => `${label} ${detail}`).slice(0, 5)).toEqual([
      "2026-11-30 the end of this month",
      "2026-12-31 the end of this quarter",
      "2027-03-31 the end of the next quarter",
      "2027-12-31 the end of next year",
      "2026-12-01 in 30 days",
    ]);
    const announced = at(`${catalog}notices:\n  n:\n    announced: |`, "file:///x.yaml").items;
    expect(announced[0]).toMatchObject({ label: "2026-11-01", detail: "today" });
    expect(accept(`${catalog}contracts:\n  c: { renews: 20|}`, "2026-12-31")).toContain("{ renews: 2026-12-31}");
  });

  test.each([
    ["money", `${policy}budgets:\n  b:\n    limit: 75|`, "75 USD", "as typed"],
    ["a part", `${policy}budgets:\n  b:\n    thresholds: [{ at: 8|`, "80%", ""],
    ["a part as typed", `${policy}workloads:\n  w:\n    objectives: { errorRate: 0.3|`, "0.3%", "as typed"],
    ["milliseconds", `${policy}workloads:\n  w:\n    fallback: { deadlineMs: |`, "30000", "30 seconds"],
    ["days", `${catalog}contracts:\n  c:\n    noticeToTerminateDays: |`, "90", "90 days"],
    ["tokens", `${catalog}models:\n  m:\n    contextWindow: |`, "128000", "128,000 tokens"],
    ["a supplier in use", `${catalog}models:\n  m:\n    supplier: |`, "openai", "used once"],
    ["a supplier in a list", `${policy}rules:\n  r:\n    deny: { suppliers: [|`, "openai", "used once"],
    ["a region in use", `${catalog}providers:\n  p:\n    region: |`, "swedencentral", "used once"],
    ["a variable", `${catalog}providers:\n  p:\n    credentials: { env: |`, "OPENAI_API_KEY", "common"],
    ["a team", `${policy}workloads:\n  w:\n    owner: |`, "support-platform", "used once"],
  ])("%s", (_name, text, label, detail) => {
    const found = at(text, "file:///x.yaml").items.find((item) => item.label === label);
    expect(found).toBeDefined();
    expect(found?.detail ?? "").toBe(detail);
  });

  test("folders as globs, where code is listed", () => {
    const text = `${policy}workloads:\n  w:\n    code: [`;
    const position = { line: 4, character: 11 };
    const items = complete("file:///x.yaml", text, position, known, client, {
      now: NOW,
      folders: ["services", "services/a"],
    });
    expect(items.map(({ label }) => label)).toEqual(["services/**", "services/a/**"]);
    expect(items[1]?.textEdit?.newText).toBe('"services/a/**"');
  });
});

describe("comments that silence rules", () => {
  test("the word", () => {
    expect(labels(`${catalog}# |`)).toEqual(["fairlead-ignore", "fairlead-ignore-file"]);
    expect(accept(`${catalog}models: {} # fair|`, "fairlead-ignore")).toBe(`${catalog}models: {} # fairlead-ignore`);
    expect(labels(`${catalog}models: {} # "fair|`)).toEqual([]);
    expect(labels(`${catalog}metadata: { name: "# |" }`)).toEqual([]);
  });

  test("the codes, without those that are named, and without those that nothing silences", () => {
    const offered = labels(`${catalog}# fairlead-ignore document.empty, |`);
    expect(offered.length).toBeGreaterThan(3);
    expect(offered).not.toContain("document.empty");
    expect(offered).not.toContain("link.unknown-id");
    expect(accept(`${catalog}# fairlead-ignore doc|`, "document.empty")).toBe(
      `${catalog}# fairlead-ignore document.empty`,
    );
  });
});

describe("an empty file", () => {
  test("offers the documents", () => {
    expect(labels("|")).toEqual([
      "Catalog document",
      "RoutingPolicy document",
      "BenchmarkSuite document",
      "Project document",
      "apiVersion",
      "kind",
    ]);
    expect(labels("# mine\n|", "file:///x.catalog.yaml")).toEqual(
      expect.arrayContaining(["Catalog document", "kind", "models"]),
    );
    expect(accept("|", "RoutingPolicy document")).toMatch(
      /^apiVersion: fairlead\/v1\nkind: RoutingPolicy\n\n#.*\nworkloads:\n {2}$/,
    );
  });

  test("not in a file that has begun", () => {
    expect(labels("kind: Catalog\n|").filter((label) => label.endsWith("document"))).toEqual([]);
  });
});

describe("everywhere", () => {
  const folder = path.resolve(import.meta.dirname, "../../../../schemas/examples");
  const files = ["valid", "invalid"].flatMap((sub) =>
    readdirSync(path.join(folder, sub)).map((name) => path.join(sub, name)),
  );

  test.each(files)("at every offset of %s it neither throws nor leaves the line", (name) => {
    const text = readFileSync(path.join(folder, name), "utf8");
    const document = TextDocument.create("file:///x", "yaml", 1, text);
    for (let offset = 0; offset <= text.length; offset += 1) {
      const position = document.positionAt(offset);
      for (const { textEdit } of complete(`file:///${name}`, text, position, known, client, { now: NOW })) {
        if (!textEdit || !("range" in textEdit)) throw new Error("no range");
        const { start, end } = textEdit.range;
        expect([start.line, end.line]).toEqual([position.line, position.line]);
        expect(start.character <= position.character && position.character <= end.character).toBe(true);
        expect(document.offsetAt(end)).toBeLessThanOrEqual(text.length);
      }
    }
  });

  test("at every value of a valid document, what stands there is offered or free text", () => {
    const offered = (text: string, needle: string, label: string) => {
      const index = text.indexOf(needle) + needle.length;
      return labels(`${text.slice(0, index)}|${text.slice(index)}`).includes(label);
    };
    expect(offered(POLICY, "businessUnit: ", "support")).toBe(true);
    expect(offered(POLICY, "residency: [", "eu")).toBe(true);
    expect(offered(CATALOG, "contract: ", "msa")).toBe(true);
    expect(offered(BENCHMARK, "workload: ", "tickets")).toBe(true);
  });
});
