import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mergeBase, readRevision } from "./read-revision.ts";

const CATALOG = "apiVersion: fairlead/v1\nkind: Catalog\n";
let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "fairlead revision "));
  git("init", "-q", "-b", "main");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function git(...parameters: string[]): string {
  const identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
  return execFileSync("git", [...identity, ...parameters], { cwd: root, encoding: "utf8" }).trim();
}

function write(file: string, text = CATALOG): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

function commit(): string {
  git("add", "-A");
  git("commit", "-qm", "x", "--allow-empty");
  return git("rev-parse", "HEAD");
}

const names = async (folder: string, revision = "HEAD"): Promise<string[]> =>
  (await readRevision(folder, revision)).files.map(({ uri }) => path.relative(root, fileURLToPath(uri)));

test("documents as committed are read, whatever is on disk now, their names however odd", async () => {
  write("policy/spaces in it ü.catalog.yaml", "\uFEFFapiVersion: fairlead/v1\r\nkind: Catalog\r\nproviders: {}\r\n");
  write("any.yaml");
  write("other.yaml", "name: ci\n");
  write("notes.txt");
  write("node_modules/x/y.catalog.yaml");
  write(".hidden/y.catalog.yaml");
  const id = commit();
  renameSync(path.join(root, "any.yaml"), path.join(root, "renamed.yaml"));
  write("policy/spaces in it ü.catalog.yaml", "broken: [");
  const found = await readRevision(root, "HEAD");
  expect(found.commit).toBe(id);
  expect(await names(root)).toEqual(["any.yaml", "policy/spaces in it ü.catalog.yaml"]);
  expect(found.files[1]?.documents[0]?.value).toEqual({ apiVersion: "fairlead/v1", kind: "Catalog", providers: {} });
});

test("a sub-folder has its own files only; one that the revision lacks has none", async () => {
  write("a/one.catalog.yaml");
  write("b/two.catalog.yaml");
  commit();
  mkdirSync(path.join(root, "new"));
  expect(await names(path.join(root, "a"))).toEqual(["a/one.catalog.yaml"]);
  expect(await names(path.join(root, "new"))).toEqual([]);
});

test("the merge base is where a branch began; histories without one say so", async () => {
  write("a.catalog.yaml");
  const start = commit();
  git("checkout", "-qb", "topic");
  write("topic.catalog.yaml");
  commit();
  git("checkout", "-q", "main");
  write("main.catalog.yaml");
  commit();
  expect(await mergeBase(root, "main", "topic")).toBe(start);
  git("checkout", "-q", "--orphan", "other");
  commit();
  await expect(mergeBase(root, "main", "HEAD")).rejects.toMatchObject({ code: "git.no-merge-base" });
  await expect(mergeBase(root, "main", "gone")).rejects.toMatchObject({ code: "git.unknown-revision" });
});

test("links are left out, and so is a hook's idea of where the repository is", async () => {
  write("a.catalog.yaml");
  symlinkSync("a.catalog.yaml", path.join(root, "b.catalog.yaml"));
  commit();
  process.env.GIT_DIR = "/nowhere/.git";
  try {
    expect(await names(root)).toEqual(["a.catalog.yaml"]);
  } finally {
    delete process.env.GIT_DIR;
  }
});

test("an annotated tag, a branch and an older commit are revisions", async () => {
  write("a.catalog.yaml");
  commit();
  git("tag", "-a", "v1", "-m", "one");
  write("b.catalog.yaml");
  commit();
  expect(await names(root, "v1")).toEqual(["a.catalog.yaml"]);
  expect(await names(root, "HEAD~1")).toEqual(["a.catalog.yaml"]);
  expect(await names(root, "main")).toHaveLength(2);
});

test.each(["nothing-such", "--output=/tmp/owned", "HEAD:a.catalog.yaml", "", "-h"])(
  "%j is no revision",
  async (revision) => {
    write("a.catalog.yaml");
    commit();
    await expect(readRevision(root, revision)).rejects.toMatchObject({
      name: "GitError",
      code: "git.unknown-revision",
    });
  },
);

test("a repository without a commit, and a shallow clone, say so", async () => {
  await expect(readRevision(root, "HEAD")).rejects.toThrow("There may be no commit yet");
  write("a.catalog.yaml");
  commit();
  commit();
  const clone = path.join(root, "clone");
  git("clone", "-q", "--depth", "1", `file://${root.replaceAll(" ", "%20")}`, clone);
  await expect(readRevision(clone, "HEAD~1")).rejects.toThrow("fetch-depth: 0");
  expect((await readRevision(clone, "HEAD")).files).toHaveLength(1);
});

test("a folder outside of any repository, and a folder that is not there", async () => {
  const outside = mkdtempSync(path.join(tmpdir(), "fairlead-outside-"));
  cpSync(path.join(root, ".git"), path.join(outside, "git-but-not-quite"), { recursive: true });
  try {
    await expect(readRevision(outside, "HEAD")).rejects.toMatchObject({ code: "git.not-a-repository" });
    await expect(readRevision(path.join(outside, "gone"), "HEAD")).rejects.toMatchObject({ code: "git.cannot-run" });
  } finally {
    rmSync(outside, { recursive: true, force: true });
  }
});

test("without git the error says what is missing", async () => {
  const before = process.env.PATH;
  process.env.PATH = "";
  try {
    await expect(readRevision(root, "HEAD")).rejects.toMatchObject({ code: "git.cannot-run" });
  } finally {
    process.env.PATH = before;
  }
});
