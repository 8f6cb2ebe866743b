export { readChatFailure as readFailure } from "../shared/chat-failure.ts";
