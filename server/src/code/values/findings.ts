/** From a file's calls to findings: which are on a vendor's client, and how sure that is. */
import type { PlainSite } from "../sites.ts";
import { RULES } from "../states.ts";
import type { Place } from "../text/places.ts";
import type { FindingState, FindingTier } from "../types.ts";
import { byHand } from "../vendors/by-hand.ts";
import type { Vendor, VendorTables } from "../vendors/index.ts";
import { usualStateOf } from "../vendors/rows.ts";
import { membersOfPython } from "../vendors/served.ts";
import type { Modules } from "./modules.ts";
import { Reducer } from "./reduce.ts";
import { type Reduced, serviceClient } from "./reduced.ts";
import type { CallFact, ClientFact, FileFacts, NamedModel } from "./value.ts";

/** What is known of a file's surroundings. */
export interface Surroundings {
  modules: Modules | undefined;
  /** Ids of the vendors on whose SDKs the file's project depends. */
  dependsOn: ReadonlySet<string>;
  /** Packages with members of the same names that the project depends on. */
  lookAlikes: ReadonlySet<string>;
  /** Where all clients of a vendor's in the workspace point, where they agree. */
  usualState(vendor: string): FindingState | undefined;
  /** Ids of the vendors whose package is, in this file, a module of the project's own. */
  replaced: ReadonlySet<string>;
}

const CALL_RULES: Readonly<Record<FindingState, string>> = {
  direct: "code.direct-call",
  gateway: "code.gateway-call",
  "other-gateway": "code.other-gateway-call",
  local: "code.local-call",
  unknown: "code.unknown-address-call",
};

const AT_ITS_CLIENT = " The fix is where its client is made.";

/** Names of what keeps things in tables, which may be called messages, files or embeddings too. */
const STORES = /^(?:prisma|db|database|tx|trx|knex|orm|supabase|repo|repository|firestore)$/i;

/** A call that was judged, with the facts by which a model's name in it can be judged too. */
export interface CallSite extends PlainSite {
  /** Where it is, for whom the text is no longer at hand. */
  places: { at(offset: number): Place };
  model?: NamedModel;
}

/** The calls of a file on vendors' clients, in order of place. */
export function callSites(
  file: string,
  facts: FileFacts,
  vendors: VendorTables,
  language: "ecmascript" | "python",
  around: Surroundings,
): CallSite[] {
  const mocked = vendors.vendorsOfImports(facts.mocked, language);
  const reducer = new Reducer(vendors, language, around.modules, { file, facts });
  let whole: Reducer | undefined;
  return facts.calls.flatMap((call) => {
    const found = siteOf(call);
    return found && !around.replaced.has(found.vendor.id) ? [found] : [];
  });

  function siteOf(call: CallFact): CallSite | undefined {
    const reduced = reducer.reduce(call.callee);
    const all = reduced.flatMap((one) => judged(call, one) ?? []);
    const best = all.find(({ tier }) => tier === "certain") ?? all[0];
    if (best || call.handed) return best;
    const ruledOut = reduced.length > 0 && reduced.every((one) => !isOpen(one));
    const guess = ruledOut ? undefined : likely(call);
    return guess && isOwn(call) ? undefined : guess;
  }

  /** Whether what a call is made on is the project's own, as the files tell that name no vendor. */
  function isOwn({ callee }: CallFact): boolean {
    const late = around.modules?.lateFacts;
    if (!around.modules || !late || callee.is === "unknown") return false;
    whole ??= new Reducer(vendors, language, { ...around.modules, facts: late }, { file, facts });
    const reduced = whole.reduce(callee);
    return reduced.length > 0 && reduced.every((one) => one.is === "function" || (one.is === "external" && !one.open));
  }

  function judged(call: CallFact, one: Reduced): CallSite | undefined {
    if (one.is === "vendor-function" && one.role === "request") {
      const state = requestState(call, one.vendor);
      const made = site(call, { vendor: one.vendor, state, api: one.name, tier: "certain", why: "" });
      const remedy = byHand(one.vendor, one.name, language);
      return remedy === undefined
        ? made
        : { ...made, message: made.message.replace(AT_ITS_CLIENT, ` By hand: ${remedy}.`) };
    }
    if (one.is === "vendor-function" && one.role === "services") return service(call, one.name);
    if (one.is === "vendor-class" && call.constructs !== undefined) {
      const { vendor, name, value } = one;
      const api = language === "python" ? `${name}()` : `new ${name}`;
      return construction(call, { vendor, name, api, state: value.state, guessed: value.guessed });
    }
    if (one.is !== "client") return undefined;
    const { client } = one;
    const path = language === "python" ? membersOfPython(one.path) : one.path;
    const object = vendors.object(client.vendor, client.object);
    const tier: FindingTier = client.certain ? "certain" : "likely";
    const why = client.certain ? "" : " It was handed through a function that is not known.";
    const called = object?.called === "request" && !call.handed && (client.certain || call.root !== undefined);
    if (path.length === 0 ? called : sends(object?.calls ?? [], path)) {
      const written = path.length === 0 ? `${client.object}()` : inOwnWords(one.path).join(".");
      const api = call.command === undefined ? written : `${written}(${call.command})`;
      return { ...site(call, { ...client, api, tier, why, path }) };
    }
    if (call.handed) return undefined;
    const made = path.length === 0 ? object?.called : object?.makes?.[path.join(".")];
    if (made === undefined || made === "same" || made === "request" || !object?.called) return undefined;
    return handle(call, client, path, tier);
  }

  /** A client that is made of a class which only values led to: through other files, or a package loaded late. */
  function construction(
    call: CallFact,
    of: { vendor: string; name: string; api: string; state?: FindingState | undefined; guessed?: boolean | undefined },
  ): CallSite {
    const { vendor, api } = of;
    const tier: FindingTier = of.guessed ? "likely" : "certain";
    const by = vendors.vendor(vendor) as Vendor;
    const usual = call.constructs === "direct" ? usualStateOf(by, of.name) : undefined;
    const state = of.state ?? usual ?? call.constructs;
    const why = " No automatic fix: what makes it comes by way of another function or file.";
    const made = site(call, { vendor, state, api, tier, why });
    return {
      ...made,
      ...{ kind: "client-construction", rule: RULES[made.state] },
      message: made.message.replace(AT_ITS_CLIENT, ""),
    };
  }

  /** The client of a service that a session from elsewhere is asked for. */
  function service(call: CallFact, path: string): CallSite | undefined {
    const client = serviceClient(vendors, path, call.services ?? []);
    return client && construction(call, { ...client, api: client.name });
  }

  /** A model of the AI SDK's: what calls are made with, and aimed where its provider is. */
  function handle(call: CallFact, client: ClientFact, path: readonly string[], tier: FindingTier): CallSite {
    const written = [call.root ?? client.object, ...path].join(".");
    const name = call.model && "text" in call.model ? `("${call.model.text}")` : "()";
    const made = site(call, { ...client, api: written + name, tier, why: "" });
    return { ...made, kind: "client-construction", rule: made.rule.replace(/-call$/, "-client") };
  }

  function likely(call: CallFact): CallSite | undefined {
    const last = call.members.at(-1);
    if (last === undefined) return undefined;
    const [root] = call.root !== undefined && language === "python" ? membersOfPython([call.root]) : [call.root];
    const whole = root === undefined ? call.members : [root, ...call.members];
    for (const { path, vendors: those } of vendors.tellingBy(last)) {
      const vendor = those.find(
        ({ id, lookAlikes, wraps, python }) =>
          around.dependsOn.has(id) &&
          // A framework's models are called by the name that they are given: `llm.invoke()`.
          endsWith(wraps ? whole : call.members, path) &&
          !(language === "python" && python.notTelling?.includes(path.join("."))) &&
          !mocked.has(id) &&
          !isOther(call, lookAlikes),
      );
      if (!vendor) continue;
      const why = ` What it is called on could not be traced; the project depends on ${vendor.name}'s SDK.`;
      const api =
        path.length === 1 && call.command !== undefined ? `${last}(${call.command})` : inOwnWords(path).join(".");
      return site(call, { vendor: vendor.id, state: undefined, api, tier: "likely", why });
    }
    return undefined;
  }

  /** Names as the language's SDK has them, without those that only choose the form of an answer. */
  function inOwnWords(path: readonly string[]): readonly string[] {
    if (language !== "python") return path;
    return path
      .filter((name) => !/^with_(?:raw|streaming)_response$/.test(name))
      .map((name) => (/^[a-z]/.test(name) ? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : name));
  }

  /** A table of a database is none; and where a package has members of the same names, the receiver's name must tell. */
  function isOther({ members, root }: CallFact, lookAlikes: readonly string[] | undefined): boolean {
    if ([root, ...members].some((name) => name !== undefined && STORES.test(name))) return true;
    if (!lookAlikes?.some((name) => around.lookAlikes.has(name))) return false;
    return !/claude|anthropic|llm|\bai\b/i.test([root, ...members].join(" "));
  }

  /** Where a function of the AI SDK's sends its request: to where its model points. */
  function requestState(call: CallFact, vendor: string): FindingState | undefined {
    if (vendor !== "ai-sdk") return vendors.vendor(vendor)?.defaultState ?? "direct";
    if (!call.model) return undefined;
    // A name alone goes through the gateway of the AI SDK's maker.
    if ("text" in call.model) return "other-gateway";
    return reducer.reduce(call.model.value).find((one) => one.is === "client")?.client.state;
  }

  interface Seen {
    vendor: string;
    state: FindingState | undefined;
    api: string;
    tier: FindingTier;
    why: string;
    workload?: string | null;
    path?: readonly string[];
  }

  function site(call: CallFact, seen: Seen): CallSite {
    const vendor = vendors.vendor(seen.vendor) as Vendor;
    const state = seen.state ?? around.usualState(seen.vendor) ?? vendor.defaultState ?? "direct";
    return {
      ...{ form: "plain", start: call.start, end: call.end, rule: CALL_RULES[state], vendor, kind: "call" },
      ...{ api: seen.api, tier: seen.tier, state, workload: seen.workload ?? null },
      message: callMessage(seen.api, vendor.name, state, seen.tier) + seen.why,
      places: placesOf(call),
      ...(call.model && "text" in call.model && seen.path?.length !== 0 ? { model: call.model } : {}),
    };
  }
}

function placesOf({ start, from, to, model }: CallFact): CallSite["places"] {
  const named = model && "text" in model ? model : undefined;
  return {
    at(offset) {
      if (offset === start) return from;
      if (named && offset === named.start) return named.from;
      return named && offset === named.end ? named.to : to;
    },
  };
}

function callMessage(api: string, vendor: string, state: FindingState, tier: FindingTier): string {
  const calls = tier === "certain" ? "calls" : "most likely calls";
  switch (state) {
    case "gateway":
      return `${api} goes through the gateway.`;
    case "local":
      return `${api} ${calls} this machine, past the gateway's policy and budgets.`;
    case "other-gateway":
      return `${api} ${calls} another address than ${vendor}'s, past Fairlead's policy and budgets.`;
    case "unknown":
      return `${api} ${calls} an address that only a run would tell.`;
    case "direct":
      return `${api} ${calls} ${vendor} directly, past routing policy, budgets and fallback.${AT_ITS_CLIENT}`;
  }
}

/** Whether something may yet hold what nobody has seen: a vendor's module, or what only has another package's type. */
function isOpen(one: Reduced): boolean {
  return (one.is === "module" && one.file === "") || (one.is === "external" && one.open === true);
}

function sends(calls: readonly string[], path: readonly string[]): boolean {
  const written = path.join(".");
  return calls.some((call) => (call.endsWith(".*") ? written.startsWith(call.slice(0, -1)) : call === written));
}

function endsWith(members: readonly string[], path: readonly string[]): boolean {
  const offset = members.length - path.length;
  return offset >= 0 && path.every((name, index) => members[offset + index] === name);
}

/** What is known where nobody has looked around: the vendors whose packages the file itself loads. */
export function ownSurroundings(
  facts: FileFacts,
  vendors: VendorTables,
  language: "ecmascript" | "python",
): Surroundings {
  return {
    modules: undefined,
    dependsOn: vendors.vendorsOfImports(facts.imports, language),
    replaced: new Set(),
    lookAlikes: new Set(),
    usualState: () => undefined,
  };
}
