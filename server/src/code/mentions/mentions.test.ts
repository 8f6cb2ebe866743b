import { describe, expect, test } from "vitest";
import { findMentions } from "./index.ts";
import { mayMentionWorkload } from "./prefilter.ts";

/** The names found, and that each stands where it is said to. */
function mentions(path: string, text: string): string[] {
  const found = findMentions(path, text);
  for (const { workload, start, end } of found) expect(text.slice(start, end)).toBe(workload);
  if (found.length > 0) expect(mayMentionWorkload(text)).toBe(true);
  return found.map(({ workload }) => workload);
}

const OPENAI = 'import { GatewayOpenAI } from "@fairlead/runtime/openai";\n';

const ECMASCRIPT: [name: string, text: string, found: string[]][] = [
  ["an option", `${OPENAI}new GatewayOpenAI({ workload: "a" });`, ["a"]],
  [
    "single quotes and a template",
    `${OPENAI}new GatewayOpenAI({ workload: 'a' }); new GatewayOpenAI({ workload: \`b\` });`,
    ["a", "b"],
  ],
  ["a quoted key", `${OPENAI}new GatewayOpenAI({ "workload": "a" });`, ["a"]],
  ["an alias", 'import { GatewayOpenAI as AI } from "@fairlead/runtime/openai";\nnew AI({ workload: "a" });', ["a"]],
  ["a default import", 'import AI from "@fairlead/runtime/openai";\nnew AI({ workload: "a" });', ["a"]],
  [
    "a namespace",
    'import * as fl from "@fairlead/runtime/bedrock";\nnew fl.GatewayBedrockRuntime({ workload: "a" });',
    ["a"],
  ],
  [
    "require",
    'const { GatewayBedrockRuntimeClient } = require("@fairlead/runtime/bedrock");\nnew GatewayBedrockRuntimeClient({ workload: "a" });',
    ["a"],
  ],
  [
    "import()",
    'const { GatewayOpenAI } = await import("@fairlead/runtime/openai");\nnew GatewayOpenAI({ workload: "a" });',
    ["a"],
  ],
  ["a barrel of the project", 'import { GatewayOpenAI } from "./ai.js";\nnew GatewayOpenAI({ workload: "a" });', ["a"]],
  ["a path alias", 'import { GatewayOpenAI } from "@/lib/ai";\nnew GatewayOpenAI({ workload: "a" });', ["a"]],
  [
    "options in a constant",
    `${OPENAI}const options = { workload: "a", timeout: 1 } as const;\nnew GatewayOpenAI(options);`,
    ["a"],
  ],
  ["spread options", `${OPENAI}const base = { workload: "a" };\nnew GatewayOpenAI({ ...base, timeout: 1 });`, ["a"]],
  ["Object.assign", `${OPENAI}new GatewayOpenAI(Object.assign({}, { workload: "a" }));`, ["a"]],
  ["a name in a constant", `${OPENAI}const NAME = "a";\nnew GatewayOpenAI({ workload: NAME });`, ["a"]],
  ["a shorthand", `${OPENAI}const workload = "a";\nnew GatewayOpenAI({ workload });`, ["a"]],
  [
    "a table of names",
    `${OPENAI}const NAMES = { one: "a", two: "b" } as const;\nnew GatewayOpenAI({ workload: NAMES.two });`,
    ["b"],
  ],
  [
    "a table by a key of run time",
    `${OPENAI}const NAMES = { one: "a", two: "b" };\nnew GatewayOpenAI({ workload: NAMES[which] });`,
    ["a", "b"],
  ],
  ["an enum", `${OPENAI}enum Use { One = "a", Two = "b" }\nnew GatewayOpenAI({ workload: Use.One });`, ["a"]],
  [
    "a choice",
    `${OPENAI}new GatewayOpenAI({ workload: big ? "a" : "b" }); new GatewayOpenAI({ workload: name ?? "c" });`,
    ["a", "b", "c"],
  ],
  [
    "a subclass",
    `${OPENAI}class Mine extends GatewayOpenAI { constructor() { super({ workload: "a" }); } }\nnew Mine();`,
    ["a"],
  ],
  [
    "a subclass with options",
    `${OPENAI}class Mine extends GatewayOpenAI {}\nconst Own = class extends Mine {};\nnew Own({ workload: "a" });`,
    ["a"],
  ],
  [
    "withOptions",
    `${OPENAI}const client = new GatewayOpenAI();\nclient.withOptions({ workload: "a" }).withOptions({ workload: "b" });`,
    ["a", "b"],
  ],
  [
    "withOptions of a field and of a parameter",
    `import type { GatewayOpenAI } from "@fairlead/runtime/openai";\nclass A { constructor(private readonly ai: GatewayOpenAI) {}\n go() { return this.ai.withOptions({ workload: "a" }); } }\nconst f = (ai: GatewayOpenAI) => ai.withOptions({ workload: "b" });`,
    ["a", "b"],
  ],
  [
    "options by their type",
    `import type { GatewayOpenAIOptions } from "@fairlead/runtime/openai";\nexport const options: GatewayOpenAIOptions = { workload: "a" };\nexport const all: Record<string, GatewayOpenAIOptions> = { one: { workload: "b" } };\nconst make = (): GatewayOpenAIOptions => ({ workload: "c" });\nfunction other(): GatewayOpenAIOptions { return { workload: "d" }; }\nconst e = { workload: "e" } satisfies GatewayOpenAIOptions;`,
    ["a", "b", "c", "d", "e"],
  ],
  [
    "a factory",
    `${OPENAI}const clientFor = (workload: string) => new GatewayOpenAI({ workload });\nclientFor("a");\nfunction make(options: { workload: string } = { workload: "b" }) { return new GatewayOpenAI(options); }\nmake({ workload: "c" });`,
    ["a", "b", "c"],
  ],
  [
    "headers of any client",
    'fetch(url, { headers: { "Fairlead-Workload": "a" } });\ncreateOpenAI({ defaultHeaders: { "fairlead-workload": \'b\' } });',
    ["a", "b"],
  ],
  [
    "headers that are set",
    'headers.set("fairlead-workload", "a");\nrequest.setHeader("Fairlead-Workload", `b`);\nheaders["fairlead-workload"] = "c";\nnew Headers([["fairlead-workload", "d"]]);',
    ["a", "b", "c", "d"],
  ],
  [
    "a header by a constant",
    'const HEADER = "fairlead-workload";\nconst h = { [HEADER]: "a" };\nh[HEADER] = "b";',
    ["a", "b"],
  ],
  ["JSX", `${OPENAI}export const A = () => <p>{String(new GatewayOpenAI({ workload: "a" }))}</p>;`, ["a"]],
  ["a name still to be typed", `${OPENAI}new GatewayOpenAI({ workload: "" });`, [""]],
  ["a quote still open", `${OPENAI}new GatewayOpenAI({ workload: "tick\n`, ["tick"]],
  ["a byte order mark and CRLF", `\uFEFF${OPENAI}new GatewayOpenAI({\r\n  workload: "a",\r\n});\r\n`, ["a"]],
];

const LOOK_ALIKES: [name: string, text: string][] = [
  [
    "another class",
    'import { Scheduler } from "./scheduler";\nimport { GatewayClientError } from "@fairlead/runtime/openai";\nnew Scheduler({ workload: "a" });',
  ],
  [
    "a class of the same name from another package",
    'import { GatewayOpenAI } from "other-gateway";\nnew GatewayOpenAI({ workload: "a" });',
  ],
  [
    "a class of the same name in the file",
    'class GatewayOpenAI { constructor(o) {} }\nnew GatewayOpenAI({ workload: "a" });',
  ],
  ["a shadowed name", `${OPENAI}function f(GatewayOpenAI) { return new GatewayOpenAI({ workload: "a" }); }`],
  ["another option", `${OPENAI}new GatewayOpenAI({ session: "a", defaultHeaders: { workload: "b" } });`],
  ["a second argument", `${OPENAI}new GatewayOpenAI({}, { workload: "a" });`],
  [
    "a name of run time",
    `${OPENAI}new GatewayOpenAI({ workload: process.env.NAME }); new GatewayOpenAI({ workload: \`a-\${x}\` });`,
  ],
  ["a variable that changes", `${OPENAI}let name = "a";\nname = pick();\nnew GatewayOpenAI({ workload: name });`],
  [
    "another header",
    'headers.set("fairlead-session", "a"); headers.get("fairlead-workload"); const h = { "x-fairlead-workload": "b" };',
  ],
  [
    "calls that take a header's name and something else",
    'new RegExp("fairlead-workload", "i"); text.replace("fairlead-workload", "a"); headers.get("fairlead-workload", "b"); getHeader("fairlead-workload", "c");',
  ],
  ["withOptions of another client", `${OPENAI}other.withOptions({ workload: "a" });`],
  [
    "comments and texts",
    `${OPENAI}// new GatewayOpenAI({ workload: "a" })\nconst doc = 'new GatewayOpenAI({ workload: "b" })';`,
  ],
];

const PYTHON: [name: string, text: string, found: string[]][] = [
  ["default headers", 'OpenAI(default_headers={"fairlead-workload": "a"})', ["a"]],
  [
    "what the migration of boto3 writes",
    'c.meta.events.register(\n  "before-send.bedrock-runtime.*",\n  lambda request, **_: request.headers.update({"fairlead-workload": "a"}),\n)',
    ["a"],
  ],
  ["other quotes and case", "h = {'Fairlead-Workload': '''a''', **others}", ["a"]],
  ["an assignment", 'headers["fairlead-workload"] = "a"', ["a"]],
  [
    "a call with name and value",
    'request.add_header("fairlead-workload", "a")\nrequest.headers.setdefault("fairlead-workload", "b")',
    ["a", "b"],
  ],
  ["pairs", 'h = [("fairlead-workload", "a"), ["fairlead-workload", r"b"]]', ["a", "b"]],
  ["constants", 'HEADER = "fairlead-workload"\nNAME = "a"\nh = {HEADER: NAME}', ["a"]],
  [
    "a choice",
    'h = {"fairlead-workload": "a" if big else ("b")}\ni = {"fairlead-workload": name or "c"}',
    ["a", "b", "c"],
  ],
  [
    "a factory",
    'def client(team, workload="a"):\n    return OpenAI(default_headers={"fairlead-workload": workload})\n\nclient("x", "b")\nclient("x", workload="c")',
    ["a", "b", "c"],
  ],
  ["a table of names", 'NAMES = {"one": "a", "two": "b"}\nh = {"fairlead-workload": NAMES["two"]}', ["b"]],
  [
    "an enumeration",
    'class Use(StrEnum):\n    ONE = "a"\n    TWO: str = "b"\n\nh = {"fairlead-workload": Use.TWO}\ni = {"fairlead-workload": Use.ONE.value}',
    ["a", "b"],
  ],
  ["a byte order mark and CRLF", '\uFEFFh = {\r\n    "fairlead-workload": "a",\r\n}\r\n', ["a"]],
];

describe("workload names in TypeScript and JavaScript", () => {
  test.each(ECMASCRIPT)("%s", (_name, text, found) => {
    expect(mentions("src/a.tsx", text)).toEqual(found);
  });

  test.each(LOOK_ALIKES)("not: %s", (_name, text) => {
    expect(mentions("src/a.ts", text)).toEqual([]);
  });
});

describe("workload names in Python", () => {
  test.each(PYTHON)("%s", (_name, text, found) => {
    expect(mentions("src/a.py", text)).toEqual(found);
  });

  test("not: other headers, bytes, formatted texts and comments", () => {
    const text =
      'h = {"fairlead-session": "a", "fairlead-workload": f"{x}"}\nh.get("fairlead-workload", "d")\n# {"fairlead-workload": "b"}\nw = Job(workload="c")\n';
    expect(mentions("src/a.py", text)).toEqual([]);
  });
});

test("text nested too deep to be read has none", () => {
  expect(mentions("src/a.ts", `${OPENAI}${"(".repeat(20_000)}`)).toEqual([]);
});
