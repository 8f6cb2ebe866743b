import type { NeutralEvent } from "../neutral.ts";
import { writeCallSignature, writeRedacted, writeSignature } from "./encrypted-content.ts";
import {
  type CallItem,
  itemId,
  type MessageItem,
  type OutputItem,
  type ReasoningItem,
  refusalPart,
  textPart,
} from "./output-items.ts";

type Emit = (type: string, fields: Record<string, unknown>) => void;

interface Open<Item> {
  item: Item;
  place: number;
}

/** Makes the events of output items: each is added, grows, and is done; only calls may grow beside each other. */
export class OutputEvents {
  readonly items: OutputItem[] = [];
  readonly #response: string;
  readonly #emit: Emit;
  #message: Open<MessageItem> | undefined;
  #reasoning: Open<ReasoningItem> | undefined;
  /** By the index of neutral events. */
  readonly #calls = new Map<number, Open<CallItem>>();

  constructor(response: string, emit: Emit) {
    this.#response = response;
    this.#emit = emit;
  }

  event(event: NeutralEvent): void {
    switch (event.type) {
      case "text":
      case "refusal":
        if (event.text !== "") this.#say(event.type, event.text);
        return;
      case "reasoning":
        this.#reason(event.text, event.signature);
        return;
      case "redacted-reasoning":
        this.#closeReasoning(this.#openReasoning(writeRedacted(event.data)));
        return;
      case "tool-call-start":
        if (event.signature !== undefined)
          this.#closeReasoning(this.#openReasoning(writeCallSignature(event.signature)));
        this.#call(event.index, event.id, event.name);
        return;
      case "tool-call-arguments":
        this.#argue(event.index, event.text);
        return;
      case "tool-call-end":
        this.#closeCall(event.index, "completed");
        return;
      default:
        return;
    }
  }

  /** Ends what is still open. */
  finish(status: "completed" | "incomplete"): void {
    this.#closeTexts(status);
    for (const index of [...this.#calls.keys()]) this.#closeCall(index, status);
  }

  #say(kind: "text" | "refusal", text: string): void {
    const { item, place } = this.#openMessage();
    const last = item.content.at(-1);
    const isSame = last?.type === (kind === "text" ? "output_text" : "refusal");
    const at = { item_id: item.id, output_index: place };
    if (!isSame) {
      if (last) this.#closePart(item, place);
      const part = kind === "text" ? textPart("") : refusalPart("");
      item.content.push(part);
      this.#emit("response.content_part.added", { ...at, content_index: item.content.length - 1, part });
    }
    const content_index = item.content.length - 1;
    const part = item.content[content_index];
    if (part?.type === "output_text") {
      part.text += text;
      this.#emit("response.output_text.delta", { ...at, content_index, delta: text, logprobs: [] });
    } else if (part) {
      part.refusal += text;
      this.#emit("response.refusal.delta", { ...at, content_index, delta: text });
    }
  }

  #openMessage(): Open<MessageItem> {
    if (this.#message) return this.#message;
    this.#closeTexts();
    const place = this.items.length;
    const id = itemId("msg", this.#response, place);
    const item: MessageItem = { type: "message", id, status: "in_progress", role: "assistant", content: [] };
    this.#add(item, place);
    this.#message = { item, place };
    return this.#message;
  }

  #closePart(item: MessageItem, place: number): void {
    const content_index = item.content.length - 1;
    const part = item.content[content_index];
    if (!part) return;
    const at = { item_id: item.id, output_index: place, content_index };
    if (part.type === "refusal") this.#emit("response.refusal.done", { ...at, refusal: part.refusal });
    else this.#emit("response.output_text.done", { ...at, text: part.text, logprobs: [] });
    this.#emit("response.content_part.done", { ...at, part });
  }

  #reason(text: string, signature: string | undefined): void {
    if (text === "" && signature === undefined) return;
    this.#reasoning ??= this.#openReasoning(undefined);
    const { item, place } = this.#reasoning;
    const at = { item_id: item.id, output_index: place, summary_index: 0 };
    if (text !== "") {
      if (item.summary.length === 0) {
        item.summary.push({ type: "summary_text", text: "" });
        this.#emit("response.reasoning_summary_part.added", { ...at, part: { type: "summary_text", text: "" } });
      }
      const part = item.summary[0];
      if (part) part.text += text;
      this.#emit("response.reasoning_summary_text.delta", { ...at, delta: text });
    }
    if (signature === undefined) return;
    // A signature ends what it signs.
    item.encrypted_content = writeSignature(signature);
    this.#closeTexts();
  }

  #openReasoning(encrypted: string | undefined): Open<ReasoningItem> {
    this.#closeTexts();
    const place = this.items.length;
    const id = itemId("rs", this.#response, place);
    const item: ReasoningItem = { type: "reasoning", id, summary: [] };
    if (encrypted !== undefined) item.encrypted_content = encrypted;
    this.#add(item, place);
    return { item, place };
  }

  #closeReasoning({ item, place }: Open<ReasoningItem>): void {
    const [part] = item.summary;
    if (part) {
      const at = { item_id: item.id, output_index: place, summary_index: 0 };
      this.#emit("response.reasoning_summary_text.done", { ...at, text: part.text });
      this.#emit("response.reasoning_summary_part.done", { ...at, part });
    }
    this.#emit("response.output_item.done", { output_index: place, item });
  }

  /** Ends the message or the reasoning that is being written. */
  #closeTexts(status: "completed" | "incomplete" = "completed"): void {
    if (this.#reasoning) this.#closeReasoning(this.#reasoning);
    this.#reasoning = undefined;
    if (!this.#message) return;
    const { item, place } = this.#message;
    this.#message = undefined;
    this.#closePart(item, place);
    item.status = status;
    this.#emit("response.output_item.done", { output_index: place, item });
  }

  #call(index: number, id: string, name: string): void {
    this.#closeTexts();
    const place = this.items.length;
    const item: CallItem = {
      type: "function_call",
      id: itemId("fc", this.#response, place),
      status: "in_progress",
      call_id: id,
      name,
      arguments: "",
    };
    this.#add(item, place);
    this.#calls.set(index, { item, place });
  }

  #argue(index: number, text: string): void {
    const call = this.#calls.get(index);
    if (!call || text === "") return;
    call.item.arguments += text;
    const at = { item_id: call.item.id, output_index: call.place };
    this.#emit("response.function_call_arguments.delta", { ...at, delta: text });
  }

  #closeCall(index: number, status: "completed" | "incomplete"): void {
    const call = this.#calls.get(index);
    if (!call) return;
    // A call without arguments is an empty object, which is what clients parse.
    if (call.item.arguments === "" && status === "completed") this.#argue(index, "{}");
    this.#calls.delete(index);
    const { item, place } = call;
    item.status = status;
    const at = { item_id: item.id, output_index: place };
    this.#emit("response.function_call_arguments.done", { ...at, name: item.name, arguments: item.arguments });
    this.#emit("response.output_item.done", { output_index: place, item });
  }

  #add(item: OutputItem, place: number): void {
    this.items.push(item);
    this.#emit("response.output_item.added", { output_index: place, item });
  }
}
