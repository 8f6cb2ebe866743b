export interface ServeOptions {
  workspace: string;
  host: string;
  port: number;
  ledger?: string;
  store?: string;
  leaseSeconds?: number;
  workers: number;
  tlsCert?: string;
  tlsKey?: string;
  simulator?: string;
  simulate?: boolean;
  endpoint: Record<string, string>;
  devKey?: boolean;
  watch: boolean;
  log: "none" | "json";
  json?: boolean;
}
