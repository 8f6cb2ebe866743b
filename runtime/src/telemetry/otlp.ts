/** The parts of OpenTelemetry's protocol that are sent, in its JSON form (OTLP 1, opentelemetry-proto). */

export type AttributeValue = string | number | boolean | undefined;

export interface OtlpAttribute {
  key: string;
  value: { stringValue: string } | { intValue: string } | { doubleValue: number } | { boolValue: boolean };
}

/** Attributes; undefined ones are left out. */
export function otlpAttributes(values: Readonly<Record<string, AttributeValue>>): OtlpAttribute[] {
  return Object.entries(values).flatMap(([key, value]): OtlpAttribute[] => {
    if (value === undefined) return [];
    if (typeof value === "string") return [{ key, value: { stringValue: value } }];
    if (typeof value === "boolean") return [{ key, value: { boolValue: value } }];
    // 64-bit integers are strings in protobuf's JSON.
    return [{ key, value: Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value } }];
  });
}

export const SPAN_KIND = { server: 2, client: 3 } as const;
const ERROR = 2;

export interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: (typeof SPAN_KIND)[keyof typeof SPAN_KIND];
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: OtlpAttribute[];
  status?: { code: typeof ERROR; message?: string };
}

/** The status of what failed; what did not fail has none. */
export function otlpError(message: string | undefined): NonNullable<Span["status"]> {
  return { code: ERROR, ...(message === undefined ? {} : { message }) };
}

/** Milliseconds since 1970 as nanoseconds, which a number can not hold. */
export function nanoseconds(ms: number): string {
  return String(BigInt(Math.round(ms)) * 1_000_000n);
}

/** What comes before spans and metrics: who sends them. */
export function otlpResource(service: string): { attributes: OtlpAttribute[] } {
  return { attributes: otlpAttributes({ "service.name": service }) };
}
