import type pg from 'pg'

/** A PostgreSQL of the tests, which listens on a socket, as a program in a process of its own is told of it. */
export function databaseUrl({ host, port, user, database }: pg.ClientConfig): string {
  return `postgres://${user}@/${database ?? 'postgres'}?host=${encodeURIComponent(String(host))}&port=${port}`
}
