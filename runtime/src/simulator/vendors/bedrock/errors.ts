/** AWS's error answers: the type in a header, the words in the body. */
import type { InvalidPromptError } from "../../prompt.ts";
import type { RefusalKind, WireAnswer } from "../vendor.ts";

/** An error in the form of AWS's REST-JSON protocol. */
export function awsError(status: number, type: string, message: string): WireAnswer {
  return {
    status,
    headers: { "content-type": "application/json", "x-amzn-errortype": type },
    body: JSON.stringify({ message }),
  };
}

export function validationException({ message }: InvalidPromptError): WireAnswer {
  return awsError(400, "ValidationException", message);
}

export function refuseBedrock(kind: RefusalKind): WireAnswer {
  switch (kind) {
    case "http-500":
      return awsError(
        500,
        "InternalServerException",
        "The system encountered an unexpected error during processing. Try your request again.",
      );
    case "http-503":
      return awsError(
        503,
        "ServiceUnavailableException",
        "The service is currently unavailable. Please try again later.",
      );
    case "http-529":
      return awsError(529, "ServiceUnavailableException", "Overloaded");
    case "http-429":
      return awsError(
        429,
        "ThrottlingException",
        "Too many requests, please wait before trying again. You have sent too many requests.  Wait before trying again.",
      );
    case "http-401":
      return awsError(403, "UnrecognizedClientException", "The security token included in the request is invalid.");
    case "http-400-context-length":
      return awsError(400, "ValidationException", "Input is too long for requested model.");
    case "content-filter":
      return awsError(400, "ValidationException", "The provided request was blocked by the content filter.");
  }
}
