/** Where the page of a rule is: a file that ships with the server, so that it opens without a network. */
import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

/** How far above the running file the folder is looked for: `dist/server.cjs` and `cli/dist/fairlead.mjs` are near. */
const MOST_LEVELS = 6;

/** The folder with the pages as a URI with a slash at the end; undefined where they were not shipped. */
export function findRulePages(start: string | undefined = process.argv[1]): string | undefined {
  if (start === undefined || !existsSync(start)) return undefined;
  let folder = path.dirname(realpathSync(start));
  for (let level = 0; level < MOST_LEVELS; level += 1) {
    const pages = path.join(folder, "docs", "rules");
    if (existsSync(path.join(pages, "README.md"))) return `${pathToFileURL(pages).href}/`;
    folder = path.dirname(folder);
  }
  return undefined;
}

let folder: { uri: string | undefined } | undefined;

/** The address of a rule's page, for the protocol's `codeDescription`; undefined where there is none. */
export function rulePage(code: string): { href: string } | undefined {
  folder ??= { uri: findRulePages() };
  return folder.uri === undefined ? undefined : { href: `${folder.uri}${encodeURIComponent(code)}.md` };
}
