/** Errors of the API: fastify turns them into `{ statusCode, error, message }`. */

export class ApiError extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

export function notFound(what: string): ApiError {
  return new ApiError(404, `there is no such ${what}`);
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, message);
}
