import { generationConfigs } from "../../protocols/gemini/generation-config.ts";
import { camelCase, member } from "../../protocols/gemini/member.ts";
import { isObject } from "../../protocols/shared/json.ts";
import { type Body, type Extra, OWN_TOOL, present, TIER } from "./extra.ts";

interface Asked {
  asks: (value: unknown) => boolean;
  reason: string;
  /** Whether the same request is left without it. */
  canStrip: boolean;
}

/** Members of generateContent's body, in camel case. */
const MEMBERS: Readonly<Record<string, Asked>> = {
  serviceTier: {
    asks: (value) => present(value) && !/^(?:standard|unspecified)$/i.test(String(value)),
    reason: TIER,
    canStrip: true,
  },
  store: { asks: present, reason: "the provider would keep the request and its answer", canStrip: true },
  cachedContent: {
    asks: present,
    reason: "cached content is kept by the provider, billed by the hour, and unseen here",
    canStrip: false,
  },
  continuationToken: {
    asks: present,
    reason: "it continues what the provider has kept, which is unseen here",
    canStrip: false,
  },
};

/** Members of the generation config. */
const CONFIG_MEMBERS: Readonly<Record<string, Asked>> = {
  responseModalities: {
    asks: (value) => Array.isArray(value) && value.some((item) => item !== "TEXT"),
    reason: "pictures and speech have prices of their own",
    canStrip: false,
  },
  speechConfig: { asks: present, reason: "speech has a price of its own", canStrip: false },
  imageConfig: { asks: present, reason: "pictures have a price of their own", canStrip: false },
  routingConfig: { asks: present, reason: "the provider would choose another model", canStrip: false },
  modelConfig: { asks: present, reason: "the provider would choose another model", canStrip: false },
  modelSelectionConfig: { asks: present, reason: "the provider would choose another model", canStrip: false },
};

/** Tools that the application runs. All others are the provider's, also those that are not known yet. */
const APPLICATIONS_TOOLS: ReadonlySet<string> = new Set(["functionDeclarations", "computerUse"]);

function ofMembers(object: Body, known: Readonly<Record<string, Asked>>, path: string): Extra[] {
  return Object.keys(object).flatMap((spelling): Extra[] => {
    const name = camelCase(spelling);
    const asked = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!asked?.asks(object[spelling])) return [];
    return [
      {
        path: `${path}/${spelling}`,
        strip: asked.canStrip && path === "" ? [spelling] : undefined,
        reason: asked.reason,
      },
    ];
  });
}

function ofTools(body: Body): Extra[] {
  const { tools } = body;
  const list: unknown[] = Array.isArray(tools) ? tools : [tools];
  return list.flatMap((tool, index) => {
    const names = isObject(tool) ? Object.keys(tool).filter((name) => present(tool[name])) : [];
    return names
      .filter((name) => !APPLICATIONS_TOOLS.has(camelCase(name)))
      .map((name) => ({ path: `/tools/${index}/${name}`, strip: undefined, reason: OWN_TOOL }));
  });
}

/** What a request for generateContent asks for beyond what the catalog describes. */
export function geminiExtras(body: Body): Extra[] {
  const config = generationConfigs(body).flatMap((object) => ofMembers(object, CONFIG_MEMBERS, configPath(body)));
  return [...ofMembers(body, MEMBERS, ""), ...config, ...ofTools(body)];
}

/** The same for a question how many tokens a request has, which may hold the whole request. */
export function geminiCountExtras(body: Body): Extra[] {
  const inner = member(body, "generateContentRequest");
  if (!isObject(inner)) return geminiExtras(body);
  return geminiExtras(inner).map((extra) => ({
    ...extra,
    path: `/generateContentRequest${extra.path}`,
    strip: undefined,
  }));
}

function configPath(body: Body): string {
  return member(body, "generationConfig") === body.generationConfig ? "/generationConfig" : "/generation_config";
}
