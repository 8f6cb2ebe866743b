import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DependencyChange, dependenciesIn, editManifest } from "./manifest-edits.ts";

const change = (
  add: Record<string, string>,
  remove: string[] = [],
  field: DependencyChange["field"] = "dependencies",
) => ({
  added: new Map(Object.entries(add)),
  removed: new Set(remove),
  field,
});
const runtime = { "@fairlead/runtime": "^0.1.0" };

describe("editManifest", () => {
  test.each<[string, string, DependencyChange, string]>([
    [
      "adds in order, with the file's indentation and line endings",
      '{\r\n    "name": "a",\r\n    "dependencies": {\r\n        "@a/b": "1",\r\n        "openai": "^5"\r\n    }\r\n}\r\n',
      change(runtime),
      '{\r\n    "name": "a",\r\n    "dependencies": {\r\n        "@a/b": "1",\r\n        "@fairlead/runtime": "^0.1.0",\r\n        "openai": "^5"\r\n    }\r\n}\r\n',
    ],
    [
      "adds at the end where names are in no order, and takes others away",
      '{\n\t"dependencies": {\n\t\t"zod": "3",\n\t\t"@anthropic-ai/bedrock-sdk": "1",\n\t\t"a": "1"\n\t}\n}',
      change(runtime, ["@anthropic-ai/bedrock-sdk"]),
      '{\n\t"dependencies": {\n\t\t"zod": "3",\n\t\t"a": "1",\n\t\t"@fairlead/runtime": "^0.1.0"\n\t}\n}',
    ],
    [
      "replaces the only one",
      '{\n  "dependencies": {\n    "x": "1"\n  },\n  "type": "module"\n}\n',
      change(runtime, ["x"]),
      '{\n  "dependencies": {\n    "@fairlead/runtime": "^0.1.0"\n  },\n  "type": "module"\n}\n',
    ],
    [
      "adds the field before the other dependencies",
      '{\n  "devDependencies": {}\n}\n',
      change(runtime),
      '{\n  "dependencies": {\n    "@fairlead/runtime": "^0.1.0"\n  },\n  "devDependencies": {}\n}\n',
    ],
    [
      "fills an empty object",
      "{}",
      change(runtime),
      '{\n  "dependencies": {\n    "@fairlead/runtime": "^0.1.0"\n  }\n}',
    ],
    [
      "adds on one line",
      '{ "dependencies": { "a": "1" } }',
      change(runtime, [], "dependencies"),
      '{ "dependencies": { "@fairlead/runtime": "^0.1.0", "a": "1" } }',
    ],
    [
      "keeps a byte order mark",
      '\uFEFF{ "dependencies": { "a": "1" } }',
      change({ b: "2" }),
      '\uFEFF{ "dependencies": { "a": "1", "b": "2" } }',
    ],
    ["leaves what is no JSON", '{ "dependencies": { ', change(runtime), '{ "dependencies": { '],
    ["leaves what is no object", "[]", change(runtime), "[]"],
  ])("%s", (_what, before, made, after) => {
    expect(editManifest(before, made)).toBe(after);
  });

  test("any manifest has the names asked for, and else what it had", () => {
    const name = fc.constantFrom("a", "@b/c", "openai", "zod", "@fairlead/runtime", "m");
    const names = fc.uniqueArray(name, { maxLength: 5 });
    const indent = fc.constantFrom(2, 4, "\t", 0);
    fc.assert(
      fc.property(names, names, names, indent, fc.boolean(), (own, added, removed, space, hasOther) => {
        const before = {
          name: "x",
          dependencies: Object.fromEntries(own.map((one) => [one, "1"])),
          ...(hasOther ? { files: ["a"] } : {}),
        };
        const fresh = added.filter((one) => !own.includes(one) || removed.includes(one));
        const made = change(Object.fromEntries(fresh.map((one) => [one, "2"])), removed);
        const after = JSON.parse(editManifest(JSON.stringify(before, null, space), made));
        const kept = own.filter((one) => !removed.includes(one)).map((one) => [one, "1"]);
        const expected = Object.fromEntries([...kept, ...fresh.map((one) => [one, "2"])]);
        expect(after).toEqual({ ...before, dependencies: expected });
      }),
    );
  });
});

test("dependenciesIn tells the names by field", () => {
  const names = dependenciesIn('{ "dependencies": { "a": "1" }, "peerDependencies": { "b": "2" } }');
  expect([...(names ?? [])].map(([field, own]) => [field, ...own])).toEqual([
    ["dependencies", "a"],
    ["peerDependencies", "b"],
  ]);
  expect(dependenciesIn("{")).toBeUndefined();
});
