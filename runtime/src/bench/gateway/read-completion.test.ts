import { expect, test } from "vitest";
import { readCompletion } from "./read-completion.ts";

/** A body whose pieces come at given milliseconds. */
function streamOf(pieces: readonly [at: number, text: string][]) {
  let now = 0;
  async function* body() {
    for (const [at, text] of pieces) {
      now = at;
      yield Buffer.from(text);
    }
  }
  return readCompletion(body(), () => now);
}

const chunk = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\r\n\r\n`;
const END: [number, string] = [90, `${chunk({}, "stop")}data: [DONE]\r\n\r\n`];

test.each(["reasoning_content", "reasoning"])("%s is the first content, and no output", async (member) => {
  const { marks, output } = await streamOf([
    [10, chunk({ role: "assistant", content: "" })],
    [20, chunk({ [member]: "hm" })],
    [60, chunk({ content: "yes" })],
    END,
  ]);
  expect([marks.firstByte, marks.firstContent, marks.firstOutput, output]).toEqual([10, 20, 60, "yes"]);
});

test("comments, events without data and null members say nothing", async () => {
  const found = await streamOf([
    [5, ": waiting\n\nevent: ping\ndata: \n\n"],
    [20, chunk({ role: "assistant", content: null })],
    [30, chunk({ content: "yes" }).replace("}]}", '}],"usage":null,"timings":{"predicted_n":1}}')],
    END,
  ]);
  expect(found).toMatchObject({ output: "yes", ended: true, error: undefined, outputTokens: undefined });
  expect(found.marks.firstContent).toBe(30);
});

test("an error in the stream has a code in words, also where its host gives a number", async () => {
  const { error } = await streamOf([[5, 'data: {"error":{"code":500,"message":"no slot","type":"server_error"}}\n\n']]);
  expect(error).toEqual({ code: "server_error", message: "no slot" });
});
