/** An event of a stream as Anthropic sends it: its clients read nothing that has no name. */
export function sseEvent(name: string, payload: Record<string, unknown>): Buffer {
  return Buffer.from(sseText(name, payload));
}

export function sseText(name: string, payload: Record<string, unknown>): string {
  return `event: ${name}\ndata: ${JSON.stringify(payload)}\n\n`;
}
