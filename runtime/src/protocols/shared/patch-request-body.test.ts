import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BodyPatches, patchRequestBody } from "./patch-request-body.ts";

function patch(text: string, patches: BodyPatches): string {
  return patchRequestBody(text, JSON.parse(text), patches);
}

describe("one change, all else as it was", () => {
  const cases: [name: string, before: string, patches: BodyPatches, after: string][] = [
    ["set", '{"model":"a","n":1}', { model: "b" }, '{"model":"b","n":1}'],
    ["set among spaces", '{ "model" :\t"a" , "n": 1 }\n', { model: "b" }, '{ "model" :\t"b" , "n": 1 }\n'],
    ["add", '{"n":1}', { model: "b" }, '{"n":1,"model":"b"}'],
    ["add before the closing line", '{\n  "n": 1\n}', { m: 2 }, '{\n  "n": 1,"m":2\n}'],
    ["add to nothing", "{}", { model: "b" }, '{"model":"b"}'],
    ["remove the first", '{"a":1,"b":2}', { a: undefined }, '{"b":2}'],
    ["remove the last", '{"a":1, "b":2}', { b: undefined }, '{"a":1}'],
    ["remove the middle", '{"a":1, "b":2, "c":3}', { b: undefined }, '{"a":1, "c":3}'],
    ["remove the only", '{"a":1}', { a: undefined }, "{}"],
    ["remove the first two", '{"a":1,"b":2,"c":3}', { a: undefined, b: undefined }, '{"c":3}'],
    ["remove the last two", '{"a":1,"b":2,"c":3}', { b: undefined, c: undefined }, '{"a":1}'],
    ["remove all and add", '{"a":1,"b":2}', { a: undefined, b: undefined, c: 3 }, '{"c":3}'],
    ["remove what is not there", '{"a":1}', { b: undefined }, '{"a":1}'],
    ["rename", '{"max_tokens":5,"x":1}', { max_tokens: undefined, limit: 5 }, '{"x":1,"limit":5}'],
    [
      "big integers and number forms",
      '{"a":12345678901234567890,"b":1.50e+2,"m":1}',
      { m: 2 },
      '{"a":12345678901234567890,"b":1.50e+2,"m":2}',
    ],
    ["escapes kept", '{"a":"\\u00e9\\/\\"","m":1}', { m: 2 }, '{"a":"\\u00e9\\/\\"","m":2}'],
    ["the last of duplicates kept", '{"a":1,"a":2,"m":1}', { m: 2 }, '{"a":2,"m":2}'],
    [
      "the last of duplicates, however written",
      '{"a":1,"b":[],"\\u0061":2,"m":1,"a" : 3}',
      { m: 2 },
      '{"b":[],"m":2,"a" : 3}',
    ],
    ["the last of duplicates set", '{"m":1,"a":0,"m":9}', { m: 2 }, '{"a":0,"m":2}'],
    ["every duplicate removed", '{"m":1,"a":0,"m":9}', { m: undefined }, '{"a":0}'],
    ["an escaped name is the same name", '{"mod\\u0065l":"a"}', { model: "b" }, '{"mod\\u0065l":"b"}'],
    ["inner members are others", '{"x":{"model":"a"},"model":"a"}', { model: "b" }, '{"x":{"model":"a"},"model":"b"}'],
    [
      "a text that looks like JSON",
      '{"x":"\\"model\\":\\"a\\"}","model":"a"}',
      { model: "b" },
      '{"x":"\\"model\\":\\"a\\"}","model":"b"}',
    ],
    ["a text that ends in a backslash", '{"x":"\\\\","model":"a"}', { model: "b" }, '{"x":"\\\\","model":"b"}'],
    ["objects and arrays as values", '{"model":[{"a":"]}"}],"n":1}', { model: { c: 1 } }, '{"model":{"c":1},"n":1}'],
    ["nothing to do", '{"a" : 1}', {}, '{"a" : 1}'],
    ["null and false are values", '{"a":1}', { a: null, b: false }, '{"a":null,"b":false}'],
  ];
  test.each(cases)("%s", (_, before, patches, after) => {
    expect(patch(before, patches)).toBe(after);
  });
});

const names = fc.constantFrom("a", "b", "model", 'quo"te', "back\\slash", "é", "\u2028", "{", "__proto__");

test("for any object the result is the object with the changes", () => {
  fc.assert(
    fc.property(
      fc.dictionary(names, fc.jsonValue()),
      fc.dictionary(names, fc.option(fc.jsonValue(), { nil: undefined })),
      fc.constantFrom(undefined, 1, 2, "\t", "\r\n"),
      (object, changes, indent) => {
        const text = JSON.stringify(object, null, indent);
        const body = JSON.parse(text);
        const expected = new Map<string, unknown>(Object.entries(body));
        for (const [name, value] of Object.entries(changes)) {
          if (value === undefined) expected.delete(name);
          else expected.set(name, JSON.parse(JSON.stringify(value)));
        }
        const patched = JSON.parse(patchRequestBody(text, body, changes));
        expect(new Map(Object.entries(patched))).toEqual(expected);
      },
    ),
    { numRuns: 500 },
  );
});

test("members that are not named keep their bytes", () => {
  const raw = fc.constantFrom(
    "1e400",
    "-0.0",
    "123456789012345678901",
    '"\\ud83d\\ude00"',
    "[ 1 ,2]",
    '{"model" : 1}',
    "null",
  );
  fc.assert(
    fc.property(fc.array(raw), fc.array(raw), raw, (before, behind, value) => {
      const written = (start: string, values: string[]) => values.map((one, index) => `"${start}${index}" : ${one}`);
      const text = `{ ${[...written("x", before), `"model":${value}`, ...written("y", behind)].join(" , ")} }`;
      expect(patch(text, { model: "new" })).toBe(text.replace(`"model":${value}`, '"model":"new"'));
    }),
  );
});

test("whichever of several members of a name a reader takes, it takes what JSON.parse saw", () => {
  const member = fc.tuple(fc.constantFrom("a", "b", "c", "model"), fc.integer());
  fc.assert(
    fc.property(fc.array(member), fc.option(fc.integer(), { nil: undefined }), (members, a) => {
      const text = `{${members.map(([name, value]) => `"${name}":${value}`).join(" , ")}}`;
      const patched = patchRequestBody(text, JSON.parse(text), { model: 1, a });
      const names = [...patched.matchAll(/"(\w+)":/g)].map(([, name]) => name);
      expect(new Set(names).size).toBe(names.length);
      const expected = { ...JSON.parse(text), model: 1, a };
      expect(JSON.parse(patched)).toEqual(JSON.parse(JSON.stringify(expected)));
    }),
  );
});
