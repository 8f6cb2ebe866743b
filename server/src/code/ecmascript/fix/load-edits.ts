/** Brings the gateway's client into a file, and takes away vendors' bindings that nothing uses any more. */
import type { TextEdit } from "../../types.ts";
import type { Declaration } from "../declarations.ts";
import { isDynamicImport, type ModuleLoad, type VendorTracer } from "../modules.ts";
import type { ClassSite, FileAnalysis } from "../sites.ts";
import { isJavaScript, ts } from "../syntax.ts";
import { type FileStyle, styleOf } from "./file-style.ts";
import { existingBindings, freeName } from "./gateway-names.ts";
import { bindingsOf, isStatic, type LoadForm, loaderText, loadForm } from "./loads.ts";
import { addAfter, removeBindings, removeLoad, replaceLoad } from "./statement-edits.ts";

interface LoadGroup {
  load: ModuleLoad;
  form: LoadForm;
  sites: ClassSite[];
}

/** What a file gets: a name for the class of each gateway module, within the scope that has it. */
interface Provided {
  gatewayName: string;
  text: string;
  name: string;
  /** The node within which the name can be seen. */
  scope: ts.Node;
}

/** The edits of one file's module loads. Names are decided at once, so that every construction can ask for its own. */
export class LoadEdits {
  readonly #file: FileAnalysis;
  readonly #tracer: VendorTracer;
  readonly #isGone: (node: ts.Node) => boolean;
  readonly #names = new Map<ClassSite, string>();
  readonly #provided: Provided[] = [];
  readonly #taken = new Set<string>();
  readonly #edits: TextEdit[] = [];

  /** `isGone` says of a node whether other edits take it out of the file. */
  constructor(
    file: FileAnalysis,
    tracer: VendorTracer,
    sites: readonly ClassSite[],
    isGone: (node: ts.Node) => boolean,
  ) {
    this.#file = file;
    this.#tracer = tracer;
    this.#isGone = isGone;
    for (const group of this.#groups(sites)) this.#handle(group);
  }

  /** What to write for the class at this site; undefined where its load has no automatic fix. */
  nameFor(site: ClassSite): string | undefined {
    return this.#names.get(site);
  }

  edits(): TextEdit[] {
    return this.#edits;
  }

  /** Sites by their load: static imports first, since what they bring in is seen everywhere. */
  #groups(sites: readonly ClassSite[]): LoadGroup[] {
    const groups = new Map<ModuleLoad, LoadGroup>();
    for (const site of sites) {
      const { load } = site.thing;
      const group = groups.get(load) ?? { load, form: loadForm(site), sites: [] };
      group.sites.push(site);
      groups.set(load, group);
    }
    const rank = ({ load }: LoadGroup) => (isStatic(load) ? 0 : 1);
    return [...groups.values()].sort((a, b) => rank(a) - rank(b) || a.load.getStart() - b.load.getStart());
  }

  #handle(group: LoadGroup): void {
    const { form } = group;
    if (form.form === "other") return;
    const style = styleOf(this.#file.text, group.load);
    if (form.form === "inline") {
      for (const site of group.sites) this.#nameInline(site, form.call, style);
      return;
    }
    const missing: Provided[] = [];
    for (const site of group.sites) {
      const known = this.#reachable(site) ?? missing.find(({ gatewayName }) => gatewayName === gatewayOf(site).name);
      const provided = known ?? this.#provide(site, form);
      if (!known) missing.push(provided);
      this.#names.set(site, provided.text);
    }
    this.#provided.push(...missing);
    this.#edits.push(...this.#statementEdits(form, missing, this.#unused(form), style, group));
  }

  #nameInline(site: ClassSite, call: ts.CallExpression, style: FileStyle): void {
    const { name, module } = gatewayOf(site);
    const loaded = loaderText(call, module, style.quote);
    this.#names.set(site, isDynamicImport(call) ? `(${loaded}).${name}` : `(${loaded}.${name})`);
  }

  /** A name for the site's class that is in the file already, or that an earlier group brings in. */
  #reachable(site: ClassSite): Provided | undefined {
    const { name: gatewayName } = gatewayOf(site);
    const within = (scope: ts.Node) => site.node.getStart() >= scope.getStart() && site.node.getEnd() <= scope.getEnd();
    const earlier = this.#provided.find((one) => one.gatewayName === gatewayName && within(one.scope));
    if (earlier) return earlier;
    const { sourceFile, scopes } = this.#file;
    const binding = existingBindings(sourceFile, this.#tracer, gatewayName).find(
      (one) => scopes.resolveName(one.name, site.node) === one.declaration,
    );
    return binding && { gatewayName, text: binding.text, name: binding.name, scope: sourceFile };
  }

  #provide(site: ClassSite, form: LoadForm): Provided {
    const { name: gatewayName } = gatewayOf(site);
    const name = freeName(form.form === "import-equals" ? "fairlead" : gatewayName, this.#file.scopes, this.#taken);
    this.#taken.add(name);
    const text = form.form === "import-equals" ? `${name}.${gatewayName}` : name;
    return {
      gatewayName,
      text,
      name,
      scope: form.form === "declarator" ? form.statement.parent : this.#file.sourceFile,
    };
  }

  #statementEdits(
    form: Exclude<LoadForm, { form: "inline" } | { form: "other" }>,
    missing: readonly Provided[],
    unused: ReadonlySet<Declaration>,
    style: FileStyle,
    group: LoadGroup,
  ): TextEdit[] {
    const { text } = this.#file;
    const bindings = bindingsOf(form);
    const module = group.sites[0] ? gatewayOf(group.sites[0]).module : "";
    const emptied = bindings.every((binding) => unused.has(binding));
    if (emptied && missing.length > 0) return [replaceLoad(form, module, missing, style)];
    if (emptied) return removeLoad(text, form);
    return [
      ...removeBindings(text, form, unused),
      ...(missing.length > 0 ? [addAfter(text, form, module, missing, style)] : []),
    ];
  }

  /** The bindings of a load that only what is gone used. */
  #unused(form: LoadForm): Set<Declaration> {
    const unused = bindingsOf(form).filter((binding) => {
      const uses = this.#file.scopes.references(binding);
      return uses.length > 0 && uses.every(this.#isGone) && !this.#isSeenElsewhere(binding);
    });
    return new Set(unused);
  }

  /** Whether a binding is exported, or named in the comments by which JavaScript gives types. */
  #isSeenElsewhere(binding: Declaration): boolean {
    const { sourceFile, text } = this.#file;
    if (ts.getCombinedModifierFlags(binding as ts.Declaration) & ts.ModifierFlags.Export) return true;
    const name = (binding as { name?: ts.Node }).name?.getText();
    return isJavaScript(sourceFile.fileName) && name !== undefined && namedInJsDoc(text, name);
  }
}

function gatewayOf(site: ClassSite): { name: string; module: string } {
  const { gateway, name } = site.thing.client;
  // Sites of clients without a gateway class carry an obstacle, and are never planned.
  if (!gateway) throw new RangeError(`${name} has no gateway client`);
  return gateway;
}

function namedInJsDoc(text: string, name: string): boolean {
  const pattern = new RegExp(`\\{[^{}\\n]*(?<![\\w$])${name.replace(/\$/g, "\\$")}(?![\\w$])`);
  return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].some(([comment]) => pattern.test(comment));
}
