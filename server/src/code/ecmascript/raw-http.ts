/** Finds requests to a vendor's host that go without its SDK. */

import type { PlainSite } from "../sites.ts";
import { REQUEST_ADVICE, REQUEST_SUGGESTION } from "../vendors/request-paths.ts";
import { type Address, addressAtHost, possibleAddresses } from "./address.ts";
import { requestParts } from "./requests.ts";
import type { Scopes } from "./scopes.ts";
import type { RequestSite } from "./sites.ts";
import { ancestor, literalText, propertyNameText, rootIdentifier, ts, unwrap } from "./syntax.ts";
import { textsOf } from "./texts.ts";

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
/** A word in the name of a function of one's own that sends requests: `postJson`, `fetchWithRetry`. */
const REQUESTING = /(?:^|_|[a-z])(?:[Ff]etch|[Pp]ost|[Rr]equest|[Aa]xios)(?:$|_|[A-Z])|^(?:fetch|post|request)/;
const MOCKING = /mock|stub|fake|spy|intercept|nock|handler/i;
const MOCKING_PACKAGES = new Set(["msw", "nock"]);
const ADDRESS_OPTIONS = new Set([
  ...["url", "uri", "baseURL", "baseUrl", "prefixUrl", "host", "hostname", "apiUrl", "endpoint"],
]);

/** The site of a call that sends a request to a vendor's host. */
export function rawHttpSite(
  node: ts.CallExpression | ts.NewExpression,
  scopes: Scopes,
): PlainSite | RequestSite | undefined {
  const [first, second] = node.arguments ?? [];
  const callee = first && requesterName(node);
  if (!first || callee === undefined || isMock(node.expression, scopes)) return undefined;
  for (const { expression, bare } of [...addressesIn(first), ...(second ? addressesIn(second, true) : [])]) {
    const addresses = [...(bare ? [bareHost(expression, scopes)] : []), ...possibleAddresses(expression, scopes)];
    const address = addresses.find((one) => one?.state === "direct");
    if (!address?.vendor || address.host === undefined) continue;
    const site = {
      start: node.getStart(),
      end: expression.getEnd(),
      rule: "code.raw-http",
      vendor: address.vendor,
      kind: "raw-http" as const,
      api: `${callee} ${address.host}`,
      tier: "host" as const,
      state: "direct" as const,
      workload: null,
    };
    const message = `This request goes to ${address.vendor.name} at ${address.host} directly, past routing policy, budgets and fallback.`;
    const parts = requestParts(node, expression, address.vendor.id, scopes);
    if (!parts) return { ...site, form: "plain", message: `${message} ${REQUEST_ADVICE}.` };
    return {
      ...{ ...site, form: "request", node, parts, message, advice: REQUEST_ADVICE, title: "Send it to the gateway" },
      ...{ suggestion: REQUEST_SUGGESTION, obstacle: undefined, caution: undefined },
      ...{ surface: address.vendor.id, leaves: false },
    };
  }
  return undefined;
}

/** The callee in words, where one of its names is a known requester's, or speaks of a request: `axios.post`, `postJson`. */
function requesterName({ expression }: ts.CallExpression | ts.NewExpression): string | undefined {
  let last: string | undefined;
  let known = false;
  let at = unwrap(expression);
  for (; ts.isPropertyAccessExpression(at); at = unwrap(at.expression)) {
    last ??= at.name.text;
    known ||= REQUESTERS.has(at.name.text);
  }
  if (ts.isIdentifier(at)) {
    last ??= at.text;
    known ||= REQUESTERS.has(at.text);
  }
  if (last === undefined || !(known || REQUESTING.test(last))) return undefined;
  const written = namesOf(expression).join(".");
  return known || !MOCKING.test(written) ? written : undefined;
}

function namesOf(expression: ts.Expression): string[] {
  const node = unwrap(expression);
  if (ts.isPropertyAccessExpression(node)) return [...namesOf(node.expression), node.name.text];
  return ts.isIdentifier(node) ? [node.text] : [];
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
  // A host alone, as `post("api.openai.com", "/v1/…")` of one's own has it.
  if (!ts.isObjectLiteralExpression(node)) return optionsOnly ? [] : [{ expression: node, bare: isBareHost(node) }];
  return node.properties.flatMap((property) => {
    if (!ts.isPropertyAssignment(property)) return [];
    const name = propertyNameText(property.name);
    if (name === undefined || !ADDRESS_OPTIONS.has(name)) return [];
    return [{ expression: property.initializer, bare: name === "host" || name === "hostname" }];
  });
}

function isBareHost(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node) && /^[\w-]+(?:\.[\w-]+)+$/.test(node.text);
}

function bareHost(expression: ts.Expression, scopes: Scopes): Address | undefined {
  const [host = ""] = textsOf(expression, scopes);
  return /^[^/:]+(?::\d+)?$/.test(host)
    ? addressAtHost(host.replace(/:\d+$/, "").toLowerCase(), scopes.vendors)
    : undefined;
}
