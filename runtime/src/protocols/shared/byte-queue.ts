const EMPTY = Buffer.alloc(0);

/**
 * Bytes that came in and are not used yet. Appending is amortised constant time a byte, and memory that was handed
 * out by `take` is never written again, so that a socket may still hold it.
 */
export class ByteQueue {
  #store: Buffer = EMPTY;
  #start = 0;
  #end = 0;
  /** Whether `#store` is our own memory, with room behind `#end`. */
  #owned = false;

  get length(): number {
    return this.#end - this.#start;
  }

  append(chunk: Uint8Array): void {
    if (chunk.byteLength === 0) return;
    if (this.length === 0) {
      this.#store = asBuffer(chunk);
      this.#start = 0;
      this.#end = chunk.byteLength;
      this.#owned = false;
      return;
    }
    const end = this.#end + chunk.byteLength;
    if (!this.#owned || end > this.#store.byteLength) this.#grow(chunk.byteLength);
    this.#store.set(chunk, this.#end);
    this.#end += chunk.byteLength;
  }

  /** What is waiting, as a view. */
  peek(): Buffer {
    return this.#store.subarray(this.#start, this.#end);
  }

  /** Removes and returns the first `count` bytes. */
  take(count: number): Buffer {
    const taken = this.#store.subarray(this.#start, this.#start + count);
    this.#start += taken.byteLength;
    return taken;
  }

  #grow(needed: number): void {
    const waiting = this.peek();
    const store = Buffer.allocUnsafeSlow(Math.max(1024, (waiting.byteLength + needed) * 2));
    store.set(waiting, 0);
    this.#store = store;
    this.#start = 0;
    this.#end = waiting.byteLength;
    this.#owned = true;
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
