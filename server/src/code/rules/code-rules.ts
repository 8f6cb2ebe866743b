/** What is said about application code. The comments are the pages of the rules: see scripts/generate-rules.mjs. */
import type { RuleInfo } from "@fairlead/runtime/rules";

/**
 * Code makes a client of a vendor's package, so its calls pass routing policy, budgets, metering and fallback by.
 *
 * The quick fix, and `fairlead migrate`, put the gateway's client in its place; the calls stay as they are. Where a
 * rewrite is not safe the code is left alone and the message says why.
 */
export const directClient: RuleInfo = { code: "code.direct-client", severity: "warning" };

/**
 * A class extends a vendor's client, so everything that it is used for calls the vendor directly. Extend the gateway's
 * client instead.
 */
export const directSubclass: RuleInfo = { code: "code.direct-subclass", severity: "warning" };

/**
 * A request to a vendor's host is written by hand, without its package: `fetch`, `axios`, `requests`. Send it to the
 * gateway, which speaks the vendors' own protocols, or use the gateway's client.
 */
export const rawHttp: RuleInfo = { code: "code.raw-http", severity: "warning" };

/**
 * A module hands a vendor's package on to others, so that clients can be made of it elsewhere without naming the vendor.
 */
export const vendorExport: RuleInfo = { code: "code.vendor-export", severity: "warning" };

/** A client that goes through the gateway already. Counted by `fairlead scan`, not reported in the editor. */
export const gatewayClient: RuleInfo = { code: "code.gateway-client", severity: "information" };

/** A client that points at this machine. What runs there is outside of the policy; in tests and development that is fine. */
export const localClient: RuleInfo = { code: "code.local-client", severity: "information" };

/**
 * A client that points at another gateway or proxy. Decide whether that is still wanted: as a provider of the catalog,
 * behind Fairlead, or not at all.
 */
export const otherGatewayClient: RuleInfo = { code: "code.other-gateway-client", severity: "information" };

/** A client that points at an address that is only known when the program runs. Find out what it is set to. */
export const unknownAddressClient: RuleInfo = { code: "code.unknown-address-client", severity: "information" };

/** A call on a client that goes to the vendor directly, made where the client itself is not in sight. */
export const directCall: RuleInfo = { code: "code.direct-call", severity: "information" };

/** A call that goes through the gateway. Counted by `fairlead scan`, not reported in the editor. */
export const gatewayCall: RuleInfo = { code: "code.gateway-call", severity: "information" };

/** A call on a client that points at this machine. */
export const localCall: RuleInfo = { code: "code.local-call", severity: "information" };

/** A call on a client that points at another gateway or proxy. */
export const otherGatewayCall: RuleInfo = { code: "code.other-gateway-call", severity: "information" };

/** A call on a client whose address is only known when the program runs. */
export const unknownAddressCall: RuleInfo = { code: "code.unknown-address-call", severity: "information" };

/**
 * Code names a workload that no policy of its folder has, so the gateway refuses its calls: mostly a misspelt name, or
 * one that was renamed in the policy only.
 */
export const unknownWorkload: RuleInfo = { code: "code.unknown-workload", severity: "warning" };
