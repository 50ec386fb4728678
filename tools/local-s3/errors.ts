const catalogue = {
  AccessDenied: [403, 'Access Denied.'],
  AccessForbidden: [403, 'CORSResponse: This CORS request is not allowed.'],
  AuthorizationHeaderMalformed: [400, 'The authorization header that you provided is not valid.'],
  AuthorizationQueryParametersError: [400, 'The authorization query parameters that you provided are not valid.'],
  BadDigest: [400, 'The digest you specified did not match what was received.'],
  BadRequest: [400, 'Bad Request.'],
  BucketAlreadyOwnedByYou: [409, 'The bucket exists and is yours.'],
  BucketNotEmpty: [409, 'The bucket you tried to delete is not empty.'],
  EntityTooLarge: [400, 'The proposed upload exceeds the maximum allowed size.'],
  EntityTooSmall: [400, 'Every part but the last must have at least 5 MiB.'],
  IncompleteBody: [400, 'The body does not have the number of bytes that was announced.'],
  InternalError: [500, 'An internal error occurred.'],
  InvalidAccessKeyId: [403, 'The access key id does not exist here.'],
  InvalidArgument: [400, 'Invalid argument.'],
  InvalidBucketName: [400, 'The bucket name is not valid.'],
  InvalidChunkSizeError: [403, 'Only the last chunk is allowed to have a size less than 8192 bytes.'],
  InvalidDigest: [400, 'The Content-MD5 you specified is not valid.'],
  InvalidLocationConstraint: [400, 'The location constraint is not this region.'],
  InvalidPart: [400, 'A part was not found, or its entity tag does not match.'],
  InvalidPartOrder: [400, 'The list of parts is not in ascending order.'],
  InvalidRange: [416, 'The requested range is not satisfiable.'],
  InvalidRequest: [400, 'Invalid request.'],
  InvalidURI: [400, 'The URI could not be parsed.'],
  KeyTooLongError: [400, 'The key has more than 1024 bytes.'],
  MalformedPolicy: [400, 'The policy is not valid.'],
  MalformedTrailerError: [400, 'The trailing headers are not those that were announced.'],
  MalformedXML: [400, 'The XML is not well-formed or not of the expected shape.'],
  MetadataTooLarge: [400, 'The metadata headers have more than 2048 bytes.'],
  MethodNotAllowed: [405, 'The method is not allowed against this resource.'],
  MissingContentLength: [411, 'A Content-Length header is needed.'],
  NoSuchBucket: [404, 'The bucket does not exist.'],
  NoSuchBucketPolicy: [404, 'The bucket has no policy.'],
  NoSuchCORSConfiguration: [404, 'The bucket has no CORS configuration.'],
  NoSuchKey: [404, 'The key does not exist.'],
  NoSuchLifecycleConfiguration: [404, 'The bucket has no lifecycle configuration.'],
  NoSuchUpload: [404, 'The multipart upload does not exist: never started, aborted or completed.'],
  NotImplemented: [501, 'This store does not implement what the request asks for.'],
  PreconditionFailed: [412, 'At least one of the preconditions did not hold.'],
  RequestTimeTooSkewed: [403, 'The clocks of request and server differ by more than 15 minutes.'],
  SignatureDoesNotMatch: [403, 'The signature does not match the request: check the secret and what was signed.'],
  XAmzContentSHA256Mismatch: [400, 'The x-amz-content-sha256 does not match what was received.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type S3ErrorCode = keyof typeof catalogue;

/** What the client is told: an S3 error code with its HTTP status; `details` become elements of the error document. */
export class S3Error extends Error {
  readonly status: number;

  constructor(
    readonly code: S3ErrorCode,
    message: string = catalogue[code][1],
    readonly details: Record<string, string> = {},
  ) {
    super(message);
    this.status = catalogue[code][0];
  }
}
