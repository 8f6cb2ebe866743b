import { checkFiles, parseFile } from "@fairlead/runtime/documents";
import { describe, expect, test } from "vitest";
import { applied } from "../refactors/same-meaning.ts";
import { writeFacts } from "./write-facts.ts";

const HEADER = "apiVersion: fairlead/v1\nkind: Catalog\n";
const LATENCY = { ttftP50Ms: 310, ttftP95Ms: 640, samples: 40, measured: "2026-11-20", run: "r1" };
const QUALITY = { workload: "w", passRate: "92.5%", samples: 40, measured: "2026-11-20", run: "r1" };

function write(text: string, facts: object = { latency: LATENCY }, uri = "file:///a.catalog.yaml", deployment = "m@p") {
  const file = parseFile(uri, text);
  const back = writeFacts(checkFiles([file]), [{ deployment, ...facts }]);
  const [changed] = back.files;
  return { ...back, text: changed ? applied(file, changed.edits) : text };
}

describe("latency", () => {
  test.each([
    [
      "a block: at its end, in its column, behind the comment of its last line",
      "deployments:\n  m@p:\n    # dear\n    upstream: m   # the name there\n    price: { input: 1, output: 2 } # list price\n  n@p:\n    upstream: n\n",
      "deployments:\n  m@p:\n    # dear\n    upstream: m   # the name there\n    price: { input: 1, output: 2 } # list price\n    latency:\n      ttftP50Ms: 310\n      ttftP95Ms: 640\n      samples: 40\n      measured: 2026-11-20\n      run: r1\n  n@p:\n    upstream: n\n",
    ],
    [
      "braces stay braces",
      "deployments:\n  m@p: { upstream: m, price: { input: 1, output: 2 } } # why\n",
      "deployments:\n  m@p: { upstream: m, price: { input: 1, output: 2 }, latency: { ttftP50Ms: 310, ttftP95Ms: 640, samples: 40, measured: 2026-11-20, run: r1 } } # why\n",
    ],
    [
      "values that are there are replaced, and nothing beside them",
      'deployments:\n  m@p:\n    latency:\n      ttftP50Ms: 1 # fast\n      ttftP95Ms: 2\n      tokensPerSecond: 90\n\n      samples:    3\n      measured: "2026-01-01"\n    upstream: m\n',
      'deployments:\n  m@p:\n    latency:\n      ttftP50Ms: 310 # fast\n      ttftP95Ms: 640\n      tokensPerSecond: 90\n\n      samples:    40\n      measured: "2026-11-20"\n      run: r1\n    upstream: m\n',
    ],
    [
      "a key without a value",
      "deployments:\n  m@p:\n    latency:\n    upstream: m\n",
      "deployments:\n  m@p:\n    latency: { ttftP50Ms: 310, ttftP95Ms: 640, samples: 40, measured: 2026-11-20, run: r1 }\n    upstream: m\n",
    ],
    [
      "the last line has no end",
      "deployments:\n  m@p:\n    upstream: m",
      "deployments:\n  m@p:\n    upstream: m\n    latency:\n      ttftP50Ms: 310\n      ttftP95Ms: 640\n      samples: 40\n      measured: 2026-11-20\n      run: r1",
    ],
    [
      "an alias of latency is taken the place of, what it stands for stays",
      "deployments:\n  n@p:\n    upstream: n\n    latency: &fast { ttftP50Ms: 1, ttftP95Ms: 2 }\n  m@p:\n    upstream: m\n    latency: *fast\n",
      "deployments:\n  n@p:\n    upstream: n\n    latency: &fast { ttftP50Ms: 1, ttftP95Ms: 2 }\n  m@p:\n    upstream: m\n    latency: { ttftP50Ms: 310, ttftP95Ms: 640, samples: 40, measured: 2026-11-20, run: r1 }\n",
    ],
  ])("%s", (_, before, after) => {
    expect(write(HEADER + before).text).toBe(HEADER + after);
    const windows = (text: string) => `\uFEFF${(HEADER + text).replaceAll("\n", "\r\n")}`;
    expect(write(windows(before)).text).toBe(windows(after));
    // A second time there is nothing to change but to the same.
    expect(write(HEADER + after).text).toBe(HEADER + after);
  });

  test("in the second document of a file, and in JSON", () => {
    const two = `${HEADER}providers: {}\n---\n${HEADER}deployments:\n  m@p:\n    upstream: m\n`;
    expect(write(two).text).toBe(
      `${two}    latency:\n      ttftP50Ms: 310\n      ttftP95Ms: 640\n      samples: 40\n      measured: 2026-11-20\n      run: r1\n`,
    );
    const json = JSON.stringify(
      {
        apiVersion: "fairlead/v1",
        kind: "Catalog",
        deployments: { "m@p": { upstream: "m", latency: { ttftP50Ms: 1 } } },
      },
      null,
      2,
    );
    const after = write(json, { latency: LATENCY }, "file:///a.catalog.json").text;
    expect(JSON.parse(after).deployments["m@p"].latency).toEqual(LATENCY);
  });

  test.each([
    ["others share it by an anchor", "  m@p: &base\n    upstream: m\n  n@p:\n    <<: *base\n    upstream: n\n"],
    [
      "its latency has an anchor",
      "  m@p:\n    upstream: m\n    latency: &l { ttftP50Ms: 1 }\n  n@p:\n    latency: *l\n",
    ],
    ["it is an alias", "  n@p: &n\n    upstream: m\n  m@p: *n\n"],
  ])("nothing is written where %s", (_, deployments) => {
    const text = `${HEADER}deployments:\n${deployments}`;
    const { files, left } = write(text);
    expect([files, left]).toEqual([[], [{ deployment: "m@p", reason: expect.stringContaining("Write it by hand.") }]]);
  });

  test("a key that is merged in is set beside the merge", () => {
    const text = `${HEADER}deployments:\n  n@p: &n\n    upstream: n\n    latency: { ttftP50Ms: 1 }\n  m@p:\n    <<: *n\n    upstream: m\n`;
    const { left, text: after } = write(text, { latency: { ttftP50Ms: 5 } });
    expect(left).toEqual([]);
    expect(after).toBe(`${text}    latency:\n      ttftP50Ms: 5\n`);
  });

  test("an unknown deployment is told, the others are written", () => {
    const { left, written } = write(`${HEADER}deployments:\n  n@p: { upstream: n }\n`);
    expect([left, written]).toEqual([[{ deployment: "m@p", reason: "No catalog has this deployment." }], []]);
  });
});

describe("quality", () => {
  const item = "{ workload: w, passRate: 92.5%, samples: 40, measured: 2026-11-20, run: r1 }";
  test.each([
    ["upstream: m", `upstream: m\n    quality:\n      - ${item}`],
    [
      "quality:\n      - { workload: v, passRate: 50% } # old",
      `quality:\n      - { workload: v, passRate: 50% } # old\n      - ${item}`,
    ],
    [
      "quality:\n    - workload: w # ours\n      passRate: 50%\n    - workload: v\n      passRate: 1%",
      "quality:\n    - workload: w # ours\n      passRate: 92.5%\n      samples: 40\n      measured: 2026-11-20\n      run: r1\n    - workload: v\n      passRate: 1%",
    ],
    ["quality: [{ workload: w, passRate: 50%, samples: 1 }]", `quality: [${item}]`],
    ["quality: []", `quality: [${item}]`],
  ])("%j", (before, after) => {
    const text = (deployment: string) => `${HEADER}deployments:\n  m@p:\n    ${deployment}\n`;
    expect(write(text(before), { quality: QUALITY }).text).toBe(text(after));
  });

  test("with latency, in one edit of the file", () => {
    const { text, written } = write(`${HEADER}deployments:\n  m@p: { upstream: m }\n`, {
      latency: { ttftP50Ms: 1 },
      quality: QUALITY,
    });
    expect(text).toContain(`m@p: { upstream: m, latency: { ttftP50Ms: 1 }, quality: [${item}] }`);
    expect(written).toEqual(["m@p"]);
  });
});
