export { bearerHeaders as authHeaders } from "../shared/bearer.ts";
