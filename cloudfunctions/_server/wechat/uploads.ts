/**
 * Whether a file id names something that a phone uploaded for a form: `cloud://<env>.<bucket>/u/…`. The names under `u/`
 * are random, so only who uploaded a file can name it; what the server itself wrote lies elsewhere.
 */
export const isUpload = (fileId: string): boolean => /^cloud:\/\/[^/]+\/u\/[\w.-]+$/.test(fileId);
