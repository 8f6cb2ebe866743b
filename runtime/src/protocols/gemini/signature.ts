/** Google documents this word for calls that its models did not make themselves, in place of the signature. */
export const NO_SIGNATURE = "skip_thought_signature_validator";
