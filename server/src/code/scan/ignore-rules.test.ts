import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findSourceFiles, relativePath } from "./walk.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "fairlead-ignore-"));
  execFileSync("git", ["init", "-q"], { cwd: root });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, text = ""): void {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), text);
}

const FILES = [
  ...["a.ts", "b.ts", "sub/a.ts", "sub/b.ts", "sub/deep/a.ts", "sub/deep/b.ts", "gen/a.ts", "gen/keep/a.ts"],
  ...["x/gen/a.ts", "x/y/gen/b.ts", "lib/a.gen.ts", "lib/keep.gen.ts", "#a.ts", "!a.ts", "sp ace.ts", "logs/x.ts"],
  ...["docs/api/a.ts", "docs/b.ts", "größe.ts", "A.ts"],
];

test.each<[name: string, ignores: Record<string, string>]>([
  ["anchored and not", { ".gitignore": "/a.ts\ngen/\n" }],
  ["a pattern with a slash in it is anchored", { ".gitignore": "sub/a.ts\nx/gen\n" }],
  ["exceptions, the last of which decides", { ".gitignore": "*.ts\n!a.ts\n!lib/\n/sub/a.ts\n" }],
  ["no exception below a folder that is left out", { ".gitignore": "gen/\n!gen/keep/\n!gen/keep/a.ts\n" }],
  ["exceptions below a folder whose content is left out", { ".gitignore": "/gen/*\n!/gen/keep/\n" }],
  ["stars over folders", { ".gitignore": "**/gen/**\nsub/**/b.ts\ndocs/*\n" }],
  ["marks and sets", { ".gitignore": "?.ts\n!b.ts\n[A-Z].ts\nlib/[!k]*.gen.ts\n" }],
  ["comments, escapes and spaces", { ".gitignore": "# gen/\n\\#a.ts\n\\!a.ts\nsp\\ ace.ts\nlogs/   \n\n" }],
  ["Windows line endings", { ".gitignore": "gen/\r\n*.gen.ts\r\n" }],
  [
    "inner files over outer ones",
    { ".gitignore": "b.ts\n", "sub/.gitignore": "!b.ts\n/a.ts\n", "x/.gitignore": "gen\n" },
  ],
  ["an inner file for what is below it alone", { "sub/.gitignore": "deep/\n*.gen.ts\n" }],
  ["a name for files and folders alike", { ".gitignore": "gen\nlogs\ngröße.ts\n" }],
  ["what git keeps to itself", { ".git/info/exclude": "gen/\n/a.ts\n" }],
])("leaves out what git leaves out: %s", async (_name, ignores) => {
  for (const file of FILES) write(file);
  for (const [file, text] of Object.entries(ignores)) write(file, text);
  const git = execFileSync("git", ["ls-files", "--others", "--exclude-standard", "-z", "--", "*.ts"], { cwd: root });
  const { files } = await findSourceFiles(root, undefined, undefined);
  expect(files.map((file) => relativePath(root, file)).sort()).toEqual(
    git.toString().split("\0").filter(Boolean).sort(),
  );
});
