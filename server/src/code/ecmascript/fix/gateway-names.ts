/** By which name a file can reach a client of the gateway: one it has already, or one that is free. */
import type { Declaration } from "../declarations.ts";
import { declaredName } from "../declarations.ts";
import type { VendorTracer } from "../modules.ts";
import type { Scopes } from "../scopes.ts";
import { ts, visit } from "../syntax.ts";

export interface GatewayBinding {
  /** What to write for the class. */
  text: string;
  /** What must resolve to it at the place of use. */
  name: string;
  declaration: Declaration;
}

/** The names in a file that are bound to the gateway's class already. */
export function existingBindings(
  sourceFile: ts.SourceFile,
  tracer: VendorTracer,
  gatewayName: string,
): GatewayBinding[] {
  const found: GatewayBinding[] = [];
  visit(sourceFile, (node) => {
    const declared = declaredName(node);
    const loads =
      declared && (ts.isImportSpecifier(node) || ts.isBindingElement(node) || ts.isImportEqualsDeclaration(node));
    const thing = loads ? tracer.traceDeclaration(declared.declaration) : undefined;
    if (!declared || !thing?.module.gateway) return;
    const name = declared.name.text;
    if (thing.kind === "module")
      found.push({ text: `${name}.${gatewayName}`, name, declaration: declared.declaration });
    else if (thing.client.gateway?.name === gatewayName || exportedName(node) === gatewayName) {
      found.push({ text: name, name, declaration: declared.declaration });
    }
  });
  return found;
}

function exportedName(node: ts.Node): string | undefined {
  if (!ts.isImportSpecifier(node) && !ts.isBindingElement(node)) return undefined;
  const name = node.propertyName ?? node.name;
  return ts.isIdentifier(name) ? name.text : undefined;
}

/** A name like the wanted one that the file does not use for anything. */
export function freeName(wanted: string, scopes: Scopes, taken: ReadonlySet<string>): string {
  const isFree = (name: string) => !scopes.mentions(name) && !taken.has(name);
  if (isFree(wanted)) return wanted;
  const prefixed = `Fairlead${wanted[0]?.toUpperCase() ?? ""}${wanted.slice(1)}`;
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? prefixed : `${prefixed}${count}`;
    if (isFree(candidate)) return candidate;
  }
}
