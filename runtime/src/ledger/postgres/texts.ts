/** Texts that all processes change, one after the other: the state of the rate limits. */
import type { ClientConfig } from "pg";
import pg from "pg";
import type { Change, SharedTexts } from "../types.ts";
import { clientSettings, lost } from "./connection.ts";

/** A store that does not answer for so long is away. Milliseconds. */
const ANSWER_MS = 2_000;
/** A rate limit is not money: after a crash of the database the last moments may be missing. */
const NOT_MONEY = "SET LOCAL synchronous_commit TO off";

export class PostgresTexts implements SharedTexts {
  readonly #pool: pg.Pool;

  constructor(url: string) {
    this.#pool = new pg.Pool({
      ...clientSettings(url),
      max: 2,
      query_timeout: ANSWER_MS,
      pipeline: true,
    } as ClientConfig);
    this.#pool.on("error", () => {});
  }

  async change<T>(name: string, change: Change<T>): Promise<T> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw lost(error);
    });
    try {
      // Sent together: each waits for the one before it in the database, not here.
      const [, , { rows }] = await Promise.all([
        client.query("BEGIN"),
        client.query(NOT_MONEY),
        client.query<{ state: string; now: number }>("SELECT * FROM fairlead.lock_text($1)", [name]),
      ]);
      const { state = "", now = 0 } = rows[0] ?? {};
      const { text, result } = change(state === "" ? undefined : state, now);
      await Promise.all([
        client.query("UPDATE fairlead.rate_windows SET state = $2, seen_at = now() WHERE name = $1", [name, text]),
        client.query("COMMIT"),
      ]);
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw lost(error);
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}
