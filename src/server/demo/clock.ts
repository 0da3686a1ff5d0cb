import pg from 'pg'
import type { Running } from '#server/main.ts'

/**
 * Sets the demo database's clock so many minutes off. The demo lives its first day in seconds: it begins in the
 * past, skips what nobody would wait for, and ends at the real time. Only the owner of the database can do this.
 */
export async function setDemoClock(running: Running, minutes: number): Promise<void> {
  const client = new pg.Client(running.connection)
  await client.connect()
  try {
    await client.query('delete from clock_shift')
    if (minutes !== 0) await client.query('insert into clock_shift (shift) values (make_interval(mins => $1))', [minutes])
  } finally {
    await client.end()
  }
}
