#!/usr/bin/env node
// Starts the built command, or says what is missing.
import { existsSync } from "node:fs";
import process from "node:process";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(`cli.node-too-old fairlead needs Node 22.13 or newer; this is ${process.versions.node}.\n`);
  process.exit(2);
}
const built = new URL("../dist/fairlead.mjs", import.meta.url);
if (!existsSync(built)) {
  process.stderr.write("cli.not-built The command is not built yet: run `npm run build` in the repository.\n");
  process.exit(2);
}
await import(built.href);
