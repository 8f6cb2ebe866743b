/** The compiler that ts-morph bundles, without what ts-morph puts around it: half a second less to load. */
declare module "@ts-morph/common/dist/typescript.js" {
  import { ts } from "@ts-morph/common";

  export { ts as default };
}
