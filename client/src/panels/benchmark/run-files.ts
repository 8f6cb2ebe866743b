/** Where the results of runs are kept until a person saves them: a folder of the extension, the newest only. */
import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";

const KEPT = 20;

export class RunFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A name for a new result. The oldest make room. */
  async next(benchmark: string, now: Date): Promise<string> {
    await mkdir(this.#folder, { recursive: true });
    const names = await this.#names();
    for (const name of names.slice(0, Math.max(0, names.length - KEPT + 1))) {
      await rm(path.join(this.#folder, name), { force: true });
    }
    const moment = now.toISOString().replaceAll(/[:.]/g, "-");
    return path.join(this.#folder, `${moment} ${benchmark.replaceAll(/[^\w.-]+/g, "_")}.bench.json`);
  }

  async all(): Promise<string[]> {
    return (await this.#names()).map((name) => path.join(this.#folder, name));
  }

  holds(file: string): boolean {
    return path.dirname(file) === this.#folder;
  }

  /** Oldest first: the names begin with the moment. */
  async #names(): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => []);
    return names.filter((name) => name.endsWith(".bench.json")).sort();
  }
}
