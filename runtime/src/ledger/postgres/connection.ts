/** The connection that exchanges go through: it comes again by itself, and says when it is there and when not. */
import type { Client, ClientConfig } from "pg";
import pg from "pg";
import { StoreLostError } from "../store-lost.ts";

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;
const CONNECT_MS = 5_000;

export interface ConnectionEvents {
  /** It is there (again). */
  up: () => void;
  /** It is not there any more. Told once until it is there again. */
  down: (error: StoreLostError) => void;
  /** Another process says something. */
  notice: (word: string) => void;
}

/** The settings of every connection to the store. `bigint` comes as a number: no amount or time is beyond 2^53. */
export function clientSettings(url: string): ClientConfig {
  const types = {
    getTypeParser: (oid: number, format?: "text" | "binary") =>
      oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as "text"),
  };
  return {
    connectionString: url,
    application_name: "fairlead",
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    types: types as NonNullable<ClientConfig["types"]>,
  };
}

export function lost(error: unknown): StoreLostError {
  return error instanceof StoreLostError
    ? error
    : new StoreLostError(error instanceof Error ? error.message : String(error));
}

export class Connection {
  readonly #settings: ClientConfig;
  readonly #events: ConnectionEvents;
  #client: Client | undefined;
  #pause = FIRST_PAUSE_MS;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(url: string, events: ConnectionEvents) {
    // Queries follow each other without waiting for answers: one that is on its way is done even if this process dies.
    this.#settings = { ...clientSettings(url), pipeline: true } as ClientConfig;
    this.#events = events;
  }

  get isUp(): boolean {
    return this.#client !== undefined;
  }

  /** Connects now, or rejects. From then on it comes again by itself. */
  async open(): Promise<void> {
    const client = new pg.Client(this.#settings);
    client.on("error", (error) => this.#lose(client, error));
    client.on("end", () => this.#lose(client, new Error("it ended the connection")));
    client.on("notification", ({ payload }) => this.#events.notice(payload ?? ""));
    try {
      await client.connect();
      await client.query("LISTEN fairlead");
    } catch (error) {
      void client.end().catch(() => {});
      throw lost(error);
    }
    if (this.#closed) {
      await client.end();
      return;
    }
    this.#client = client;
    this.#pause = FIRST_PAUSE_MS;
    this.#events.up();
  }

  /** Calls a function of the store. Rejects with a StoreLostError where the answer can not come any more. */
  async call<T>(text: string, values: readonly unknown[]): Promise<T> {
    const client = this.#client;
    if (!client) throw new StoreLostError("there is no connection");
    try {
      const { rows } = await client.query({ name: text, text, values: [...values] });
      return (rows[0] as { answer: T }).answer;
    } catch (error) {
      if (this.#client !== client) throw lost(error);
      throw error;
    }
  }

  /** Ends a connection that does not answer, and begins another. */
  drop(why: string): void {
    if (this.#client) this.#lose(this.#client, new Error(why));
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => {});
  }

  #lose(client: Client, error: Error): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    // It may hang: nobody waits for its end.
    void client.end().catch(() => {});
    (client as unknown as { connection?: { stream?: { destroy: () => void } } }).connection?.stream?.destroy();
    if (this.#closed) return;
    this.#events.down(lost(error));
    this.#again();
  }

  #again(): void {
    this.#timer = setTimeout(() => {
      this.open().catch(() => {
        if (!this.#closed) this.#again();
      });
    }, this.#pause);
    this.#pause = Math.min(LONGEST_PAUSE_MS, this.#pause * 2);
  }
}
