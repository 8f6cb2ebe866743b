/** The way back to the caller, as the pipeline sees it. */

/** Tells when the caller leaves before the answer is complete. An AbortSignal is one, but costs more than a request may. */
export interface Departure {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

export interface Responder {
  /** A whole answer. Takes the headers over, here and in `begin`: it may change them. */
  send(status: number, headers: Record<string, string>, body: string): void;
  /** Begins a streamed answer. */
  begin(status: number, headers: Record<string, string>): void;
  /** Writes a piece of it. A promise is returned where the caller reads more slowly than the provider writes. */
  write(bytes: Uint8Array): Promise<void> | undefined;
  /** Ends a streamed answer. */
  end(trailers: Record<string, string>): void;
}
