/** Frames of AWS's event stream (`application/vnd.amazon.eventstream`): cutting, checking, reading and writing them. */
import { crc32 } from "node:zlib";
import { EventStreamCodec } from "@smithy/eventstream-codec";
import { fromUtf8, toUtf8 } from "@smithy/util-utf8";
import { ByteQueue } from "../shared/byte-queue.ts";

/** Total length, length of the headers, and the checksum of both. */
const PRELUDE = 12;
/** The prelude and the checksum of the whole. */
const SMALLEST = PRELUDE + 4;
/** AWS's limit of a message. */
const LARGEST = 24 * 1024 * 1024;

const codec = new EventStreamCodec(toUtf8, fromUtf8);

export interface Frame {
  bytes: Buffer;
  /** `event`, `exception` or `error`. */
  messageType: string;
  /** The name of the event, exception or error. */
  name: string;
  /** What an `error` frame says; it has no payload. */
  errorMessage: string | undefined;
  payload: Uint8Array;
}

/** The bytes are not frames, or were changed on the way. */
export class CorruptFrameError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "CorruptFrameError";
  }
}

/** Cuts bytes into frames, however they come. Both checksums are checked. */
export class FrameReader {
  readonly #queue = new ByteQueue();
  /** Length of the frame in front, once its prelude has been checked. */
  #length: number | undefined;

  /** How many bytes wait for the rest of their frame. */
  get waiting(): number {
    return this.#queue.length;
  }

  append(chunk: Uint8Array): void {
    this.#queue.append(chunk);
  }

  /** The next whole frame, or undefined until more bytes come. Throws CorruptFrameError. */
  next(): Frame | undefined {
    this.#length ??= this.#readPrelude();
    if (this.#length === undefined || this.#queue.length < this.#length) return undefined;
    const bytes = this.#queue.take(this.#length);
    this.#length = undefined;
    return decode(bytes);
  }

  /** The length is checked before it is believed: waiting for a wrong one would look like a slow provider. */
  #readPrelude(): number | undefined {
    if (this.#queue.length < PRELUDE) return undefined;
    const bytes = this.#queue.peek();
    if (crc32(bytes.subarray(0, 8)) !== bytes.readUInt32BE(8)) {
      throw new CorruptFrameError("the checksum of a frame's length is wrong");
    }
    const length = bytes.readUInt32BE(0);
    if (length < SMALLEST || length > LARGEST) throw new CorruptFrameError(`a frame says it has ${length} bytes`);
    return length;
  }
}

function decode(bytes: Buffer): Frame {
  let message: ReturnType<EventStreamCodec["decode"]>;
  try {
    message = codec.decode(bytes);
  } catch (error) {
    throw new CorruptFrameError(error instanceof Error ? error.message : "a frame is unreadable");
  }
  const text = (name: string): string | undefined => {
    const header = message.headers[name];
    return header?.type === "string" ? header.value : undefined;
  };
  return {
    bytes,
    messageType: text(":message-type") ?? "event",
    name: text(":event-type") ?? text(":exception-type") ?? text(":error-code") ?? "",
    errorMessage: text(":error-message"),
    payload: message.body,
  };
}

/** Writes a frame with a JSON payload. */
export function encodeFrame(messageType: "event" | "exception", name: string, payload: unknown): Uint8Array {
  return codec.encode({
    headers: {
      [messageType === "event" ? ":event-type" : ":exception-type"]: { type: "string", value: name },
      ":content-type": { type: "string", value: "application/json" },
      ":message-type": { type: "string", value: messageType },
    },
    body: Buffer.from(JSON.stringify(payload)),
  });
}
