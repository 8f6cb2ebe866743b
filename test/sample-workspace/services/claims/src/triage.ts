// Sorts damage reports into the queues of the claims office.
import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";

const bedrock = new BedrockRuntimeClient({ region: "eu-central-1", maxAttempts: 2 });

export type Queue = "damaged" | "lost" | "late" | "other";

/** The queue that a report belongs into. */
export async function triage(report: string): Promise<Queue> {
  const answer = await bedrock.send(
    new ConverseCommand({
      modelId: "eu.anthropic.claude-haiku-4-5-20251001-v1:0",
      system: [{ text: "Answer with one word." }],
      messages: [
        {
          role: "user",
          content: [{ text: `Classify this report as one of: damaged, lost, late, other.\n\n${report}` }],
        },
      ],
      inferenceConfig: { maxTokens: 20, temperature: 0 },
    }),
  );
  const word = answer.output?.message?.content?.[0]?.text?.trim().toLowerCase() ?? "";
  return (["damaged", "lost", "late"] as const).find((queue) => word.includes(queue)) ?? "other";
}
