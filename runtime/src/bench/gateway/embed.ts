/** Asks the gateway for vectors. */
import { request } from "undici";
import { readDecision } from "./decision-cost.ts";
import type { GatewayConnection } from "./gateway-connection.ts";

export interface EmbeddingAnswer {
  /** One a text, in their order; undefined where there are none. */
  vectors: number[][] | undefined;
  /** Why there are none. */
  reason: string | undefined;
  deployment: string | undefined;
  costMicroUsd: number | undefined;
}

/** Rejects only where the signal aborts; whatever else goes wrong is a reason. */
export async function embed(
  connection: GatewayConnection,
  workload: string,
  texts: readonly string[],
  signal: AbortSignal | undefined,
): Promise<EmbeddingAnswer> {
  const found: EmbeddingAnswer = {
    vectors: undefined,
    reason: undefined,
    deployment: undefined,
    costMicroUsd: undefined,
  };
  try {
    const answer = await request(`${connection.url}/v1/embeddings`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${connection.key}`,
        "content-type": "application/json",
        "fairlead-workload": workload,
      },
      body: JSON.stringify({ model: "auto", input: texts, encoding_format: "float" }),
      dispatcher: connection.dispatcher,
      ...(signal === undefined ? {} : { signal }),
    });
    const header = (name: string) => [answer.headers[name]].flat()[0];
    found.deployment = header("fairlead-deployment");
    const body: unknown = await answer.body.json();
    if (answer.statusCode === 200) found.vectors = readVectors(body, texts.length);
    if (!found.vectors) found.reason = header("fairlead-error") ?? `The gateway answered ${answer.statusCode}.`;
    const decision = header("fairlead-decision");
    if (answer.statusCode === 200 && decision !== undefined) {
      found.costMicroUsd = (await readDecision(connection, decision, signal))?.costMicroUsd;
    }
  } catch (error) {
    signal?.throwIfAborted();
    found.reason = error instanceof Error ? error.message : String(error);
  }
  return found;
}

/** Each vector stands at its own index, in whatever order they come. */
function readVectors(body: unknown, count: number): number[][] | undefined {
  const data = (body as { data?: unknown } | null)?.data;
  if (!Array.isArray(data) || data.length !== count) return undefined;
  const vectors: number[][] = [];
  for (const [place, item] of data.entries()) {
    const { index = place, embedding } = (item ?? {}) as { index?: unknown; embedding?: unknown };
    if (typeof index !== "number" || !Array.isArray(embedding)) return undefined;
    vectors[index] = embedding.map(Number);
  }
  return vectors.filter(Boolean).length === count ? vectors : undefined;
}
