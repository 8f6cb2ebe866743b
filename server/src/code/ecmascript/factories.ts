/** Finds clients that a vendor's function makes: `createOpenAI({ … })` of the AI SDK. */
import type { PlainSite } from "../sites.ts";
import { noGatewayClient, RULES, stateMessage } from "../states.ts";
import { found } from "../vendors/rows.ts";
import type { VendorTracer } from "./modules.ts";
import { readOptions } from "./options.ts";
import type { Scopes } from "./scopes.ts";
import type { ts } from "./syntax.ts";

const OPTIONS = found("factory");

/** The site of a call of a vendor's factory. */
export function factorySite(node: ts.CallExpression, tracer: VendorTracer, scopes: Scopes): PlainSite | undefined {
  const member = tracer.memberOf(node.expression);
  const module = member && tracer.vendors.module(member.specifier);
  const object = module?.functions.factories?.[member?.name ?? ""];
  if (!member || !module || object === undefined) return undefined;
  const { address } = readOptions(node.arguments.slice(0, 1), OPTIONS, scopes);
  const usual = address.state === "direct" && address.host === undefined ? module.vendor.defaultState : undefined;
  const state = usual ?? address.state;
  const api = `${member.name}()`;
  return {
    form: "plain",
    start: node.getStart(),
    end: node.expression.getEnd(),
    rule: RULES[state],
    vendor: module.vendor,
    kind: "client-construction",
    object,
    api,
    tier: "certain",
    state,
    workload: null,
    message:
      stateMessage(api, address.vendor?.name ?? module.vendor.name, state, address.host) +
      (state === "direct" ? ` No automatic fix: ${noGatewayClient(api, module.vendor)}.` : ""),
  };
}
