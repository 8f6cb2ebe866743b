/** What a project document says about the lint. */
import picomatch from "picomatch";
import type { SourceFinding } from "./types.ts";
import { BUILT_IN, tablesWith, type Vendor, type VendorTables } from "./vendors/index.ts";
import { found, NO_PYTHON, named } from "./vendors/rows.ts";
import type { ModuleFunctions } from "./vendors/types.ts";

/** The settings as they are written. They come from a document that may be half typed: any part may be of any shape. */
export interface LintDocument {
  vendors?: unknown;
  testFiles?: unknown;
  allow?: unknown;
  baseline?: unknown;
}

export interface LintSettings {
  vendors: VendorTables;
  testFiles: "check" | "hint" | "ignore";
  /** File with known findings, relative to the workspace. */
  baseline: string | undefined;
  /** Whether a file, relative to the workspace, may call vendors. */
  isAllowed(file: string): boolean;
}

export const DEFAULT_LINT: LintSettings = {
  vendors: BUILT_IN,
  testFiles: "check",
  baseline: undefined,
  isAllowed: () => false,
};

const known = new WeakMap<object, LintSettings>();

/** The settings that a document gives. The same document gives the same ones, so that what is cached for them stays. */
export function lintSettings(document: LintDocument | undefined): LintSettings {
  if (!document) return DEFAULT_LINT;
  const before = known.get(document);
  if (before) return before;
  const allow = strings(document.allow).map((glob) => glob.replace(/^\.?\//, ""));
  const { testFiles, baseline } = document;
  const made: LintSettings = {
    vendors: tablesWith(Object.entries(record(document.vendors)).map(([id, row]) => vendorOf(id, record(row)))),
    testFiles: testFiles === "hint" || testFiles === "ignore" ? testFiles : "check",
    baseline: typeof baseline === "string" && baseline !== "" ? baseline : undefined,
    isAllowed: allow.length > 0 ? picomatch(allow, { dot: true }) : () => false,
  };
  known.set(document, made);
  return made;
}

const TEST_FILE =
  /(?:^|\/)(?:__tests__|__mocks__|tests?|spec|e2e|fixtures)\/|\.(?:test|spec|stories)\.[cm]?[jt]sx?$|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/;

/** Whether a file, relative to the workspace, is a test. */
export function isTestFile(file: string): boolean {
  return TEST_FILE.test(file);
}

/** Whether a finding counts under some settings. What goes through the gateway is told all the same. */
export function isWanted({ file, state }: SourceFinding, settings: LintSettings): boolean {
  if (state === "gateway") return true;
  return !settings.isAllowed(file) && !(settings.testFiles === "ignore" && isTestFile(file));
}

function vendorOf(id: string, row: Record<string, unknown>): Vendor {
  const addresses = strings(row.addressOptions);
  const javascript = Object.entries(record(row.javascript)).map(([specifier, to]) => ({ specifier, to: record(to) }));
  const python = Object.entries(record(row.python)).map(([name, to]) => ({ name, to: record(to) }));
  const classes = new Set(javascript.flatMap(({ to }) => strings(to.classes)));
  return {
    id,
    name: typeof row.name === "string" ? row.name : id,
    classes: [...classes].map((name) => (addresses.length > 0 ? found(name, addresses) : found(name))),
    modules: javascript.map(({ specifier, to }) => ({
      specifiers: [specifier],
      exports: named(...strings(to.classes)),
      functions: functionsOf(to),
    })),
    hosts: strings(row.hosts),
    environment: [],
    client: { calls: strings(row.calls) },
    telling: strings(row.telling),
    python: {
      ...NO_PYTHON,
      addressKeywords: addresses,
      modules: python.map(({ name, to }) => ({
        name,
        classes: named(...strings(to.classes)),
        functions: functionsOf(to),
      })),
    },
  };
}

function functionsOf(to: Record<string, unknown>): ModuleFunctions {
  const client = (names: string[]) => Object.fromEntries(names.map((name) => [name, "client"]));
  return {
    factories: client(strings(to.factories)),
    instances: client(strings(to.instances)),
    calls: strings(to.calls),
  };
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string" && one !== "") : [];
}

function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
