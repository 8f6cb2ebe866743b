/** The extension's line to the thread that reads results. */
import { Worker } from "node:worker_threads";
import type { ReaderAnswers, ReaderQuestion, ReaderReply, ReaderRequest } from "./protocol.ts";

interface Waiting {
  resolve(answer: ReaderAnswers[keyof ReaderAnswers]): void;
  reject(error: Error): void;
}

export class ResultReader {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #count = 0;
  #ended: Error | undefined;

  /** @param script The built thread, `dist/benchmark-reader.cjs`. */
  constructor(script: string) {
    this.#worker = new Worker(script, { name: "fairlead results" });
    this.#worker.on("message", (reply: ReaderReply) => {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if ("error" in reply) waiting?.reject(new Error(reply.error));
      else waiting?.resolve(reply.answer);
    });
    this.#worker.on("error", (error) => this.#end(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on("exit", () => this.#end(new Error("The reader of results has ended.")));
  }

  /** Rejects where the thread can not answer, or has ended: a result that is too large for it ends it. */
  ask<Question extends ReaderQuestion>(question: Question): Promise<ReaderAnswers[Question["kind"]]> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) {
        reject(this.#ended);
        return;
      }
      this.#count += 1;
      const request: ReaderRequest = { id: this.#count, question };
      this.#waiting.set(this.#count, { resolve: resolve as Waiting["resolve"], reject });
      this.#worker.postMessage(request);
    });
  }

  dispose(): void {
    void this.#worker.terminate();
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}
