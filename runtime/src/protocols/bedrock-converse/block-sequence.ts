/** One content block of a stream that is being written. */
interface Block {
  kind: "text" | "reasoning" | "tool";
  /** Payload of its start event, where it has one. */
  start: unknown;
  deltas: unknown[];
  /** Number of the tool call. */
  call: number | undefined;
  signed: boolean;
  ended: boolean;
  empty: boolean;
}

/** An event to write: its name and payload. */
export type BlockEvent = readonly [name: string, payload: Record<string, unknown>];

/**
 * Puts content into blocks one after the other. Other protocols may mix the pieces of parallel tool calls; readers of
 * ConverseStream expect a block to end before the next begins, so pieces of a later block wait for the one in front.
 */
export class BlockSequence {
  readonly #blocks: Block[] = [];
  #index = 0;
  #startWritten = false;

  text(text: string): void {
    this.#open("text").deltas.push({ text });
  }

  reasoning(text: string, signature: string | undefined): void {
    const block = this.#open("reasoning");
    if (text !== "") block.deltas.push({ reasoningContent: { text } });
    if (signature === undefined) return;
    block.deltas.push({ reasoningContent: { signature } });
    block.signed = true;
  }

  redacted(data: string): void {
    this.#endPlain();
    this.#add("reasoning", undefined, undefined).deltas.push({ reasoningContent: { redactedContent: data } });
    this.#endPlain();
  }

  callStart(call: number, id: string, name: string): void {
    this.#endPlain();
    this.#add("tool", { toolUse: { toolUseId: id, name } }, call);
  }

  callArguments(call: number, text: string): void {
    const block = this.#call(call);
    if (!block) return;
    block.empty = false;
    block.deltas.push({ toolUse: { input: text } });
  }

  callEnd(call: number): void {
    const block = this.#call(call);
    if (block) end(block);
  }

  /** Ends all blocks: no content follows. */
  end(): void {
    for (const block of this.#blocks) end(block);
  }

  /** The events that can be written now. */
  drain(): BlockEvent[] {
    const events: BlockEvent[] = [];
    for (let block = this.#blocks[0]; block; block = this.#blocks[0]) {
      const contentBlockIndex = this.#index;
      if (!this.#startWritten) {
        this.#startWritten = true;
        if (block.start !== undefined) events.push(["contentBlockStart", { contentBlockIndex, start: block.start }]);
      }
      for (const delta of block.deltas) events.push(["contentBlockDelta", { contentBlockIndex, delta }]);
      block.deltas = [];
      if (!block.ended) return events;
      events.push(["contentBlockStop", { contentBlockIndex }]);
      this.#blocks.shift();
      this.#index += 1;
      this.#startWritten = false;
    }
    return events;
  }

  /** The block of this kind that is being written, or a new one. */
  #open(kind: "text" | "reasoning"): Block {
    const last = this.#blocks.at(-1);
    if (last?.kind === kind && !last.ended && !last.signed) return last;
    this.#endPlain();
    return this.#add(kind, undefined, undefined);
  }

  #add(kind: Block["kind"], start: unknown, call: number | undefined): Block {
    const block: Block = { kind, start, deltas: [], call, signed: false, ended: false, empty: true };
    this.#blocks.push(block);
    return block;
  }

  #call(call: number): Block | undefined {
    return this.#blocks.find((block) => block.call === call && !block.ended);
  }

  /** Text and reasoning end when something else begins; tool calls say themselves when they end. */
  #endPlain(): void {
    for (const block of this.#blocks) if (block.kind !== "tool") end(block);
  }
}

/** A call without arguments ends as `{}`, which is what clients parse. */
function end(block: Block): void {
  if (block.ended) return;
  block.ended = true;
  if (block.kind === "tool" && block.empty) block.deltas.push({ toolUse: { input: "{}" } });
}
