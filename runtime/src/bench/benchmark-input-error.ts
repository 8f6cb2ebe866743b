/** A benchmark that can not be run as it is written. Found before anything is asked. */
export class BenchmarkInputError extends Error {
  /** Stable, in words: `bench.unknown-variable`. */
  readonly code: string;
  /** Where in the benchmark, as a JSON pointer. */
  readonly pointer: string;
  constructor(code: string, pointer: string, message: string) {
    super(pointer === "" ? message : `${pointer}: ${message}`);
    this.name = "BenchmarkInputError";
    this.code = code;
    this.pointer = pointer;
  }
}
