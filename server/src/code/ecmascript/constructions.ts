/** Finds clients that are constructed, and classes that extend a client. */
import type { SiteBase } from "../sites.ts";
import { aimByHand, noGatewayClient, otherVendorCaution, RULES, stateMessage, stateObstacle } from "../states.ts";
import type { FindingState } from "../types.ts";
import type { AimedOptions } from "../vendors/index.ts";
import { usualStateOf } from "../vendors/rows.ts";
import type { Address } from "./address.ts";
import { aimedDoubts, aimedWords } from "./aimed.ts";
import type { Declaration } from "./declarations.ts";
import { type ClassThing, isDynamicImport, specifierOf, type VendorTracer } from "./modules.ts";
import { readOptions } from "./options.ts";
import type { Scopes } from "./scopes.ts";
import type { AimedSite, ConstructionSite, ModelsSite, SubclassSite } from "./sites.ts";
import { ancestor, rootIdentifier, ts, unwrap, visit } from "./syntax.ts";

/** The site of `new …`, where what is constructed is a vendor's client or the gateway's. */
export function constructionSite(
  node: ts.NewExpression,
  tracer: VendorTracer,
  scopes: Scopes,
): ConstructionSite | AimedSite | ModelsSite | undefined {
  const thing = tracer.classOf(node.expression);
  if (!thing) return undefined;
  const options = readOptions(node.arguments, thing.client, scopes);
  if (options.properties.some(({ name }) => thing.client.carries?.includes(name))) return undefined;
  const { state, host } = stateOf(thing, options.address);
  const name = className(thing);
  const base = {
    node,
    options,
    start: node.getStart(),
    end: node.expression.getEnd(),
    rule: RULES[state],
    vendor: thing.module.vendor,
    kind: "client-construction" as const,
    object: thing.client.name,
    api: `new ${name}`,
    tier: "certain" as const,
    state,
    workload: options.workload,
    message: stateMessage(`new ${name}`, serviceOf(thing), state, host),
    leaves: false,
  };
  const aim = aimOf(thing);
  if (aim?.of !== undefined) return modelsSite(base, thing, aim, scopes);
  if (aim) {
    const { vendorOptions } = thing.client;
    const service = options.address.vendor;
    const doubts = aimedDoubts(aim, options, { state, host }, thing.module.vendor, service, node, scopes);
    return {
      ...base,
      ...aimedWords(aim, thing.module.vendor),
      ...doubts,
      form: "aimed",
      load: thing.load,
      vendorOptions,
    };
  }
  return {
    ...base,
    form: "construction",
    thing,
    ...titleAndAdvice(thing),
    surface: thing.module.vendor.id,
    obstacle: obstacleOf(thing, state, host) ?? options.obstacle ?? loadObstacle(thing),
    caution:
      otherVendorCaution(thing.module.vendor.name, options.address.vendor?.name) ??
      options.caution ??
      thing.client.gateway?.caution ??
      typeCaution(node, thing, scopes),
  };
}

/** The site of a client that is given its key here, and its address with each model that it makes. */
function modelsSite(
  { node, options, ...base }: SiteBase & Pick<ConstructionSite, "node" | "options" | "leaves">,
  { module, load }: ClassThing,
  aim: AimedOptions,
  scopes: Scopes,
): ModelsSite {
  const isMigrated = /\bFAIRLEAD_KEY\b/.test(node.arguments?.map((one) => one.getText()).join() ?? "");
  const state = isMigrated ? "gateway" : base.state;
  const own = isMigrated ? { state, rule: RULES[state], message: stateMessage(base.api, "", state, undefined) } : {};
  const doubts = aimedDoubts(aim, options, { state, host: undefined }, module.vendor, undefined, node, scopes);
  const words = {
    title: "Aim at the gateway",
    advice: `Aim its models at the gateway with ${aim.address} and ${aim.headers} of ${aim.of}`,
    surface: aim.surface ?? module.vendor.id,
  };
  return { ...base, ...own, ...words, ...doubts, form: "models", node, load, aim, models: [] };
}

/** How a client is aimed at the gateway by its options; undefined where it is not. */
function aimOf({ client, load }: ClassThing): AimedOptions | undefined {
  const { aim } = client;
  const specifier = specifierOf(load)?.text;
  return aim && (!aim.modules || (specifier !== undefined && aim.modules.includes(specifier))) ? aim : undefined;
}

/** The site of a class that extends a vendor's client class. */
export function subclassSite(
  node: ts.ClassLikeDeclaration,
  tracer: VendorTracer,
  scopes: Scopes,
): SubclassSite | undefined {
  const heritage = node.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  const thing = heritage && tracer.classOf(heritage.expression);
  if (!heritage || !thing) return undefined;
  const calls = callsOf(node, scopes).map((call) => ({
    node: call,
    options: readOptions(call.arguments, thing.client, scopes),
  }));
  const telling = calls.find(({ options }) => options.address.state !== "direct")?.options ?? calls[0]?.options;
  const state = thing.module.gateway ? "gateway" : (telling?.address.state ?? "direct");
  const name = className(thing);
  const obstacle = calls.map(({ options }) => options.obstacle).find((why) => why !== undefined);
  return {
    form: "subclass",
    node,
    heritage,
    thing,
    calls,
    start: heritage.getStart(),
    end: heritage.getEnd(),
    rule: state === "direct" ? "code.direct-subclass" : RULES[state],
    vendor: thing.module.vendor,
    kind: "client-construction",
    object: thing.client.name,
    api: `extends ${name}`,
    tier: "certain",
    state,
    workload: telling?.workload ?? null,
    message: stateMessage(`A class that extends ${name}`, serviceOf(thing), state, telling?.address.host),
    ...titleAndAdvice(thing),
    surface: thing.module.vendor.id,
    obstacle: obstacleOf(thing, state, telling?.address.host) ?? obstacle ?? loadObstacle(thing),
    caution: "what constructs the class may still pass the vendor's options: see that it does not",
    leaves: true,
  };
}

/** The `super(…)` calls of a class or, where it has no constructor, its constructions in the file. */
function callsOf(node: ts.ClassLikeDeclaration, scopes: Scopes): (ts.CallExpression | ts.NewExpression)[] {
  const explicit = node.members.find((member) => ts.isConstructorDeclaration(member) && member.body !== undefined);
  const calls: (ts.CallExpression | ts.NewExpression)[] = [];
  if (explicit) {
    visit(explicit, (inner) => {
      if (!ts.isCallExpression(inner) || inner.expression.kind !== ts.SyntaxKind.SuperKeyword) return;
      if (ancestor(inner, ts.isClassLike) === node) calls.push(inner);
    });
    return calls;
  }
  const declaration = declarationOf(node);
  for (const reference of declaration ? scopes.references(declaration) : []) {
    if (ts.isNewExpression(reference.parent) && reference.parent.expression === reference) calls.push(reference.parent);
  }
  return calls;
}

function declarationOf(node: ts.ClassLikeDeclaration): Declaration | undefined {
  if (ts.isClassDeclaration(node)) return node;
  const parent = node.parent;
  return ts.isVariableDeclaration(parent) && parent.initializer && unwrap(parent.initializer) === node
    ? parent
    : undefined;
}

/** Where a client points: the gateway's at the gateway, Ollama's at this machine, the rest where their options say. */
function stateOf(
  { module, client }: ClassThing,
  { state, host }: Address,
): { state: FindingState; host: string | undefined } {
  if (module.gateway) return { state: "gateway", host };
  const usual = state === "direct" && host === undefined ? usualStateOf(module.vendor, client.name) : undefined;
  return usual ? { state: usual, host: `${client.name}'s own default` } : { state, host };
}

/** The class in the words of its package: the gateway's own name for the gateway's. */
function className({ client, module }: ClassThing): string {
  return module.gateway ? (client.gateway?.name ?? client.name) : client.name;
}

function serviceOf(thing: ClassThing): string {
  return thing.client.service ?? thing.module.vendor.name;
}

function obstacleOf(thing: ClassThing, state: FindingState, host: string | undefined): string | undefined {
  if (state !== "gateway" && !thing.client.gateway) {
    const { client, module } = thing;
    // One that has a fix where it is constructed has none where a class extends it.
    return aimOf(thing)
      ? aimByHand(client.name, module.vendor.name)
      : noGatewayClient(client.name, module.vendor, "ecmascript");
  }
  return stateObstacle(state, host);
}

function titleAndAdvice({ client: { gateway } }: ClassThing): { title: string; advice: string } {
  return { title: `Migrate to ${gateway?.name}`, advice: `Use ${gateway?.name} of ${gateway?.module}` };
}

function loadObstacle({ load }: ClassThing): string | undefined {
  if (ts.isCallExpression(load) && isDynamicImport(load) && !ts.isAwaitExpression(load.parent)) {
    return "its module comes through a promise's callback: import the gateway's client there by hand";
  }
  return undefined;
}

/** A client that the gateway's does not extend, such as Azure's, no longer fits where its type is asked for. */
function typeCaution(node: ts.NewExpression, thing: ClassThing, scopes: Scopes): string | undefined {
  if (thing.client.gateway?.extendsVendors !== false) return undefined;
  const root = rootIdentifier(node.expression);
  const declaration = root && scopes.resolve(root);
  const others = declaration ? scopes.references(declaration).filter((use) => !isConstructed(use)) : [];
  if (others.length === 0) return undefined;
  return `${thing.client.name} is used as a type here too, and ${thing.client.gateway.name} is none: see that the types still fit`;
}

function isConstructed(identifier: ts.Identifier): boolean {
  let at: ts.Node = identifier;
  while (ts.isPropertyAccessExpression(at.parent) && at.parent.expression === at) at = at.parent;
  return ts.isNewExpression(at.parent) && at.parent.expression === at;
}
