/** PostgreSQL can't be started, owned or stopped here. The message says in a sentence what a person can do about it. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError'
}
