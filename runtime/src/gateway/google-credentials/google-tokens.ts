/** Google's access tokens, kept until shortly before they expire. */
import { type AccessToken, askToken } from "./ask-token.ts";
import { defaultSource, type Env, type GoogleSource } from "./source.ts";

/** How long before its end a token is renewed: as in Google's own clients, past which their servers give a new one. */
const RENEW_MS = 225_000;
/** A token that ends sooner is not sent any more: it must still be good when it arrives. */
const LEAST_MS = 10_000;
/** How long a renewal that failed is not tried again while the old token is good. */
const PAUSE_MS = 10_000;

interface Kept {
  token: AccessToken | undefined;
  /** The renewal under way: all who wait, wait for one. */
  pending: Promise<string> | undefined;
  /** When the next renewal may be tried, milliseconds since 1970. */
  notBefore: number;
}

export class GoogleTokens {
  readonly #env: Env;
  readonly #now: () => number;
  /** By file, or "" for the usual places. The catalog names them, so they are few. */
  readonly #kept = new Map<string, Kept>();

  /** @param now milliseconds since 1970 */
  constructor(env: Env, now: () => number) {
    this.#env = env;
    this.#now = now;
  }

  /**
   * A token that is good now: at once where one is kept, which is renewed beside that when its end is near. The file is
   * read anew each time, so that a key that was exchanged is used. Throws CredentialsFault.
   * @param file where the credentials are; undefined for the usual places
   */
  token(file: string | undefined): string | Promise<string> {
    const kept = this.#of(file ?? "");
    const now = this.#now();
    const left = kept.token ? kept.token.expiresAt - now : 0;
    if (kept.token && left > RENEW_MS) return kept.token.token;
    if (!kept.token || left <= LEAST_MS) return this.#renew(kept, file);
    // Whoever fails here is told when the old one has come to its end.
    if (!kept.pending && now >= kept.notBefore) this.#renew(kept, file).catch(() => {});
    return kept.token.token;
  }

  #of(name: string): Kept {
    let kept = this.#kept.get(name);
    if (!kept) {
      kept = { token: undefined, pending: undefined, notBefore: 0 };
      this.#kept.set(name, kept);
    }
    return kept;
  }

  #renew(kept: Kept, file: string | undefined): Promise<string> {
    kept.pending ??= this.#ask(kept, file).finally(() => {
      kept.pending = undefined;
    });
    return kept.pending;
  }

  async #ask(kept: Kept, file: string | undefined): Promise<string> {
    const source: GoogleSource = file === undefined ? defaultSource(this.#env) : { kind: "file", path: file };
    kept.notBefore = this.#now() + PAUSE_MS;
    kept.token = await askToken(source, this.#now());
    return kept.token.token;
  }
}
