/** Clients whose address is given with each model that they make: `client.getGenerativeModel(model, options)`. */
import { type Holder, type MemberChain, unservedCaution } from "../client-calls.ts";
import { byHand } from "../vendors/by-hand.ts";
import type { Scopes } from "./scopes.ts";
import type { ModelsSite } from "./sites.ts";
import { ts, unwrap } from "./syntax.ts";

/** What models of such a client can do that the gateway does not serve. */
const UNSERVED = new Set(["embedContent", "batchEmbedContents"]);

/** The site with the calls that make its models; with an obstacle where not all of them are seen, or one can not be aimed. */
export function withItsModels(
  site: ModelsSite,
  holder: Holder,
  calls: readonly ts.CallExpression[],
  chains: readonly MemberChain[],
  scopes: Scopes,
): ModelsSite {
  if (site.state === "gateway") return site;
  const models = calls.filter((call) => {
    const method = methodOf(call);
    return method?.name.text === site.aim.of && isOn(method?.expression, site, holder, scopes);
  });
  const isWhole = !holder.leaves && models.length > 0 && models.every(canBeAimed);
  const own = byHand(site.vendor.id, site.object ?? "", "ecmascript");
  const unserved = chains.find(({ members }) => members.some((name) => UNSERVED.has(name)));
  const name = unserved?.members.find((one) => UNSERVED.has(one));
  const line = unserved && site.node.getSourceFile().getLineAndCharacterOfPosition(unserved.start).line + 1;
  return {
    ...site,
    models,
    obstacle: site.obstacle ?? (isWhole ? undefined : own),
    caution: name === undefined ? site.caution : unservedCaution(name, `line ${line}`),
  };
}

function methodOf({ expression }: ts.CallExpression): ts.PropertyAccessExpression | undefined {
  const callee = unwrap(expression);
  return ts.isPropertyAccessExpression(callee) ? callee : undefined;
}

function isOn(base: ts.Expression | undefined, { node }: ModelsSite, holder: Holder, scopes: Scopes): boolean {
  const on = base && unwrap(base);
  if (!on || on === node) return on !== undefined;
  if (ts.isIdentifier(on)) return holder.declaration !== undefined && scopes.resolve(on) === holder.declaration;
  return ts.isPropertyAccessExpression(on) && holder.member !== undefined && on.name.text === holder.member;
}

function canBeAimed({ arguments: [model, options, ...others] }: ts.CallExpression): boolean {
  if (!model || ts.isSpreadElement(model) || others.length > 0) return false;
  return !options || (ts.isObjectLiteralExpression(options) && !options.properties.some(ts.isSpreadAssignment));
}
