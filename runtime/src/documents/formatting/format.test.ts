import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applied, formatYaml, type Replacement } from "./format.ts";
import { meaningOf } from "./meaning.ts";

function formatted(text: string): string {
  return applied(text, formatYaml(text));
}

function expectOrdered(text: string, edits: readonly Replacement[]): void {
  let end = 0;
  for (const edit of edits) {
    expect(edit.start).toBeGreaterThanOrEqual(end);
    expect(edit.end).toBeGreaterThanOrEqual(edit.start);
    expect(edit.end).toBeLessThanOrEqual(text.length);
    expect(text.slice(edit.start, edit.end) + edit.newText).toMatch(/^[ \t\r\n]*$/);
    end = edit.end;
  }
}

describe("what is put right", () => {
  test.each<[string, string, string]>([
    ["indentation by two", "a:\n    b:\n       c: 1\n", "a:\n  b:\n    c: 1\n"],
    ["blanks around a colon", "a :   1\n'b'  :  2\n", "a: 1\n'b': 2\n"],
    ["blanks behind a dash", "-   a\n-    b: 1\n     c: 2\n", "- a\n- b: 1\n  c: 2\n"],
    ["lists in lists", "-   -  a\n    -  b\n", "- - a\n  - b\n"],
    ["blanks at the end of lines", "a: 1  \n# c \t\nb: 2\t\n", "a: 1\n# c\nb: 2\n"],
    ["empty lines before a document that is one value", "\n--- |\n    a\n\n# b\n", "--- |\n    a\n\n# b\n"],
    ["empty lines", "\n\na: 1\n\n  \n\nb: 2\n\n\n", "a: 1\n\nb: 2\n"],
    ["a last line ending", "a: 1", "a: 1\n"],
    ["blanks at the end of the text", "a: 1\n   ", "a: 1\n"],
    ["blanks in brackets", "a: [ b,c  ,d]\nb: {x: 1,y:   2 }\n", "a: [b, c, d]\nb: { x: 1, y: 2 }\n"],
    ["empty brackets", "a: {  }\nb: [ ]\n", "a: {}\nb: []\n"],
    ["quoted keys in braces", '{"a":1,"b":[2]}\n', '{"a": 1, "b": [2]}\n'],
    ["anchors and tags", "a: &x   !!str   b\nc:   *x\n", "a: &x !!str b\nc: *x\n"],
    [
      "brackets over lines",
      "a:\n   b: [\n  \t\n       x,\n         y,\n     ]\n",
      "a:\n  b: [\n\n    x,\n    y,\n  ]\n",
    ],
    ["brackets in a list", "-   {\n      a: 1,\n   }\n", "- {\n    a: 1,\n  }\n"],
    ["a value on its own line", "a:\n      b\n", "a:\n  b\n"],
    ["documents", "a:   1\n---   \nb:\n    - c\n...\n", "a: 1\n---\nb:\n  - c\n...\n"],
    [
      "Windows line endings",
      "a:   1  \r\n\r\n\r\nb:\r\n    c: |\r\n       d\r\n",
      "a: 1\r\n\r\nb:\r\n  c: |\r\n    d\r\n",
    ],
    ["a last line ending as the others", "a:\r\n  b: 1", "a:\r\n  b: 1\r\n"],
    ["behind a byte order mark", "\uFEFF\na:   1\n", "\uFEFFa: 1\n"],
  ])("%s", (_what, text, expected) => {
    expect(formatted(text)).toBe(expected);
    expect(formatYaml(expected)).toEqual([]);
  });
});

describe("what is kept", () => {
  test.each([
    ["braces without blanks where most are", "a: {b: 1}\nc: {d: 2}\ne: [ f ]\ng: [ h ]\n"],
    ["lists in line with their key where all are", "a:\n- b\n- c: 1\n  d: 2\ne:\n- f\n"],
    ["what is lined up with a bracket", "a: { b: 1,\n     c: 2 }\n"],
    ["comments lined up with each other", "a: 1    # one\nbb: 22  # two\n"],
    ["empty lines that belong to a value", "a: |+\n  b\n\n\n\nc: 'd\n\n\n  e'\n"],
    ["blanks that belong to a value", "a: |\n  b  \n     c\n   \nd: 1\n"],
    ["a header with a number", "a: |2\n    b\n   c\n"],
    ["blanks before a colon that an alias needs", "&a b: 1\n*a : 2\n"],
    ["keys that are lists or maps", "? [a, b]\n: - c\n  - d\n"],
    ["directives", "%YAML 1.2\n---\na: 1\n"],
    ["merge keys", "a: &a\n  b: 1\nc:\n  <<: *a\n"],
    ["an empty text", ""],
    ["nothing but comments", "# a\n\n# b\n"],
  ])("%s", (_what, text) => expect(formatYaml(text)).toEqual([]));

  test.each([
    ["a tab for indentation", "a:\n\tb: 1\n"],
    ["a bracket that is not closed", "a:   [b\nc: 1\n"],
    ["a quote that is not closed", 'a:    "b\nc: 1\n'],
    ["a byte order mark before a blank", "\uFEFF a: 1\nb:   2\n"],
    ["lone carriage returns", "a:   1\rb: 2\n"],
  ])("all of a text with %s", (_what, text) => expect(formatYaml(text)).toEqual([]));

  test("the text of a block value moves as one", () => {
    const text = "a:\n      b: >-\n          one\n            two\n\n          three\n      c: |1\n         x\n";
    expect(formatted(text)).toBe("a:\n  b: >-\n    one\n      two\n\n    three\n  c: |1\n     x\n");
  });
});

describe("comments", () => {
  test.each<[string, string, string]>([
    ["before an entry", "a:\n      # b\n    b: 1\n", "a:\n  # b\n  b: 1\n"],
    ["at the end of a map", "a:\n    b: 1\n    # end\nc: 1\n", "a:\n  b: 1\n  # end\nc: 1\n"],
    [
      "at the end of an outer map",
      "a:\n    b:\n        c: 1\n    # end\nd: 1\n",
      "a:\n  b:\n    c: 1\n  # end\nd: 1\n",
    ],
    ["at the end of the text", "a:\n    b: 1\n    # end\n", "a:\n  b: 1\n  # end\n"],
    ["in a map with nothing else", "a:\n      # none yet\nb: 1\n", "a:\n  # none yet\nb: 1\n"],
    [
      "in a list",
      "a:\n    # one\n    - b\n    # two\n    - c\n    # end\n",
      "a:\n  # one\n  - b\n  # two\n  - c\n  # end\n",
    ],
    ["in brackets", "a: [\n      # one\n   b,  # two\n]\n", "a: [\n  # one\n  b,  # two\n]\n"],
    ["behind a key and a dash", "a:   # c\n    -   # d\n        e: 1\n", "a:   # c\n  -   # d\n    e: 1\n"],
    ["below a block value", "a:\n    b: |\n        c\n    # d\n", "a:\n  b: |\n    c\n  # d\n"],
  ])("%s", (_what, text, expected) => {
    expect(formatted(text)).toBe(expected);
    expect(formatYaml(expected)).toEqual([]);
  });
});

describe("a range", () => {
  const within = (text: string, first: string, last: string) => {
    const from = text.lastIndexOf("\n", text.indexOf(first)) + 1;
    const to = text.indexOf("\n", text.indexOf(last)) + 1;
    const edits = formatYaml(text, { from, to });
    for (const { start, end } of edits) expect(start >= from && end <= to).toBe(true);
    return applied(text, edits);
  };

  test("only its lines change, and still say the same", () => {
    const text = "a:\n    b:   1\n    c:   2\n    d:   3\n";
    expect(within(text, "c:", "c:")).toBe("a:\n    b:   1\n    c: 2\n    d:   3\n");
  });

  test("what lies in it whole is indented from where its holder stands", () => {
    const text = "a:\n    b:\n          c: 1\n          d: 2\n    e:   1\n";
    expect(within(text, "b:", "d:")).toBe("a:\n    b:\n      c: 1\n      d: 2\n    e:   1\n");
  });

  test("a compact map that reaches out of it stays in line", () => {
    const text = "-    a:   1\n     b: 2\n";
    expect(within(text, "a:", "a:")).toBe("-    a: 1\n     b: 2\n");
  });
});

/** Documents in all kinds of careless layout. */
const blanks = fc.constantFrom("", " ", "  ", "   ");
const step = fc.integer({ min: 1, max: 6 });
const comment = fc.option(fc.constantFrom("# a", "#b: {", "#  - c  "), { nil: undefined, freq: 3 });
const word = fc.constantFrom(
  "a",
  "b1",
  '"q: r"',
  "'it''s'",
  "5",
  "~",
  "gpt@host",
  "*z",
  "&z v",
  "!!str t",
  "x y",
  "a:b",
);
const flow = fc
  .tuple(
    fc.array(fc.constantFrom("a", "{b: 1}", "[ c ]", "'d'", "{ }"), { maxLength: 3 }),
    blanks,
    blanks,
    fc.boolean(),
  )
  .map(([items, left, right, map]) =>
    map
      ? `{${left}${items.map((item, index) => `k${index}${left ? "" : " "}: ${item}`).join(`${right},${left}`)}${right}}`
      : `[${left}${items.join(`${left},${right}`)}${right}]`,
  );
const broken = fc.tuple(step, step, fc.boolean()).map(
  ([one, two, last]) =>
    (pad: string) =>
      `[\n${pad}${" ".repeat(one)}a,  # x\n${pad}${" ".repeat(two)}{b: 1}${last ? "," : ""}\n${pad} ]`,
);
const block = fc
  .tuple(fc.constantFrom("|", ">", "|-", ">+", "|  # note"), step, fc.constantFrom("one", "one\n\n  two", "x\n   y\n"))
  .map(
    ([header, by, body]) =>
      (pad: string) =>
        `${header}\n${body.replace(/^(?=.)/gm, pad + " ".repeat(by))}`,
  );
const quoted = step.map((by) => (pad: string) => `"one\n${pad}${" ".repeat(by)}two\n\n${pad}${" ".repeat(by)}three"`);

type Render = (pad: string) => string;
const { node } = fc.letrec<{ node: Render; map: Render; list: Render }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    word.map(
      (text): Render =>
        () =>
          ` ${text}`,
    ),
    flow.map(
      (text): Render =>
        () =>
          ` ${text}`,
    ),
    fc.oneof(broken, block, quoted).map(
      (render): Render =>
        (pad) =>
          ` ${render(pad)}`,
    ),
    tie("map"),
    tie("list"),
  ),
  map: fc
    .tuple(
      step,
      blanks,
      comment,
      fc.array(fc.tuple(tie("node"), blanks, comment, fc.nat(3)), { minLength: 1, maxLength: 3 }),
    )
    .map(
      ([by, trailing, head, entries]): Render =>
        (outer) => {
          const pad = outer + " ".repeat(by);
          const lines = entries.flatMap(([value, behind, remark, empty], index) => [
            ...(remark ? [`${outer}${" ".repeat(empty)}${remark}`] : []),
            ...Array<string>(empty).fill(behind),
            `${pad}k${index}${behind}:${value(pad)}`,
          ]);
          return [`${trailing}${head ? ` ${head}` : ""}`, ...lines].join("\n");
        },
    ),
  list: fc
    .tuple(fc.integer({ min: 0, max: 3 }), fc.array(fc.tuple(tie("node"), blanks), { minLength: 1, maxLength: 3 }))
    .map(
      ([by, items]): Render =>
        (outer) => {
          const pad = outer + " ".repeat(by);
          return ["", ...items.map(([value, behind]) => `${pad}-${behind}${value(`${pad} `)}`)].join("\n");
        },
    ),
}));
const document = fc
  .tuple(
    fc.array(fc.tuple(node, blanks), { minLength: 1, maxLength: 3 }),
    fc.constantFrom("\n", "\r\n"),
    fc.constantFrom("", "\uFEFF"),
    blanks,
  )
  .map(([entries, eol, mark, end]) => {
    const text = entries.map(([value, behind], index) => `top${index}:${behind ? "" : " "}${value("")}`).join("\n");
    return `${mark}z: &z 1\n${text}\n${end}`.replaceAll("\n", eol);
  });

const samples = ["valid", "invalid"].flatMap((folder) => {
  const where = path.resolve(import.meta.dirname, "../../../../schemas/examples", folder);
  return readdirSync(where)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => readFileSync(path.join(where, name), "utf8"));
});
const spoilt = fc
  .tuple(
    fc.constantFrom(...samples),
    fc.array(
      fc.tuple(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(" ", "\n", "\r\n", "  ", "#", "- ", "\n\n\n", "[", "}", "&a ", "|\n", '"'),
      ),
    ),
  )
  .map(([text, inserts]) =>
    inserts.reduce((current, [at, piece]) => {
      const offset = Math.floor(at * current.length);
      return current.slice(0, offset) + piece + current.slice(offset);
    }, text),
  );

describe("whatever the layout", () => {
  test("the text says the same, only white space changes, and a second time there is nothing to do", () => {
    let whole = 0;
    fc.assert(
      fc.property(fc.oneof(document, spoilt), (text) => {
        const edits = formatYaml(text);
        expectOrdered(text, edits);
        const result = applied(text, edits);
        if (meaningOf(text) !== undefined) whole += 1;
        expect(meaningOf(result)).toBe(meaningOf(text));
        expect(formatYaml(result)).toEqual([]);
      }),
      { numRuns: 250 },
    );
    expect(whole).toBeGreaterThan(100);
  });

  test("whole documents are formatted, not passed over", () => {
    fc.assert(
      fc.property(document, (text) => {
        fc.pre(meaningOf(text) !== undefined);
        // Blanks at the end of a line are always for the formatter, outside of values.
        expect(formatted(`${text}\r\nlast:   1  `.replace(/\r\n(?=last)/, "\n"))).toMatch(/(^|\n)last: 1\r?\n$/);
      }),
      { numRuns: 300 },
    );
  });

  test("a range changes nothing but its lines, and no meaning", () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(document, part, part, (text, one, two) => {
        const at = (share: number) => text.lastIndexOf("\n", Math.floor(share * text.length)) + 1;
        const [from, to] = [Math.min(at(one), at(two)), Math.max(at(one), at(two))];
        const edits = formatYaml(text, { from, to });
        expectOrdered(text, edits);
        for (const { start, end } of edits) expect(start >= from && end <= to).toBe(true);
        expect(meaningOf(applied(text, edits))).toBe(meaningOf(text));
      }),
      { numRuns: 250 },
    );
  });
});
