// Summaries of support tickets, shown to the agents in the queue.
import OpenAI from "openai";

const client = new OpenAI({
  apiKey: process.env.OPENAI_API_KEY,
  timeout: 20_000, // agents wait no longer than this
});

/** One sentence on a ticket. */
export async function summarise(ticket: string): Promise<string> {
  const completion = await client.chat.completions.create({
    model: "gpt-5.5",
    messages: [
      { role: "system", content: "You summarise support tickets of a parcel carrier in one sentence." },
      { role: "user", content: `Summarise: ${ticket}` },
    ],
    max_completion_tokens: 200,
  });
  return completion.choices[0]?.message.content ?? "";
}
