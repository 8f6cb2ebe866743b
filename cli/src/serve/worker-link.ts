/** How a worker and the process that started it speak with each other. */
import process from "node:process";
import type { ProcessMetrics, RunningServer } from "@fairlead/runtime/http";
import type { HealthHint, VirtualKey } from "@fairlead/runtime/ledger";

/** The environment variable by which a process knows that it is a worker, and what it is told with it. */
export const WORKER_VARIABLE = "FAIRLEAD_WORKER";

/** What a worker is told when it is started. */
export interface WorkerTask {
  simulatorUrl: string | undefined;
  /** Keys that are known to this gateway only. Their secrets stay with the first process. */
  keys: { key: VirtualKey; hash: string }[];
}

export type FromWorker =
  | { type: "ready"; url: string; generation: string; orphans: number }
  | { type: "health"; hints: HealthHint[] }
  | { type: "collect"; id: number }
  | { type: "metrics"; id: number; metrics: ProcessMetrics };

export type ToWorker =
  | { type: "health"; hints: HealthHint[] }
  | { type: "measure"; id: number }
  | { type: "collected"; id: number; text: string };

/** How often a worker says what it sees of the deployments' health. Milliseconds. */
const HEALTH_MS = 500;

function ignored(): void {}

export interface WorkerLink extends WorkerTask {
  /** Adds up the metrics of all workers. */
  metrics: () => Promise<string>;
  /** Says that this worker serves, and begins to listen. Gives how to end that. */
  join(server: RunningServer, about: { generation: string; orphans: number }, now: () => number): () => void;
  /** Ends the link, which keeps this process alive. */
  leave(): void;
}

/** The link of a worker; undefined in a process that is none. */
export function linkToPrimary(env: Readonly<Record<string, string | undefined>>): WorkerLink | undefined {
  const task = env[WORKER_VARIABLE];
  if (task === undefined || !process.send) return undefined;
  const send = (message: FromWorker): void => void process.send?.(message);
  const waiting = new Map<number, (text: string) => void>();
  let asked = 0;
  return {
    ...(JSON.parse(task) as WorkerTask),
    metrics: () =>
      new Promise((resolve) => {
        asked += 1;
        waiting.set(asked, resolve);
        send({ type: "collect", id: asked });
      }),
    join(server, about, now) {
      const heard = (message: ToWorker): void => {
        if (message.type === "health") server.gateway.health.hear(message.hints);
        if (message.type === "measure")
          void server.metrics().then((metrics) => send({ type: "metrics", id: message.id, metrics }));
        if (message.type === "collected") {
          waiting.get(message.id)?.(message.text);
          waiting.delete(message.id);
        }
      };
      let hadHints = false;
      const timer = setInterval(() => {
        const hints = server.gateway.health.hints(now());
        if (hints.length > 0 || hadHints) send({ type: "health", hints });
        hadHints = hints.length > 0;
      }, HEALTH_MS);
      process.on("message", heard);
      // Every worker is told of it, also where it has nothing to read anew.
      process.on("SIGHUP", ignored);
      send({ type: "ready", url: server.url, ...about });
      return () => {
        clearInterval(timer);
        process.off("message", heard);
        process.off("SIGHUP", ignored);
      };
    },
    leave: () => process.disconnect?.(),
  };
}
