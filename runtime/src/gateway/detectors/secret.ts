/** Forms of keys that their vendors publish; a long random word alone is not taken for one. */
const FORMS: readonly RegExp[] = [
  /\bsk-(?:proj-|svcacct-|admin-|ant-)?[A-Za-z0-9_-]{20,200}/,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bABSK[A-Za-z0-9+/=]{40,}/,
  /\bAIza[A-Za-z0-9_-]{35}/,
  /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60})/,
  /\bglpat-[A-Za-z0-9_-]{20}/,
  /\bnpm_[A-Za-z0-9]{36}/,
  /\bhf_[A-Za-z0-9]{30}/,
  /\bxox[abprs]-[A-Za-z0-9-]{10}/,
  /\b[rs]k_live_[A-Za-z0-9]{20}/,
  /\bfl_[A-Za-z0-9_-]{43}/,
  /\bgsk_[A-Za-z0-9]{48}/,
  /\bxai-[A-Za-z0-9]{60}/,
  /\bpplx-[A-Za-z0-9]{40}/,
  /\br8_[A-Za-z0-9]{37}/,
  /\bGOCSPX-[A-Za-z0-9_-]{28}/,
  /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/,
  /\bdop_v1_[a-f0-9]{64}/,
  /\bdapi[a-f0-9]{32}\b/,
  /\bhvs\.[A-Za-z0-9_-]{24}/,
  /\bpypi-[A-Za-z0-9_-]{50}/,
  /\bxapp-\d-[A-Z0-9]{8}/,
  /\bAccountKey=[A-Za-z0-9+/]{86}==/,
  /-----BEGIN (?:[A-Z]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/,
  /\beyJ[A-Za-z0-9_-]{15,2000}\.eyJ[A-Za-z0-9_-]{15,4000}\.[A-Za-z0-9_-]{15}/,
  /\b[a-z][a-z0-9+]{1,20}:\/\/[^\s:@/]{1,64}:[^\s:@/]{3,100}@[A-Za-z0-9.-]/i,
];

/** Whether a text holds a key, a private key, a token, or an address with a password in it. */
export function hasSecret(text: string): boolean {
  return FORMS.some((form) => form.test(text));
}
