/** An answer that one deployment begins and another ends: what went out, and how the rest becomes part of it. */
import type { NeutralEvent, Usage } from "../protocols/neutral.ts";

/** What went out of an answer that may have to be taken up. */
export class Beginning {
  #text = "";
  #isPlain = true;

  note(events: readonly NeutralEvent[]): void {
    for (const event of events) {
      if (event.type === "text") this.#text += event.text;
      else if (event.type !== "start" && event.type !== "usage") this.#isPlain = false;
    }
  }

  get text(): string {
    return this.#text;
  }

  /** Whether it is nothing but text, and has not come to its end. */
  get isPlain(): boolean {
    return this.#isPlain;
  }
}

/**
 * What of a text can be sent as the beginning of an answer. Vendors refuse one that ends in white space, and half of a
 * surrogate pair is no text.
 */
export function prefillOf(sent: string): string {
  return sent.replace(/[\ud800-\udbff]$/, "").trimEnd();
}

/** Makes the events of the rest of an answer part of the stream that its beginning went out on. */
export class Rest {
  readonly #skipsSpace: boolean;
  /** What the host may say again before it goes on; "" once that is decided. */
  #echo: string;
  #held = "";
  #hasText = false;

  /** @param mayEcho whether the host is one of those of which some repeat the beginning */
  constructor(sent: string, mayEcho: boolean) {
    const prefill = prefillOf(sent);
    this.#echo = mayEcho ? prefill : "";
    this.#skipsSpace = sent.length > prefill.length;
  }

  /**
   * The events to write.
   * @param usage what both parts used together; asked for at the end
   */
  events(events: readonly NeutralEvent[], usage: () => Usage): NeutralEvent[] {
    return events.flatMap((event) => this.#event(event, usage));
  }

  #event(event: NeutralEvent, usage: () => Usage): NeutralEvent[] {
    switch (event.type) {
      case "text":
        return this.#text(event.text);
      // It has begun, its counts are not those of the whole, and thoughts have no place in the middle of a text.
      case "start":
      case "usage":
      case "reasoning":
      case "redacted-reasoning":
        return [];
      case "end":
        return [...this.#release(), { type: "usage", usage: usage() }, event];
      default:
        return [...this.#release(), event];
    }
  }

  #text(text: string): NeutralEvent[] {
    if (this.#echo === "") return this.#joined(text);
    this.#held += text;
    if (this.#held.length < this.#echo.length && this.#echo.startsWith(this.#held)) return [];
    const rest = this.#held.startsWith(this.#echo) ? this.#held.slice(this.#echo.length) : this.#held;
    this.#echo = "";
    this.#held = "";
    return this.#joined(rest);
  }

  /** What looked like an echo and was none. */
  #release(): NeutralEvent[] {
    const held = this.#held;
    this.#echo = "";
    this.#held = "";
    return this.#joined(held);
  }

  /** White space that went out already is not sent again. */
  #joined(text: string): NeutralEvent[] {
    const own = this.#hasText || !this.#skipsSpace ? text : text.trimStart();
    if (own === "") return [];
    this.#hasText = true;
    return [{ type: "text", text: own }];
  }
}
