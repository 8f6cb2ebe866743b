import type { NeutralEvent } from "../neutral.ts";

/** One content block of a stream that is being written. */
interface Block {
  begin: BlockBegin;
  deltas: BlockDelta[];
  /** Number of the tool call. */
  call: number | undefined;
  signed: boolean;
  ended: boolean;
  empty: boolean;
}

/** What a block begins with. */
export type BlockBegin =
  | { kind: "text" }
  | { kind: "reasoning" }
  | { kind: "redacted"; data: string }
  | { kind: "tool"; id: string; name: string; signature: string | undefined };

/** A piece of a block. */
export type BlockDelta =
  | { kind: "text"; text: string }
  | { kind: "thought"; text: string }
  | { kind: "signature"; signature: string }
  | { kind: "arguments"; text: string };

/** What is to be written of the block with this number. */
export type BlockStep =
  | { type: "start"; index: number; begin: BlockBegin }
  | { type: "delta"; index: number; delta: BlockDelta }
  | { type: "stop"; index: number };

/**
 * Puts content into blocks one after the other. Other protocols may mix the pieces of parallel tool calls; readers of
 * numbered blocks expect one to end before the next begins, so pieces of a later block wait for the one in front.
 */
export class BlockSequence {
  readonly #blocks: Block[] = [];
  #index = 0;
  #startWritten = false;

  /** Takes an event of an answer. What is neither content nor its end changes nothing. */
  take(event: NeutralEvent): void {
    switch (event.type) {
      case "text":
      case "refusal":
        if (event.text !== "") this.#open("text").deltas.push({ kind: "text", text: event.text });
        return;
      case "reasoning":
        this.#reasoning(event.text, event.signature);
        return;
      case "redacted-reasoning":
        this.#endPlain();
        this.#add({ kind: "redacted", data: event.data }, undefined);
        this.#endPlain();
        return;
      case "tool-call-start": {
        const { index, id, name, signature } = event;
        this.#endPlain();
        this.#add({ kind: "tool", id, name, signature }, index);
        return;
      }
      case "tool-call-arguments":
        if (event.text !== "") this.#arguments(event.index, event.text);
        return;
      case "tool-call-end": {
        const block = this.#call(event.index);
        if (block) end(block);
        return;
      }
      case "stop":
      case "end":
        for (const block of this.#blocks) end(block);
        return;
      default:
        return;
    }
  }

  /** What can be written now. */
  drain(): BlockStep[] {
    const steps: BlockStep[] = [];
    for (let block = this.#blocks[0]; block; block = this.#blocks[0]) {
      const index = this.#index;
      if (!this.#startWritten) {
        this.#startWritten = true;
        steps.push({ type: "start", index, begin: block.begin });
      }
      for (const delta of block.deltas) steps.push({ type: "delta", index, delta });
      block.deltas = [];
      if (!block.ended) return steps;
      steps.push({ type: "stop", index });
      this.#blocks.shift();
      this.#index += 1;
      this.#startWritten = false;
    }
    return steps;
  }

  #reasoning(text: string, signature: string | undefined): void {
    const block = this.#open("reasoning");
    if (text !== "") block.deltas.push({ kind: "thought", text });
    if (signature === undefined) return;
    block.deltas.push({ kind: "signature", signature });
    block.signed = true;
  }

  #arguments(call: number, text: string): void {
    const block = this.#call(call);
    if (!block) return;
    block.empty = false;
    block.deltas.push({ kind: "arguments", text });
  }

  /** The block of this kind that is being written, or a new one. */
  #open(kind: "text" | "reasoning"): Block {
    const last = this.#blocks.at(-1);
    if (last?.begin.kind === kind && !last.ended && !last.signed) return last;
    this.#endPlain();
    return this.#add({ kind }, undefined);
  }

  #add(begin: BlockBegin, call: number | undefined): Block {
    const block: Block = { begin, deltas: [], call, signed: false, ended: false, empty: true };
    this.#blocks.push(block);
    return block;
  }

  #call(call: number): Block | undefined {
    return this.#blocks.find((block) => block.call === call && !block.ended);
  }

  /** Text and reasoning end when something else begins; tool calls say themselves when they end. */
  #endPlain(): void {
    for (const block of this.#blocks) if (block.begin.kind !== "tool") end(block);
  }
}

/** A call without arguments ends as `{}`, which is what clients parse. */
function end(block: Block): void {
  if (block.ended) return;
  block.ended = true;
  if (block.begin.kind === "tool" && block.empty) block.deltas.push({ kind: "arguments", text: "{}" });
}
