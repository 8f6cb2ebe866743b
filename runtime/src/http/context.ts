/** What the routes share. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { authenticate } from "../gateway/authenticate.ts";
import { GatewayError } from "../gateway/errors.ts";
import type { Generations } from "../gateway/generations.ts";
import type { Gateway } from "../gateway/pipeline.ts";
import type { LedgerStore, VirtualKey } from "../ledger/types.ts";
import type { GatewayMetrics } from "./metrics.ts";

export interface ServerContext {
  gateway: Gateway;
  generations: Generations;
  ledger: LedgerStore;
  metrics: GatewayMetrics;
  /** Milliseconds since 1970. */
  now: () => number;
  /** True once the server takes no new requests. */
  stopping: () => boolean;
}

const LOOPBACK = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

/** Whether the caller sits on the same machine. */
export function isLoopback(request: FastifyRequest): boolean {
  return LOOPBACK.has(request.socket.remoteAddress ?? "");
}

/** The key of a request to Fairlead's own API. Throws a GatewayError. */
export function keyOf(context: ServerContext, request: FastifyRequest): VirtualKey {
  return authenticate(request.headers, context.ledger);
}

/** Whether a key may know of a workload: those that it may be used for, and all that administer. */
export function mayName(key: VirtualKey, workload: string): boolean {
  return key.workloads.length === 0 || key.workloads.includes(workload) || key.permissions.includes("admin");
}

/** Refuses keys that may not administer. Throws a GatewayError. */
export function requireAdmin(context: ServerContext, request: FastifyRequest): void {
  if (keyOf(context, request).permissions.includes("admin")) return;
  throw new GatewayError("auth.not-permitted", "This needs a key with the permission admin.");
}

/** Answers an error of Fairlead's own API, which has the shape of OpenAI's errors. */
export function sendError(reply: FastifyReply, error: GatewayError): void {
  void reply
    .code(error.status)
    .headers(error.retryAfterSeconds === undefined ? {} : { "retry-after": String(error.retryAfterSeconds) })
    .send({
      error: {
        message: error.message,
        type: "fairlead_error",
        param: typeof error.details.path === "string" ? error.details.path : null,
        code: error.code,
      },
    });
}
