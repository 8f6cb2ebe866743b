/** Finds requests to a vendor's host that go without its SDK. */

import type { PlainSite } from "../sites.ts";
import { type Address, addressAtHost, addressOf } from "./address.ts";
import type { Scopes } from "./scopes.ts";
import { ancestor, literalText, propertyNameText, rootIdentifier, ts, unwrap } from "./syntax.ts";

/** Functions, and objects whose methods, take an address: of the platform and of well-known packages. */
const REQUESTERS = new Set([
  "fetch",
  "axios",
  "got",
  "ky",
  "superagent",
  "needle",
  "request",
  "undici",
  "nodeFetch",
  "http",
  "https",
  "$fetch",
  "ofetch",
  "EventSource",
  "Request",
]);
const MOCKING_PACKAGES = new Set(["msw", "nock"]);
const ADDRESS_OPTIONS = new Set(["url", "uri", "baseURL", "baseUrl", "prefixUrl", "host", "hostname"]);

/** The site of a call that sends a request to a vendor's host. */
export function rawHttpSite(node: ts.CallExpression | ts.NewExpression, scopes: Scopes): PlainSite | undefined {
  const callee = requesterName(node.expression);
  const [first, second] = node.arguments ?? [];
  if (callee === undefined || !first || isMock(node.expression, scopes)) return undefined;
  for (const { expression, bare } of [...addressesIn(first), ...(second ? addressesIn(second, true) : [])]) {
    const address = bare ? bareHost(expression, scopes) : addressOf(expression, scopes);
    if (address?.state !== "direct" || !address.vendor || address.host === undefined) continue;
    return {
      form: "plain",
      start: node.getStart(),
      end: expression.getEnd(),
      rule: "code.raw-http",
      vendor: address.vendor,
      kind: "raw-http",
      api: `${callee} ${address.host}`,
      tier: "host",
      state: "direct",
      workload: null,
      message:
        `This request goes to ${address.vendor.name} at ${address.host} directly, past routing policy, budgets and fallback. ` +
        "Send it to the gateway (FAIRLEAD_URL) with its key (FAIRLEAD_KEY) and the header fairlead-workload; the path stays.",
    };
  }
  return undefined;
}

/** The callee in words, where its first or last name is a known requester's: `axios.post`, `this.http.get`. */
function requesterName(expression: ts.Expression): string | undefined {
  const names: string[] = [];
  let known = false;
  let at = unwrap(expression);
  while (ts.isPropertyAccessExpression(at)) {
    names.push(at.name.text);
    known ||= REQUESTERS.has(at.name.text);
    at = unwrap(at.expression);
  }
  if (ts.isIdentifier(at)) {
    names.push(at.text);
    known ||= REQUESTERS.has(at.text);
  }
  return known ? names.reverse().join(".") : undefined;
}

/** Whether the callee belongs to a package that answers requests in tests, rather than sending them. */
function isMock(expression: ts.Expression, scopes: Scopes): boolean {
  const root = rootIdentifier(expression);
  const declaration = root && scopes.resolve(root);
  const imported = declaration && ancestor(declaration, ts.isImportDeclaration);
  return MOCKING_PACKAGES.has(literalText(imported?.moduleSpecifier) ?? "");
}

interface Candidate {
  expression: ts.Expression;
  /** Whether a host may stand without a scheme. */
  bare: boolean;
}

function addressesIn(argument: ts.Expression, optionsOnly = false): Candidate[] {
  const node = unwrap(argument);
  if (!ts.isObjectLiteralExpression(node)) return optionsOnly ? [] : [{ expression: node, bare: false }];
  return node.properties.flatMap((property) => {
    if (!ts.isPropertyAssignment(property)) return [];
    const name = propertyNameText(property.name);
    if (name === undefined || !ADDRESS_OPTIONS.has(name)) return [];
    return [{ expression: property.initializer, bare: name === "host" || name === "hostname" }];
  });
}

function bareHost(expression: ts.Expression, scopes: Scopes): Address | undefined {
  const node = unwrap(expression);
  if (!ts.isStringLiteralLike(node) || node.text.includes("/")) return addressOf(expression, scopes);
  return addressAtHost(node.text.replace(/:\d+$/, "").toLowerCase(), scopes.vendors);
}
