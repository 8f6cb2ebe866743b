/** Which files the engine reads, by their names. */

export type Language = "ecmascript" | "python";

const LANGUAGES: Readonly<Record<string, Language>> = {
  ts: "ecmascript",
  mts: "ecmascript",
  cts: "ecmascript",
  tsx: "ecmascript",
  js: "ecmascript",
  mjs: "ecmascript",
  cjs: "ecmascript",
  jsx: "ecmascript",
  py: "python",
};

/** The language of a file; undefined for one that the engine does not read, such as a declaration or minified file. */
export function languageOf(path: string): Language | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  if (/\.d\.[cm]?ts$/.test(name) || /[.-]min\.[cm]?js$/.test(name)) return undefined;
  return LANGUAGES[name.slice(name.lastIndexOf(".") + 1)];
}
