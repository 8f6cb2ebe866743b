/** The vendors' tables, by the dotted paths of Python. */
import { VENDORS, type Vendor } from "../vendors/index.ts";
import type { PythonMigration } from "../vendors/types.ts";

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

const CLASSES: ReadonlyMap<string, PythonClient> = new Map(
  VENDORS.flatMap((vendor) =>
    vendor.python.modules.flatMap((module) =>
      Object.entries(module.classes).map(([attribute, name]): [string, PythonClient] => {
        const { migration, addressKeywords } = vendor.python;
        const way: PythonWay | undefined = migration && {
          kind: "class",
          migration,
          plain: migration.plain[name] ?? name,
        };
        return [`${module.name}.${attribute}`, { vendor, name, addressKeywords, way }];
      }),
    ),
  ),
);

interface ServiceFactory {
  services: ReadonlyMap<string, PythonClient>;
}

const FACTORIES: ReadonlyMap<string, ServiceFactory> = new Map(VENDORS.flatMap(factoriesOf));

function factoriesOf(vendor: Vendor): [string, ServiceFactory][] {
  return vendor.python.factories.flatMap(({ module, functions, sessions, services, addressKeywords, vendorKeywords }) =>
    functions.flatMap((name) => {
      const way: PythonWay = { kind: "signed", vendorKeywords };
      const clients = services.map((service): [string, PythonClient] => [
        service,
        { vendor, name: `${module}.${name}("${service}")`, addressKeywords, way },
      ]);
      const factory = { services: new Map(clients) };
      const paths = [`${module}.${name}`, ...sessions.map((session) => `${module}.${session}().${name}`)];
      return paths.map((path): [string, ServiceFactory] => [path, factory]);
    }),
  );
}

/** The client class at a dotted path. */
export function pythonClass(path: string): PythonClient | undefined {
  return CLASSES.get(path);
}

/** The client that a factory at a dotted path makes for a service. */
export function pythonService(path: string, service: string): PythonClient | undefined {
  return FACTORIES.get(path)?.services.get(service);
}

/** Whether a factory of clients is at the path. */
export function isPythonFactory(path: string): boolean {
  return FACTORIES.has(path);
}
