/** A quick look at a text: can it name a workload at all? Parsing costs a hundred times as much. */

/** The request header that names the workload of a call. */
export const WORKLOAD_HEADER = "fairlead-workload";

const HEADER = new RegExp(WORKLOAD_HEADER, "i");

// A class of the gateway's by its module, or by its own name where another module of the project hands it on.
const CLASS = /@fairlead\/runtime|\bGateway[A-Z]/;

/** Whether a text may hold the name of a workload. Never false where `findMentions` finds one. */
export function mayMentionWorkload(text: string): boolean {
  return CLASS.test(text) || HEADER.test(text);
}

/** Whether a text is the workload header's name. Header names have no case. */
export function isWorkloadHeader(text: string | undefined): boolean {
  return text !== undefined && text.toLowerCase() === WORKLOAD_HEADER;
}

/** Whether a function of this name may take a header's name and then its value: `set`, `addHeader`, not `replace`. */
export function mayTakeHeader(name: string | undefined): boolean {
  return (
    name !== undefined &&
    (/^(?:set|append|add|put|insert|with)/i.test(name) || /^(?!get|has|remove|delete).*header$/i.test(name))
  );
}
