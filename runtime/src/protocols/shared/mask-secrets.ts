/** What keys look like, so that a provider's message that quotes one can be shown. */
const SECRETS: readonly RegExp[] = [
  // OpenAI, Anthropic and hosts that imitate them, whole or already starred out in the middle.
  /\b(?:sk|pk|rk|sess)-[A-Za-z0-9_*-]{6,}/g,
  // AWS access key ids, Bedrock API keys, Google keys, keys of hosting services.
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g,
  /\bABSK[A-Za-z0-9+/=]{16,}/g,
  /\bAIza[A-Za-z0-9_-]{20,}/g,
  /\b(?:gsk|xai|hf|r8|nvapi|fl)[_-][A-Za-z0-9_-]{10,}/g,
  // JSON web tokens, and whatever follows the word Bearer.
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*)?/g,
  /\bBearer\s+[^\s"',]{6,}/gi,
  // SigV4 credentials, signatures and session tokens.
  /\b(?:Credential|Signature|X-Amz-Security-Token)=[^\s"',&]+/gi,
  // Azure keys: 32 hexadecimal digits, or 84 letters and digits.
  /\b[0-9a-f]{32}\b/gi,
  /\b[A-Za-z0-9]{60,}\b/g,
];

const LONGEST = 1000;

/** A provider's words without anything that looks like a key, and not longer than a thousand characters. */
export function maskSecrets(text: string): string {
  let masked = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  for (const pattern of SECRETS) masked = masked.replace(pattern, "[secret]");
  return masked;
}
