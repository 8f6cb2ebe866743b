import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyseSource, fixesFor, migrateSource } from "../index.ts";

const workloads = [{ id: "finance", globs: ["services/finance/**"] }];
const path = "services/finance/a.py";

function found(text: string): string[] {
  return analyseSource({ path, text, workloads }).map(({ line, state, api }) => `${line} ${state} ${api}`);
}

describe("Python clients are found", () => {
  test.each<[string, string, string[]]>([
    ["from import", "from openai import OpenAI\nc = OpenAI(api_key=k)\n", ["2 direct OpenAI()"]],
    ["alias", "from openai import AsyncOpenAI as A\nc = A()\n", ["2 direct AsyncOpenAI()"]],
    ["module", "import openai\nc = openai.AzureOpenAI(azure_endpoint=os.environ['E'])\n", ["2 direct AzureOpenAI()"]],
    ["module alias", "import openai as ai, os\nc = ai.OpenAI()\n", ["2 direct OpenAI()"]],
    [
      "several lines",
      "from openai import (\n    APIError,  # errors\n    OpenAI,\n)\nc = OpenAI()\n",
      ["5 direct OpenAI()"],
    ],
    ["in a function", "def make():\n    from openai import OpenAI\n    return OpenAI()\n", ["3 direct OpenAI()"]],
    [
      "in a class",
      "from openai import OpenAI\nclass S:\n    def __init__(self):\n        self.c = OpenAI()\n",
      ["4 direct OpenAI()"],
    ],
    ["a name for the class", "from openai import OpenAI\nClient = OpenAI\nc = Client()\n", ["3 direct OpenAI()"]],
    [
      "optional package",
      "try:\n    from openai import OpenAI\nexcept ImportError:\n    OpenAI = None\nc = OpenAI()\n",
      ["5 direct OpenAI()"],
    ],
    ["nested package", "from google import genai\nc = genai.Client(api_key=k)\n", ["2 direct genai.Client()"]],
    ["dotted import", "import google.genai\nc = google.genai.Client()\n", ["2 direct genai.Client()"]],
    ["Anthropic", "from anthropic import AsyncAnthropic\nc = AsyncAnthropic()\n", ["2 direct AsyncAnthropic()"]],
    ["subclass", "from openai import OpenAI\nclass C(OpenAI):\n    pass\n", ["2 direct class of OpenAI"]],
    ["boto3", 'import boto3\nc = boto3.client("bedrock-runtime")\n', ['2 direct boto3.client("bedrock-runtime")']],
    [
      "boto3 keyword",
      "from boto3 import client\nc = client(service_name='bedrock-runtime')\n",
      ['2 direct boto3.client("bedrock-runtime")'],
    ],
    [
      "boto3 session",
      'import boto3\ns = boto3.Session()\nc = s.client("bedrock-runtime")\nd = boto3.session.Session().client("bedrock-runtime")\n',
      ['3 direct boto3.client("bedrock-runtime")', '4 direct boto3.client("bedrock-runtime")'],
    ],
    [
      "an else of TYPE_CHECKING",
      "if TYPE_CHECKING:\n    pass\nelse:\n    from openai import OpenAI\nc = OpenAI()\n",
      ["5 direct OpenAI()"],
    ],
    ["Windows line endings and a mark", "\uFEFFfrom openai import OpenAI\r\nc = OpenAI()\r\n", ["2 direct OpenAI()"]],
  ])("%s", (_name, text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

describe("the state of a Python client", () => {
  test.each([
    ['base_url="https://api.openai.com/v1"', "direct"],
    ['base_url="http://localhost:11434/v1"', "local"],
    ['base_url=f"http://127.0.0.1:{port}/v1"', "local"],
    ['base_url="https://llm.corp.example.com/v1"', "other-gateway"],
    ['base_url=os.environ["FAIRLEAD_URL"] + "/v1"', "gateway"],
    ["base_url=f\"{os.environ['FAIRLEAD_URL']}/v1\"", "gateway"],
    ["base_url=URL", "gateway"],
    ["base_url=None", "direct"],
    ["base_url=settings.url", "unknown"],
    ["base_url=os.getenv('OPENAI_BASE_URL')", "unknown"],
    ["**options", "unknown"],
    ["timeout=3", "direct"],
  ])("%s is %s", (argument, state) => {
    const text = `import os\nfrom openai import OpenAI\nURL = os.environ["FAIRLEAD_URL"]\nc = OpenAI(${argument})\n`;
    expect(analyseSource({ path, text, workloads }).map((finding) => finding.state)).toEqual([state]);
  });
});

describe("not findings in Python", () => {
  test.each([
    ["control plane", 'import boto3\nc = boto3.client("bedrock")\n# bedrock-runtime\n'],
    ["a service known at run time", 'import boto3\nNAME = "bedrock-runtime"\nc = boto3.client(service)\n'],
    [
      "type-checking import",
      "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from openai import OpenAI\ndef f(c: 'OpenAI'): return OpenAI()\n",
    ],
    ["annotation", "from openai import OpenAI\ndef f(c: OpenAI) -> OpenAI: return c\n"],
    ["errors", "from openai import APIError\ntry:\n    pass\nexcept APIError:\n    raise APIError('openai')\n"],
    ["own module", "from .openai import OpenAI\nfrom . import openai\nc = OpenAI()\nd = openai.OpenAI()\n"],
    ["own class", "# openai\nclass OpenAI: pass\nc = OpenAI()\n"],
    ["shadowed by a parameter", "from openai import OpenAI\ndef f(OpenAI): return OpenAI()\n"],
    ["shadowed in a comprehension", "from openai import OpenAI\nx = [OpenAI() for OpenAI in y]\n"],
    ["reassigned", "from openai import OpenAI\nOpenAI = make()\nc = OpenAI()\n"],
    ["a class's name in its method", "class A:\n    from openai import OpenAI\n    def f(self): return OpenAI()\n"],
    ["strings and comments", '"""from openai import OpenAI\nOpenAI()"""\n# OpenAI()\nx = "https://api.openai.com"\n'],
    ["another product's messages", "import twilio  # not openai\nc = twilio.Client()\nc.messages.send()\n"],
  ])("%s", (_name, text) => {
    expect(found(text)).toEqual([]);
  });
});

test.each([
  ['requests.post("https://api.openai.com/v1/chat/completions", json=x)', ["1 direct requests.post api.openai.com"]],
  ['client = httpx.Client(base_url="https://api.anthropic.com")', ["1 direct httpx.Client api.anthropic.com"]],
  ['B = "https://api.openai.com/v1"\nrequests.post(f"{B}/embeddings")', ["2 direct requests.post api.openai.com"]],
  ['requests.get("https://api.openai.com.evil.example/")', []],
  ['print("https://api.openai.com")', []],
])("a request: %s", (text, expected) => {
  expect(found(`${text}\n`)).toEqual(expected);
});

test("a finding says what to do, and has a fix", () => {
  const text = "from openai import OpenAI\nc = OpenAI()\n";
  const input = { path, text, workloads, calledElsewhere: [] };
  const [finding] = analyseSource(input);
  if (!finding) throw new Error("nothing found");
  expect(finding).toMatchObject({ fix: "safe", workload: "finance", tier: "certain", rule: "code.direct-client" });
  expect(finding.message).toMatch(/with base_url, api_key and the header fairlead-workload\.$/);
  const [fix] = fixesFor(input, finding);
  expect(fix).toMatchObject({ title: 'Aim at the gateway as workload "finance"', isPreferred: true });
  const after = migrateSource({ ...input, grade: "safe" }).text;
  expect(analyseSource({ ...input, text: after })).toMatchObject([{ state: "gateway", workload: "finance" }]);
});

test("a subclass says what to do by hand", () => {
  const text = "from openai import OpenAI\nclass C(OpenAI):\n    pass\n";
  expect(analyseSource({ path, text, workloads })[0]?.message).toContain('base_url=os.environ["FAIRLEAD_URL"] + "/v1"');
});

test("no text makes the engine throw", () => {
  const pieces = [
    "from openai import",
    "(",
    "OpenAI",
    ")",
    "class A(",
    "def f(",
    ":",
    "\n    ",
    "*",
    "=",
    '"""',
    "f'{",
    "lambda",
    "for x in",
    "boto3.client('bedrock-runtime'",
  ];
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 15 }), (parts) => {
      analyseSource({ path, text: `import openai\n${parts.join(" ")}`, workloads });
    }),
    { numRuns: 500 },
  );
});
