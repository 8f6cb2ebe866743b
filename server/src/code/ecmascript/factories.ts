/** Finds clients that a vendor's function makes: `createOpenAI({ … })` of the AI SDK. */
import type { PlainSite } from "../sites.ts";
import { noGatewayClient, RULES, stateMessage } from "../states.ts";
import { found, usualStateOf } from "../vendors/rows.ts";
import { aimedDoubts, aimedWords } from "./aimed.ts";
import type { VendorTracer } from "./modules.ts";
import { readOptions } from "./options.ts";
import type { Scopes } from "./scopes.ts";
import type { AimedSite } from "./sites.ts";
import type { ts } from "./syntax.ts";

const OPTIONS = found("factory");

/** The site of a call of a vendor's factory. */
export function factorySite(
  node: ts.CallExpression,
  tracer: VendorTracer,
  scopes: Scopes,
): PlainSite | AimedSite | undefined {
  const member = tracer.memberOf(node.expression);
  const module = member && tracer.vendors.module(member.specifier);
  const object = module?.functions.factories?.[member?.name ?? ""];
  if (!member || !module || object === undefined) return undefined;
  const client = module.clients.get(member.name) ?? OPTIONS;
  const options = readOptions(client.aim ? node.arguments : node.arguments.slice(0, 1), client, scopes);
  const { address } = options;
  const { vendor } = module;
  const usual = address.state === "direct" && address.host === undefined ? usualStateOf(vendor, object) : undefined;
  const state = usual ?? address.state;
  const api = `${member.name}()`;
  const base = {
    start: node.getStart(),
    end: node.expression.getEnd(),
    rule: RULES[state],
    vendor,
    kind: "client-construction" as const,
    object,
    api,
    tier: "certain" as const,
    state,
    workload: options.workload,
    message: stateMessage(
      api,
      address.vendor?.name ?? vendor.name,
      state,
      usual ? `${vendor.name}'s own default` : address.host,
    ),
  };
  if (client.aim) {
    const where = { state, host: address.host };
    const doubts = aimedDoubts(client.aim, options, where, vendor, address.vendor, node, scopes);
    const { load } = member;
    const { aim, vendorOptions } = client;
    return {
      ...base,
      ...aimedWords(aim, vendor),
      ...doubts,
      form: "aimed",
      node,
      load,
      vendorOptions,
      options,
      leaves: false,
    };
  }
  const why = state === "direct" ? ` No automatic fix: ${noGatewayClient(api, vendor, "ecmascript")}.` : "";
  return { ...base, form: "plain", message: base.message + why };
}
