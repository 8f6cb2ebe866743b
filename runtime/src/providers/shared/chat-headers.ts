/** Headers that every request of OpenAI's protocol has, credentials aside. */
export function chatHeaders(stream: boolean): Record<string, string> {
  return {
    "content-type": "application/json",
    accept: stream ? "text/event-stream" : "application/json",
    "user-agent": "fairlead",
  };
}
