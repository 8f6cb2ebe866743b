/** The thread that reads results: parsing one of 50,000 requests takes a second, in which an editor must not stand still. */
import { parentPort } from "node:worker_threads";
import { Answerer } from "./answer.ts";
import type { ReaderReply, ReaderRequest } from "./protocol.ts";

const answerer = new Answerer();

parentPort?.on("message", async ({ id, question }: ReaderRequest) => {
  let reply: ReaderReply;
  try {
    reply = { id, answer: await answerer.answer(question) };
  } catch (error) {
    reply = { id, error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(reply);
});
