/** The shared store can not be reached, or does not answer. Nothing is wrong with the request. */
export class StoreLostError extends Error {
  constructor(why: string) {
    super(`store.unavailable The store can not be reached: ${why}`);
    this.name = "StoreLostError";
  }
}
