import { expect, test } from "vitest";
import { analyseSource, isSilenced, migrateSource, type SourceFinding, suppressionsOf } from "../index.ts";

function kept(path: string, text: string): SourceFinding[] {
  const input = { path, text, workloads: [], sitesOnly: true };
  const suppressions = suppressionsOf(input);
  return analyseSource(input).filter((finding) => !isSilenced(finding, suppressions));
}

const load = 'import OpenAI from "openai";\n';

test.each([
  [
    "at the end of the line",
    "a.ts",
    `${load}new OpenAI(); // fairlead-ignore code.direct-client -- the vendor's own test\n`,
  ],
  ["above", "a.ts", `${load}// fairlead-ignore code.direct-client, code.raw-http\n\n// more words\nnew OpenAI();\n`],
  ["in a block", "a.ts", `${load}/* fairlead-ignore code.direct-client */\nnew OpenAI();\n`],
  ["for the file", "a.ts", `// Copyright\n// fairlead-ignore-file code.direct-client\n${load}new OpenAI();\n`],
  ["in JSX", "a.tsx", `${load}const a = <a>\n{/* fairlead-ignore code.direct-client */}\n{new OpenAI()}</a>;\n`],
  ["in Python", "a.py", "from openai import OpenAI\nOpenAI()  # fairlead-ignore code.direct-client\n"],
  ["above, in Python", "a.py", "from openai import OpenAI\n# fairlead-ignore code.direct-client\nOpenAI()\n"],
])("silenced %s", (_name, path, text) => {
  for (const variant of [text, text.replaceAll("\n", "\r\n"), `\uFEFF${text}`]) {
    expect(kept(path, variant)).toEqual([]);
    expect(migrateSource({ path, text: variant, workloads: [], grade: "unsafe" }).left).toEqual([]);
  }
});

test.each([
  ["another rule", `${load}new OpenAI(); // fairlead-ignore code.raw-http\n`],
  ["another line", `${load}// fairlead-ignore code.direct-client\nlet a;\nnew OpenAI();\n`],
  ["a string", `${load}const s = "// fairlead-ignore code.direct-client"; new OpenAI();\n`],
  ["a template", `${load}\`\n// fairlead-ignore code.direct-client\n\${new OpenAI()}\`;\n`],
])("not silenced by %s", (_name, text) => expect(kept("a.ts", text)).toHaveLength(1));
