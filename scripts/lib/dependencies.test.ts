import { expect, test } from "vitest";
import { missingPackages } from "./dependencies.mjs";

const wanted = {
  packages: {
    "": { version: "0.1.0" },
    runtime: { version: "0.1.0" },
    "node_modules/a": { version: "1.0.0" },
    "node_modules/a/node_modules/b": { version: "2.0.0" },
    "node_modules/other-platform": { version: "3.0.0", optional: true },
    "node_modules/@fairlead/runtime": { link: true },
  },
};

function installed(packages: Record<string, { version?: string; link?: boolean }>) {
  return { packages };
}

const all = {
  "node_modules/a": { version: "1.0.0" },
  "node_modules/a/node_modules/b": { version: "2.0.0" },
  "node_modules/@fairlead/runtime": { link: true },
};

test("everything is there; what belongs to other machines may be missing", () => {
  expect(missingPackages(wanted, installed(all))).toEqual([]);
});

test("a package that is missing or of another version is named", () => {
  const { "node_modules/a": _, ...rest } = all;
  expect(missingPackages(wanted, installed(rest))).toEqual(["node_modules/a"]);
  expect(missingPackages(wanted, installed({ ...all, "node_modules/a": { version: "1.0.1" } }))).toEqual([
    "node_modules/a",
  ]);
});

test("an optional package of another version is named too", () => {
  const packages = { ...all, "node_modules/other-platform": { version: "2.9.9" } };
  expect(missingPackages(wanted, installed(packages))).toEqual(["node_modules/other-platform"]);
});
