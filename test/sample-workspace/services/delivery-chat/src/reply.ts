// The chat on the web site: answers stream, customers see the words as they come.
import { AzureOpenAI } from "openai";

const azure = new AzureOpenAI({
  endpoint: process.env.AZURE_OPENAI_ENDPOINT,
  apiKey: process.env.AZURE_OPENAI_API_KEY,
  apiVersion: "2024-10-21",
  deployment: "gpt-4o-nordlys",
  maxRetries: 1,
});

/** The answer to a customer, piece by piece. */
export async function* reply(question: string): AsyncGenerator<string> {
  const stream = await azure.chat.completions.create({
    model: "gpt-4o",
    stream: true,
    messages: [
      { role: "system", content: "You answer customers of a parcel carrier, briefly." },
      { role: "user", content: question },
    ],
  });
  for await (const chunk of stream) {
    const text = chunk.choices[0]?.delta.content;
    if (text) yield text;
  }
}
