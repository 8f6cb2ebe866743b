/** Requests without an SDK: the suggestion that sends them to the gateway. */
import { describe, expect, test } from "vitest";
import { analyseSource, applyEdits, fixesFor, migrateSource } from "./index.ts";

const workloads = [{ id: "support", globs: ["src/**"] }];

/** The text once every suggestion is taken, and what it was graded. */
function suggested(path: string, text: string): string {
  let current = text;
  for (;;) {
    const input = { path, text: current, workloads };
    const finding = analyseSource(input).find(({ rule, fix }) => rule === "code.raw-http" && fix !== null);
    if (!finding) return current;
    expect(finding).toMatchObject({ fix: "suggestion", tier: "host", state: "direct" });
    const [fix] = fixesFor(input, finding);
    expect(fix).toMatchObject({ grade: "suggestion", isPreferred: false });
    current = applyEdits(current, fix?.edits ?? []);
  }
}

describe("JavaScript", () => {
  test.each<[string, string, string]>([
    [
      "fetch with a string",
      `await fetch("https://api.openai.com/v1/chat/completions", {
  method: "POST",
  headers: {
    "Content-Type": "application/json",
    Authorization: \`Bearer \${key}\`, // ours
    "OpenAI-Organization": org,
  },
});
`,
      `await fetch(\`\${process.env.FAIRLEAD_URL}/v1/chat/completions\`, {
  method: "POST",
  headers: {
    "Content-Type": "application/json",
    "fairlead-workload": "support",
    Authorization: \`Bearer \${process.env.FAIRLEAD_KEY}\`, // ours
  },
});
`,
    ],
    [
      "names that are used once, and axios",
      `const url = 'https://api.anthropic.com/v1/messages'
const headers = { 'x-api-key': key, 'anthropic-version': '2023-06-01' }
axios.post(url, body, { headers })
`,
      `const url = \`\${process.env.FAIRLEAD_URL}/v1/messages\`
const headers = {
  'x-api-key': \`\${process.env.FAIRLEAD_KEY}\`,
  'fairlead-workload': 'support',
  'anthropic-version': '2023-06-01',
}
axios.post(url, body, { headers })
`,
    ],
    [
      "a template, and hosts with OpenAI's protocol",
      `fetch(\`https://generativelanguage.googleapis.com/v1beta/models/\${model}:generateContent\`, { headers: { "x-goog-api-key": k } });
fetch("https://api.deepseek.com/chat/completions", { headers: { authorization: k } });
fetch("https://openrouter.ai/api/v1/chat/completions", { headers: { authorization: k } });
`,
      `fetch(\`\${process.env.FAIRLEAD_URL}/v1beta/models/\${model}:generateContent\`, { headers: {
  "x-goog-api-key": \`\${process.env.FAIRLEAD_KEY}\`,
  "fairlead-workload": "support",
} });
fetch(\`\${process.env.FAIRLEAD_URL}/v1/chat/completions\`, { headers: {
  authorization: \`Bearer \${process.env.FAIRLEAD_KEY}\`,
  "fairlead-workload": "support",
} });
fetch(\`\${process.env.FAIRLEAD_URL}/v1/chat/completions\`, { headers: {
  authorization: \`Bearer \${process.env.FAIRLEAD_KEY}\`,
  "fairlead-workload": "support",
} });
`,
    ],
  ])("%s", (_what, before, after) => {
    expect(suggested("src/a.ts", before)).toBe(after);
    expect(migrateSource({ path: "src/a.ts", text: before, workloads, grade: "unsafe" }).edits).toEqual([]);
  });

  test.each([
    'fetch("https://api.openai.com/v1/images/generations", { headers: { Authorization: k } });\n',
    'fetch("https://api.openai.com/v1/chat/completions", { headers });\n',
    'fetch("https://api.openai.com/v1/chat/completions", { headers: { "Content-Type": "a" } });\n',
    "fetch(`https://generativelanguage.googleapis.com/v1beta/models/m:generateContent?key=k`, { headers: { authorization: k } });\n",
    'const U = "https://api.openai.com/v1/models"; log(U); fetch(U, { headers: { Authorization: k } });\n',
  ])("no suggestion for %s", (text) => {
    const [finding] = analyseSource({ path: "src/a.ts", text, workloads });
    expect(finding).toMatchObject({ rule: "code.raw-http", fix: null });
    expect(finding?.message).toMatch(/the path stays\.$/);
  });
});

describe("Python", () => {
  test.each<[string, string, string]>([
    [
      "requests",
      `import requests

requests.post(
    "https://api.openai.com/v1/responses",
    headers={
        "Authorization": f"Bearer {key}",
        "Content-Type": "application/json",
    },
    json=body,
)
`,
      `import os

import requests

requests.post(
    os.environ["FAIRLEAD_URL"] + "/v1/responses",
    headers={
        "fairlead-workload": "support",
        "Authorization": "Bearer " + os.environ["FAIRLEAD_KEY"],
        "Content-Type": "application/json",
    },
    json=body,
)
`,
    ],
    [
      "names that are used once, a formatted address",
      `import os
import httpx
URL = f"https://generativelanguage.googleapis.com/v1beta/models/{MODEL}:generateContent"
HEADERS = {"x-goog-api-key": key}
httpx.post(URL, headers=HEADERS)
`,
      `import os
import httpx
URL = os.environ["FAIRLEAD_URL"] + f"/v1beta/models/{MODEL}:generateContent"
HEADERS = {"fairlead-workload": "support", "x-goog-api-key": os.environ["FAIRLEAD_KEY"]}
httpx.post(URL, headers=HEADERS)
`,
    ],
  ])("%s", (_what, before, after) => {
    expect(suggested("src/a.py", before)).toBe(after);
    expect(migrateSource({ path: "src/a.py", text: before, workloads, grade: "unsafe" }).edits).toEqual([]);
  });

  test.each([
    'requests.post("https://api.openai.com/v1/audio/speech", headers={"Authorization": k})\n',
    'requests.post("https://api.openai.com/v1/chat/completions", headers=headers())\n',
    'requests.post("https://api.openai.com/v1/chat/completions", headers={"Authorization": k, "OpenAI-Project": p})\n',
  ])("no suggestion for %s", (text) => {
    const [finding] = analyseSource({ path: "src/a.py", text, workloads });
    expect(finding).toMatchObject({ rule: "code.raw-http", fix: null });
  });
});
