/**
 * Copies SQLite's write-ahead log into the database in a thread of its own. Left to itself, SQLite does that within the
 * commit that fills the log, and the request that was behind it waits for the disk.
 */
import { Worker } from "node:worker_threads";

/** Pages after which SQLite does copy within a commit: only where the thread does not keep up. 128 MiB. */
const PAGES_AT_MOST = 32_768;
/** Pages after which writers are made to wait until all is copied, so that the log begins anew. 64 MiB. */
const PAGES_WANTED = 16_384;
/** A store that is written seldom needs no thread. Transactions. */
const FIRST = 200;
/** How long after a write the log is copied. Milliseconds. */
const PAUSE_MS = 300;

/** How long the end waits for the thread. Milliseconds. */
const CLOSE_MS = 2_000;

// Text and not a file of its own: the command is one file.
const THREAD = `
const { parentPort, workerData } = require("node:worker_threads");
const { DatabaseSync } = require("node:sqlite");
const database = new DatabaseSync(workerData.file);
database.exec("PRAGMA busy_timeout = 1000; PRAGMA synchronous = NORMAL;");
let mode = "PASSIVE";
parentPort.on("message", (word) => {
  if (word === "close") {
    database.close();
    Atomics.store(workerData.closed, 0, 1);
    Atomics.notify(workerData.closed, 0);
    parentPort.close();
    return;
  }
  try {
    const { log } = database.prepare("PRAGMA wal_checkpoint(" + mode + ")").get();
    mode = log > workerData.wanted ? "RESTART" : "PASSIVE";
  } catch {
    mode = "PASSIVE";
  }
  parentPort.postMessage("done");
});
`;

export class Checkpointer {
  readonly #file: string;
  #writes = 0;
  #thread: Worker | undefined;
  /** Becomes 1 when the thread has closed its connection. */
  readonly #closed = new Int32Array(new SharedArrayBuffer(4));
  #timer: NodeJS.Timeout | undefined;
  #busy = false;

  constructor(file: string) {
    this.#file = file;
  }

  /** What the connection that writes must be told. */
  get pragma(): string {
    return `PRAGMA wal_autocheckpoint = ${PAGES_AT_MOST};`;
  }

  /** A transaction was written. */
  wrote(): void {
    if (this.#writes < FIRST) this.#writes += 1;
    else if (!this.#busy) this.#soon();
  }

  /** Ends the thread, and waits for that: whoever closes the database last copies the rest and removes the log. */
  close(): void {
    clearTimeout(this.#timer);
    this.#busy = true;
    if (!this.#thread) return;
    this.#thread.postMessage("close");
    Atomics.wait(this.#closed, 0, 0, CLOSE_MS);
  }

  #soon(): void {
    this.#busy = true;
    this.#timer = setTimeout(() => {
      this.#thread ??= this.#start();
      this.#thread.postMessage("copy");
    }, PAUSE_MS).unref();
  }

  #start(): Worker {
    const thread = new Worker(THREAD, {
      eval: true,
      workerData: { file: this.#file, wanted: PAGES_WANTED, closed: this.#closed },
    });
    thread.unref();
    thread.on("message", () => {
      this.#busy = false;
    });
    // Without the thread SQLite copies by itself, later.
    thread.on("error", () => {
      this.#busy = true;
      this.#thread = undefined;
    });
    return thread;
  }
}
