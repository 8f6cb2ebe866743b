/** What of the vendors' is at the dotted paths of Python. */
import type { PythonMigration, Vendor } from "./types.ts";

export interface PythonClient {
  vendor: Vendor;
  /** For messages: `AsyncOpenAI`, `boto3.client("bedrock-runtime")`. */
  name: string;
  addressKeywords: readonly string[];
  /** How it is aimed at the gateway; undefined where the gateway has no such protocol. */
  way: PythonWay | undefined;
}

/** A class with keywords for address, key and headers, or a factory of clients that sign their requests. */
export type PythonWay =
  | { kind: "class"; migration: PythonMigration; plain: string }
  | { kind: "signed"; vendorKeywords: readonly string[] };

export type PythonMember =
  | { kind: "class"; client: PythonClient }
  | { kind: "factory"; client: PythonClient }
  | { kind: "instance"; client: PythonClient }
  /** A factory that takes the service's name, and its clients by that name. */
  | { kind: "services"; clients: ReadonlyMap<string, PythonClient> }
  | { kind: "call"; vendor: Vendor }
  | { kind: "wrapper"; vendor: Vendor };

/** All vendors' members by path. */
export function pythonMembers(vendors: readonly Vendor[]): Map<string, PythonMember> {
  const members = new Map<string, PythonMember>();
  // The first vendor holds, as a user's own rows come first.
  for (const vendor of [...vendors].reverse()) {
    for (const module of vendor.python.modules) {
      const add = (attribute: string, member: PythonMember) => members.set(`${module.name}.${attribute}`, member);
      for (const [attribute, name] of Object.entries(module.classes)) {
        add(attribute, { kind: "class", client: classClient(vendor, name, module.name) });
      }
      const { factories = {}, instances = {}, calls = [], wrappers = [] } = module.functions ?? {};
      for (const [attribute, name] of Object.entries(factories)) {
        add(attribute, { kind: "factory", client: plainClient(vendor, name) });
      }
      for (const [attribute, name] of Object.entries(instances)) {
        add(attribute, { kind: "instance", client: plainClient(vendor, name) });
      }
      for (const attribute of calls) add(attribute, { kind: "call", vendor });
      for (const attribute of wrappers) add(attribute, { kind: "wrapper", vendor });
    }
    addServices(vendor, members);
  }
  return members;
}

function classClient(vendor: Vendor, name: string, module: string): PythonClient {
  const { migrations, addressKeywords } = vendor.python;
  const migration = migrations?.[name];
  const holds = migration && (!migration.modules || migration.modules.includes(module));
  const way: PythonWay | undefined = holds
    ? { kind: "class", migration, plain: migration.plain[name] ?? name }
    : undefined;
  return { vendor, name, addressKeywords, way };
}

function plainClient(vendor: Vendor, name: string): PythonClient {
  return { vendor, name, addressKeywords: vendor.python.addressKeywords, way: undefined };
}

function addServices(vendor: Vendor, members: Map<string, PythonMember>): void {
  for (const factory of vendor.python.factories) {
    const { module, functions, sessions, services, addressKeywords, vendorKeywords } = factory;
    const way: PythonWay | undefined = factory.migrated === false ? undefined : { kind: "signed", vendorKeywords };
    for (const name of functions) {
      const clients = services.map((service): [string, PythonClient] => [
        service,
        { vendor, name: `${module}.${name}("${service}")`, addressKeywords, way },
      ]);
      for (const path of [`${module}.${name}`, ...sessions.map((session) => `${module}.${session}().${name}`)]) {
        const known = members.get(path);
        const before = known?.kind === "services" ? known.clients : [];
        members.set(path, { kind: "services", clients: new Map([...before, ...clients]) });
      }
    }
  }
}
