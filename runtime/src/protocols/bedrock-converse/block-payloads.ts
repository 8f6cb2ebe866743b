import type { BlockDelta, BlockStep } from "../shared/block-sequence.ts";

/** An event to write: its name and payload. */
export type BlockEvent = readonly [name: string, payload: Record<string, unknown>];

/** What ConverseStream says of a step. Only tool calls begin with an event; text and reasoning just come. */
export function blockEvents(step: BlockStep): BlockEvent[] {
  const contentBlockIndex = step.index;
  switch (step.type) {
    case "delta":
      return [["contentBlockDelta", { contentBlockIndex, delta: deltaOf(step.delta) }]];
    case "stop":
      return [["contentBlockStop", { contentBlockIndex }]];
    case "start": {
      const { begin } = step;
      if (begin.kind === "tool") {
        const start = { toolUse: { toolUseId: begin.id, name: begin.name } };
        return [["contentBlockStart", { contentBlockIndex, start }]];
      }
      if (begin.kind !== "redacted") return [];
      const delta = { reasoningContent: { redactedContent: begin.data } };
      return [["contentBlockDelta", { contentBlockIndex, delta }]];
    }
  }
}

function deltaOf(delta: BlockDelta): Record<string, unknown> {
  switch (delta.kind) {
    case "text":
      return { text: delta.text };
    case "thought":
      return { reasoningContent: { text: delta.text } };
    case "signature":
      return { reasoningContent: { signature: delta.signature } };
    case "arguments":
      return { toolUse: { input: delta.text } };
  }
}
