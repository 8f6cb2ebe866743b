import type { CallerError, ErrorAnswer } from "../caller.ts";

/** The exception that Bedrock answers with a status, by which the AWS SDKs choose their error class. */
export function exceptionName(status: number): string {
  switch (status) {
    case 401:
    case 403:
      return "AccessDeniedException";
    case 404:
      return "ResourceNotFoundException";
    case 408:
    case 504:
      return "ModelTimeoutException";
    case 424:
      return "ModelErrorException";
    case 429:
      return "ThrottlingException";
    case 502:
    case 503:
      return "ServiceUnavailableException";
    default:
      return status < 500 ? "ValidationException" : "InternalServerException";
  }
}

/**
 * An error answer in AWS's form: the type in a header, the words in the body. Fairlead's code and the decision's id
 * stand beside, under names that AWS does not use: the SDKs take `code` for a second name of the type.
 */
export function errorBody(error: CallerError): ErrorAnswer {
  return {
    body: JSON.stringify({
      message: error.message,
      fairleadCode: error.code,
      ...(error.path ? { path: error.path } : {}),
      ...(error.decision === undefined ? {} : { decision: error.decision }),
    }),
    headers: { "x-amzn-errortype": exceptionName(error.status), "fairlead-error-code": error.code },
    contentType: "application/json",
  };
}
