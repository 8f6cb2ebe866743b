export { createStreamReader } from "../../protocols/openai-chat/stream-reader.ts";
export { readChatResponse as readResponse } from "../shared/chat-response.ts";
