/** All vendors' tables. */
import { aiSdk } from "./ai-sdk.ts";
import { anthropic } from "./anthropic.ts";
import { bedrock } from "./bedrock.ts";
import { google } from "./google.ts";
import { hosted } from "./hosted.ts";
import { langchain } from "./langchain.ts";
import { llamaindex } from "./llamaindex.ts";
import { openai } from "./openai.ts";
import { openaiCompatible } from "./openai-compatible.ts";
import { VendorTables } from "./tables.ts";
import type { Vendor } from "./types.ts";

export { type KnownModule, VendorTables } from "./tables.ts";
export type {
  AimedOptions,
  ClientClass,
  ClientObject,
  EcmascriptModule,
  GatewayClass,
  ModuleFunctions,
  Vendor,
} from "./types.ts";

export const VENDORS: readonly Vendor[] = [
  ...[openai, bedrock, anthropic, google, ...openaiCompatible, ...hosted],
  ...[aiSdk, langchain, llamaindex],
];

/** The vendors that the engine knows by itself. */
export const BUILT_IN = new VendorTables(VENDORS);

const withRows = new WeakMap<readonly Vendor[], VendorTables>();

/** The tables with a user's own rows, which come first. */
export function tablesWith(rows: readonly Vendor[]): VendorTables {
  if (rows.length === 0) return BUILT_IN;
  const known = withRows.get(rows);
  if (known) return known;
  const made = new VendorTables([...rows, ...VENDORS]);
  withRows.set(rows, made);
  return made;
}
