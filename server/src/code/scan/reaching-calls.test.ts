/** A call that the gateway does not serve speaks against the client that it is made on, and against no other. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { scanWorkspace } from "../index.ts";

const root = mkdtempSync(path.join(tmpdir(), "fairlead-reaching-"));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const CHAT = 'import OpenAI from "openai";\nexport const client = new OpenAI();\n';
const PYTHON_CHAT = "import os\nfrom openai import OpenAI\n\nclient = OpenAI()\n";
const draw = (from: string, name = "client") =>
  `import { ${name} } from "${from}";\nexport const draw = () => ${name}.images.generate({ prompt: "a" });\n`;

/** Each with the grade of the client in the file named first. */
const cases: [name: string, files: Record<string, string>, grade: "safe" | "unsafe"][] = [
  ["another client's", { "chat.ts": CHAT, "other.ts": CHAT, "draw.ts": draw("./other") }, "safe"],
  ["its own", { "chat.ts": CHAT, "other.ts": CHAT, "draw.ts": draw("./chat") }, "unsafe"],
  [
    "its own by another name through a barrel",
    { "chat.ts": CHAT, "index.ts": 'export { client as ai } from "./chat";\n', "draw.ts": draw("./index", "ai") },
    "unsafe",
  ],
  [
    "another's through a barrel of both",
    {
      "chat.ts": CHAT,
      "other.ts": CHAT,
      "index.ts": 'export { client } from "./chat";\nexport { client as drawing } from "./other";\n',
      "draw.ts": draw("./index", "drawing"),
    },
    "safe",
  ],
  [
    "its own through a star",
    { "chat.ts": CHAT, "index.ts": 'export * from "./chat";\n', "draw.ts": draw("./index") },
    "unsafe",
  ],
  [
    "what a module makes of it",
    {
      "chat.ts": CHAT,
      "made.ts": 'import { client } from "./chat";\nexport const api = wrap(client);\n',
      "draw.ts": draw("./made", "api"),
    },
    "unsafe",
  ],
  [
    "a field that a class makes for itself",
    {
      "chat.ts": CHAT,
      "draw.ts":
        'import OpenAI from "openai";\nexport class Draw {\n  openai: OpenAI;\n  constructor() {\n    this.openai = new OpenAI();\n  }\n  draw = () => this.openai.images.generate({ prompt: "a" });\n}\n',
    },
    "safe",
  ],
  [
    "a field that a class is given",
    {
      "chat.ts": CHAT,
      "draw.ts":
        'import type OpenAI from "openai";\nexport class Draw {\n  constructor(private openai: OpenAI) {}\n  draw = () => this.openai.images.generate({ prompt: "a" });\n}\n',
    },
    "unsafe",
  ],
  [
    "a field that a class may be given",
    {
      "chat.ts": CHAT,
      "draw.ts":
        'import OpenAI from "openai";\nexport class Draw {\n  openai: OpenAI;\n  constructor(own?: OpenAI) {\n    this.openai = own ?? new OpenAI();\n  }\n  draw = () => this.openai.images.generate({ prompt: "a" });\n}\n',
    },
    "unsafe",
  ],
  [
    "what a function of its file makes when it is first asked",
    {
      "chat.ts": CHAT,
      "draw.ts":
        'import OpenAI from "openai";\nlet made: OpenAI | undefined;\nfunction ai() {\n  if (!made) made = new OpenAI();\n  return made;\n}\nexport const draw = () => ai().images.generate({ prompt: "a" });\n',
    },
    "safe",
  ],
  [
    "Python: a name of its own module",
    {
      "chat.py": PYTHON_CHAT,
      "draw.py": `${PYTHON_CHAT}\n\ndef draw():\n    return client.images.generate(prompt="a")\n`,
    },
    "safe",
  ],
  [
    "Python: a field of its own",
    {
      "chat.py": PYTHON_CHAT,
      "draw.py":
        'from openai import OpenAI\n\n\nclass Draw:\n    def __init__(self):\n        self.client = OpenAI()\n\n    def draw(self):\n        return self.client.images.generate(prompt="a")\n',
    },
    "safe",
  ],
  [
    "Python: a field that is given",
    {
      "chat.py": PYTHON_CHAT,
      "draw.py":
        'class Draw:\n    def __init__(self, client=None):\n        self.client = client\n\n    def draw(self):\n        return self.client.images.generate(prompt="a")\n',
    },
    "unsafe",
  ],
  [
    "Python: what a test has in place of a client",
    {
      "chat.py": PYTHON_CHAT,
      "tests/test_chat.py": "def test_it(mock):\n    mock.images.generate.return_value = None\n",
    },
    "safe",
  ],
  [
    "Python: another module's, and its own by a package",
    {
      "app/chat.py": PYTHON_CHAT,
      "app/other.py": PYTHON_CHAT,
      "app/__init__.py": "",
      "app/draw.py": 'from .other import client\n\n\ndef draw():\n    return client.images.generate(prompt="a")\n',
    },
    "safe",
  ],
  [
    "Python: its own by a package",
    {
      "app/chat.py": PYTHON_CHAT,
      "app/__init__.py": "from .chat import client as ai\n",
      "draw.py": 'from app import ai\n\n\ndef draw():\n    return ai.images.generate(prompt="a")\n',
    },
    "unsafe",
  ],
];

test.each(cases)("%s", async (_name, files, grade) => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  const { findings } = await scanWorkspace({ root, workloads: [{ id: "support", globs: ["**"] }] });
  const [first] = Object.keys(files);
  expect(findings.find(({ file, kind }) => file === first && kind === "client-construction")?.fix).toBe(grade);
});
