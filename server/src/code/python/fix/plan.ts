/** The edits that aim some of a Python file's clients at the gateway, made together so that they fit each other. */
import type { Plan, Target } from "../../sites.ts";
import { applyEdits, orderEdits } from "../../text/edits.ts";
import type { TextEdit } from "../../types.ts";
import type { PythonFile, PythonRequestSite, PythonSite } from "../sites.ts";
import { parsePython, pythonErrors } from "../syntax.ts";
import { argumentEdits } from "./argument-edits.ts";
import { classEdits } from "./class-imports.ts";
import { environmentImport } from "./environment-import.ts";
import { containerChange, headerChange } from "./headers.ts";
import { unusedNames } from "./leftovers.ts";
import { requestEdits } from "./request-edits.ts";
import { signedEdits, signedImports } from "./signed.ts";

/** Edits that migrate the targets, checked to leave a text that parses as well as before; or why there are none. */
export function planPythonMigration(file: PythonFile, all: readonly Target<PythonSite | PythonRequestSite>[]): Plan {
  if (all.length === 0) return { edits: [], unused: [] };
  const targets = all.flatMap(({ site, workload }) => (site.form === "python" ? [{ site, workload }] : []));
  const { text } = file;
  const quote = quoteOf(text);
  const sites = targets.map(({ site }) => site);
  const signed = targets.filter(({ site }) => site.client.way?.kind === "signed");
  const edits: TextEdit[] = [
    ...targets.flatMap(({ site, workload }) => classArguments(site, workload, quote, file)),
    ...signed.flatMap(({ site, workload }) => signedEdits(site, workload, quote, file)),
    ...classEdits(sites, file),
    ...signedImports(
      signed.map(({ site }) => site),
      file,
    ),
    ...all.flatMap(({ site, workload }) =>
      site.form === "python" ? [] : requestEdits(text, site.parts, workload, quote),
    ),
    ...environmentImport(
      all.map(({ site }) => (site.form === "python" ? site : { ...site, call: earliest(site) })),
      file,
    ),
  ];
  const ordered = orderEdits(edits, text.length);
  const after = applyEdits(text, ordered);
  if (pythonErrors(parsePython(after), after) > pythonErrors(file.root, text)) {
    return { why: "the rewritten file would not parse: migrate it by hand" };
  }
  return { edits: ordered, unused: unusedNames(targets, file) };
}

/** Where a request first needs what is imported: its address may stand above it. */
function earliest({ call, parts }: PythonRequestSite): PythonRequestSite["call"] {
  return [parts.address, parts.headers].reduce((first, node) => (node.from < first.from ? node : first), call);
}

function classArguments(
  { call, args, client }: PythonSite,
  workload: string,
  quote: string,
  file: PythonFile,
): TextEdit[] {
  if (client.way?.kind !== "class") return [];
  const { text } = file;
  const { migration } = client.way;
  const { path, address, key } = migration;
  const url = `os.environ[${quote}FAIRLEAD_URL${quote}]${path === "" ? "" : ` + ${quote}${path}${quote}`}`;
  const [container, within] = address.split(".");
  const { added, inner } =
    container !== undefined && within !== undefined
      ? containerChange(text, args, container, url, workload, quote)
      : headerChange(text, args, migration.headers, workload, quote);
  return argumentEdits(text, call, args, {
    dropped: new Set(migration.vendorKeywords),
    added: [
      ...(within === undefined ? [`${address}=${url}`] : []),
      `${key}=os.environ[${quote}FAIRLEAD_KEY${quote}]`,
      ...added,
      ...Object.entries(migration.set ?? {})
        .filter(([name]) => args.every(({ keyword }) => keyword !== name))
        .map(([name, value]) => `${name}=${quote}${value}${quote}`),
    ],
    at: "first",
    inner,
  });
}

/** The quote that the file uses more. */
function quoteOf(text: string): string {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  return count(/(?<!')'(?!')/g) > count(/(?<!")"(?!")/g) ? "'" : '"';
}
