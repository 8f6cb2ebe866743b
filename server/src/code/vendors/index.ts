/** All vendors' tables, and look-ups over them. */
import { anthropic } from "./anthropic.ts";
import { bedrock } from "./bedrock.ts";
import { google } from "./google.ts";
import { openai } from "./openai.ts";
import { openaiCompatible } from "./openai-compatible.ts";
import type { ClientClass, EcmascriptModule, Vendor } from "./types.ts";

export type { ClientClass, EcmascriptModule, GatewayClass, Vendor } from "./types.ts";

export const VENDORS: readonly Vendor[] = [openai, bedrock, anthropic, google, ...openaiCompatible];

/** A module that belongs to a vendor, or the gateway's module that stands for it. */
export interface KnownModule {
  vendor: Vendor;
  /** Export name to client class. */
  exports: ReadonlyMap<string, ClientClass>;
  itself: ClientClass | undefined;
  /** Whether it is the gateway's module: its clients need no migration. */
  gateway: boolean;
}

const MODULES: ReadonlyMap<string, KnownModule> = new Map(VENDORS.flatMap(modulesOf));

/** The vendor's or gateway's module of this specifier; undefined for every other module. */
export function knownModule(specifier: string): KnownModule | undefined {
  return MODULES.get(specifier);
}

function modulesOf(vendor: Vendor): [string, KnownModule][] {
  const classes = new Map(vendor.classes.map((client) => [client.name, client]));
  const known = (module: EcmascriptModule): KnownModule => ({
    vendor,
    exports: new Map(
      Object.entries(module.exports).flatMap(([name, to]) => {
        const client = classes.get(to);
        return client ? [[name, client] as const] : [];
      }),
    ),
    itself: module.itself === undefined ? undefined : classes.get(module.itself),
    gateway: false,
  });
  const rows = vendor.modules.flatMap((module) =>
    module.specifiers.map((specifier): [string, KnownModule] => [specifier, known(module)]),
  );
  return [...rows, ...gatewayModulesOf(vendor)];
}

function gatewayModulesOf(vendor: Vendor): [string, KnownModule][] {
  const byModule = new Map<string, Map<string, ClientClass>>();
  for (const client of vendor.classes) {
    if (!client.gateway) continue;
    const exports = byModule.get(client.gateway.module) ?? new Map<string, ClientClass>();
    byModule.set(client.gateway.module, exports);
    if (!exports.has(client.gateway.name)) exports.set(client.gateway.name, client);
    if (!exports.has("default")) exports.set("default", client);
  }
  return [...byModule].map(([module, exports]) => [module, { vendor, exports, itself: undefined, gateway: true }]);
}
