/** Texts that look like keys and passwords. */

/** Forms of keys that vendors publish, so that plain text is not taken for a key. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,}/, "an OpenAI API key"],
  [/\bsk-ant-[A-Za-z0-9_-]{20,}/, "an Anthropic API key"],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, "an AWS access key id"],
  [/\bABSK[A-Za-z0-9+/=]{40,}/, "a Bedrock API key"],
  [/\bAIza[A-Za-z0-9_-]{35}\b/, "a Google API key"],
  [/(?<=\bhttps?:\/\/)[^\s/?#:@]*:[^\s/?#@]+(?=@)/i, "a password in an address"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"],
];

/** What a text looks like, in words (`an OpenAI API key`), where it holds a secret. */
export function secretIn(text: string): string | undefined {
  // The form of Anthropic's keys is also a form of OpenAI's, so the narrower one has the word.
  return FORMS.findLast(([pattern]) => pattern.test(text))?.[1];
}

/** A text with its secrets left out: what is printed is kept in the logs of CI. */
export function withoutSecrets(text: string): string {
  return FORMS.reduce((rest, [pattern]) => rest.replace(new RegExp(pattern, `${pattern.flags}g`), "…"), text);
}
