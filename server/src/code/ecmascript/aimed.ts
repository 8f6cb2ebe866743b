/** What is said of clients that stay the vendor's own and are aimed at the gateway by their options. */
import { otherVendorCaution, stateObstacle } from "../states.ts";
import type { FindingState } from "../types.ts";
import type { AimedOptions, Vendor } from "../vendors/index.ts";
import type { ReadOptions } from "./options.ts";
import type { Scopes } from "./scopes.ts";
import { ancestor, ts } from "./syntax.ts";

/** The words of such a client's fix, and what the gateway answers of it. */
export function aimedWords(aim: AimedOptions, vendor: Vendor) {
  const { address, key, headers, path } = aim;
  return {
    aim,
    title: "Aim at the gateway",
    advice: `Aim it at the gateway with ${address} (FAIRLEAD_URL${path}), ${key} and the header fairlead-workload in ${headers}`,
    surface: aim.surface ?? vendor.id,
  };
}

/** What stands against an automatic fix of such a client. `called` is the vendor at whose host it points by option. */
export function aimedDoubts(
  aim: AimedOptions,
  options: ReadOptions,
  { state, host }: { state: FindingState; host: string | undefined },
  vendor: Vendor,
  called: Vendor | undefined,
  node: ts.Node,
  scopes: Scopes,
): { obstacle: string | undefined; caution: string | undefined } {
  return {
    obstacle: stateObstacle(state, host) ?? options.obstacle ?? processObstacle(node, scopes),
    caution:
      (vendor.wraps ? undefined : otherVendorCaution(vendor.name, called?.name)) ??
      options.caution ??
      aim.caution ??
      environmentCaution(node.getSourceFile(), scopes),
  };
}

/** The fix reads `process.env`, which must be Node's. */
function processObstacle(node: ts.Node, scopes: Scopes): string | undefined {
  const declaration = scopes.resolveName("process", node);
  return declaration && !isNodesOwn(declaration)
    ? "the name process stands for something else here: give that another name first"
    : undefined;
}

/** `import process from "node:process"` */
function isNodesOwn(declaration: ts.Node): boolean {
  const statement = ancestor(declaration, ts.isStatement);
  return statement !== undefined && /["'](?:node:)?process["']/.test(statement.getText());
}

function environmentCaution({ text }: ts.SourceFile, scopes: Scopes): string | undefined {
  if (scopes.mentions("process")) return undefined;
  const elsewhere = /\bDeno\.env\b|\bimport\.meta\.env\b/.exec(text)?.[0];
  return elsewhere && `the file reads its environment by ${elsewhere}: see that process.env is there`;
}

/** Why a fix wants a look in a file that a framework sends to browsers; undefined in every other. */
export function browserCaution({ statements }: ts.SourceFile): string | undefined {
  for (const statement of statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression)) return undefined;
    if (statement.expression.text === "use client") {
      return 'the file is for browsers ("use client"), where the gateway\'s key must not be: call it from a server';
    }
  }
  return undefined;
}
