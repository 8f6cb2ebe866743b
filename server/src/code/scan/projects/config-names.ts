/** Which files configure a TypeScript or JavaScript project. Apart from their reading, which needs a parser. */
export function isTsConfig(name: string): boolean {
  return name === "tsconfig.json" || name === "jsconfig.json";
}
