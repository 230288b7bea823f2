/**
 * What the service answers when it refuses: `{code, message}` in a reply of HTTP 200, which makes the SDK throw.
 * Codes and texts are the real service's as far as they are known (the SDK's own tests, its documentation, reports);
 * codes that begin with `LOCAL_` exist only here.
 */
export class CloudError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const ASK = ' Please check your request, but if the problem persists, contact us.';

export const errors = {
  invalidParam: (what: string) => new CloudError('INVALID_PARAM', `[InvalidParameter] ${what}.${ASK}`),
  invalidAction: (action: string) =>
    new CloudError('INVALID_ACTION', `[InvalidAction] unknown action ${action}.${ASK}`),
  signature: () =>
    new CloudError('SIGN_PARAM_INVALID', `[AuthFailure.SecretIdNotFound] the key is not this cloud's.${ASK}`),
  collectionMissing: (name: string) =>
    new CloudError('DATABASE_COLLECTION_NOT_EXIST', `[ResourceNotFound] Db or Table not exist: ${name}.${ASK}`),
  collectionExists: (name: string) =>
    new CloudError('DATABASE_COLLECTION_ALREADY_EXIST', `[FailedOperation] Table exist: ${name}.${ASK}`),
  requestFailed: (what: string) => new CloudError('DATABASE_REQUEST_FAILED', `[FailedOperation] ${what}.${ASK}`),
  duplicate: (collection: string, index: string, keys: string) =>
    new CloudError(
      'DATABASE_REQUEST_FAILED',
      `[FailedOperation] multiple write errors: [{write errors: [{E11000 duplicate key error collection: tnt-local.${collection} index: ${index} dup key: { ${keys} }}]}, {<nil>}]`,
    ),
  conflict: () =>
    new CloudError(
      'DATABASE_TRANSACTION_CONFLICT',
      `[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others.${ASK}`,
    ),
  transactionBusy: () =>
    new CloudError('DATABASE_TRANSACTION_FAIL', `[ResourceUnavailable.TransactionBusy] Transaction is busy.${ASK}`),
  transactionMissing: () =>
    new CloudError(
      'DATABASE_TRANSACTION_FAIL',
      `[ResourceUnavailable.TransactionNotExist] Transaction does not exist on the server, transaction must be commit or abort in 30 seconds.${ASK}`,
    ),
  lockTimeout: (collection: string) =>
    new CloudError(
      'DATABASE_TIMEOUT',
      `[FailedOperation.Timeout] waited too long for a transaction on ${collection}.${ASK}`,
    ),
  indexMissing: (collection: string, query: string) =>
    new CloudError('LOCAL_INDEX_MISSING', `collection ${collection}: no declared index covers ${query}`),
  functionMissing: (name: string) =>
    new CloudError('FUNCTION_NOT_FOUND', `[FUNCTION_NOT_FOUND] FunctionName parameter could not be found: ${name}.`),
} as const;
