/** A provider's invoice beside what was metered. */
export * from "./compare.ts";
export * from "./match-product.ts";
export * from "./metered.ts";
export { INVOICE_FIELDS, InvoiceError, type InvoiceField, readInvoice } from "./read-invoice.ts";
export type * from "./types.ts";
