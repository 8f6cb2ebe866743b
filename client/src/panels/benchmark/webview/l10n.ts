/** The panel's words in the editor's language. */

let bundle: Readonly<Record<string, string>> = {};

/** Sets the translations: the English sentence to the translated one. */
export function setTranslations(translations: Readonly<Record<string, string>>): void {
  bundle = translations;
}

/** The sentence in the editor's language, `{0}`, `{1}`… filled in. */
export function t(sentence: string, ...values: (string | number)[]): string {
  return (bundle[sentence] ?? sentence).replace(/\{(\d+)\}/g, (whole, index) => String(values[Number(index)] ?? whole));
}
