/** The licences of what the bundles contain. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";

/** The folder of the package that a bundled file belongs to. @param {string} input A path from the root. @returns {string | undefined} */
export function packageFolder(input) {
  const marker = "node_modules/";
  const at = input.lastIndexOf(marker);
  if (at < 0) return undefined;
  const rest = input.slice(at + marker.length).split("/");
  const name = rest[0]?.startsWith("@") ? rest.slice(0, 2).join("/") : rest[0];
  return input.slice(0, at + marker.length) + name;
}

/**
 * The text of the notices for a set of bundled files.
 * @param {readonly string[]} inputs Paths from the root.
 */
export function notices(inputs) {
  const folders = [...new Set(inputs.flatMap((input) => packageFolder(input) ?? []))].sort();
  const parts = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(root, folder, "package.json"), "utf8"));
    const files = readdirSync(path.join(root, folder)).filter((file) => /^(licen[cs]e|notice)(\.|$)/i.test(file));
    const texts = files.map((file) => readFileSync(path.join(root, folder, file), "utf8").trim());
    return [`${name} ${version} (${license ?? "licence not stated"})`, ...texts].join("\n\n");
  });
  return `Fairlead contains these packages.\n\n${parts.join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/** Every file that the last build put into the bundles, from the build's own record. @returns {string[]} */
export function bundledFiles() {
  const record = path.join(root, "dist/.build.json");
  if (!existsSync(record)) return [];
  /** @type {Record<string, { inputs: string[] }>} */
  const outputs = JSON.parse(readFileSync(record, "utf8"));
  return Object.entries(outputs).flatMap(([output, { inputs }]) => (output.startsWith("dist/") ? inputs : []));
}
