/** What a page of a proxy says: its title, or the text that is no markup. */
export function plainText(body: string): string {
  const start = body.slice(0, 20_000);
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(start)?.[1]?.trim();
  if (title) return title;
  const text = start
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  return text.slice(0, 300);
}
