import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { git } from './hire.ts'

/** A take-home as people hand it in: three commits that add, change, rename and delete code, tests, notes and a lock file. */
export async function workOn(repo: string): Promise<void> {
  const at = (file: string) => path.join(repo, file)
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(at(file)), { recursive: true })
    writeFileSync(at(file), text)
  }
  const commit = async (message: string) => {
    await git(repo, 'add', '-A')
    await git(repo, 'commit', '-qm', message)
  }
  write('migrations/002_bookings.sql', BOOKINGS_SQL)
  write('src/bookings/store.ts', STORE)
  await commit('Keep bookings apart by a constraint\n\nThe database refuses two bookings of one machine at one time, so that no lock of ours can be forgotten.')
  const app = readFileSync(at('src/app.ts'), 'utf8')
  write('src/app.ts', app.replace('  // Holds, bookings and the schedule are yours. See README.md.\n', ROUTES).replace("import type { Clock } from './clock.ts'\n", "import { createStore } from './bookings/store.ts'\nimport type { Clock } from './clock.ts'\n").replace('The machine needs a name', 'A machine needs a name'))
  await git(repo, 'mv', 'src/clock.ts', 'src/bookings/clock.ts')
  await commit('Add holds and bookings to the API')
  write('test/bookings.test.ts', TESTS)
  rmSync(at('test/machines.test.ts'))
  write('NOTES.md', '# Notes\n\nHolds are rows of their own: they end by themselves.\n')
  write('package-lock.json', readFileSync(at('package-lock.json'), 'utf8').replaceAll('"resolved"', '"from"'))
  await commit('Test two bookings at once')
}

const BOOKINGS_SQL = `create extension if not exists btree_gist;

create table bookings (
  id uuid primary key,
  machine_id uuid not null references machines (id),
  during tstzrange not null,
  held_until timestamptz,
  exclude using gist (machine_id with =, during with &&)
);
`

const STORE = `import type { Db } from '../db.ts'

export interface Booking {
  id: string
  machineId: string
  from: Date
  to: Date
}

/** Every query about bookings, and nothing else. */
export function createStore(db: Db) {
  return {
    async add(b: Booking): Promise<boolean> {
      const values = [b.id, b.machineId, \`[\${b.from.toISOString()},\${b.to.toISOString()})\`]
      const { rowCount } = await db.query('insert into bookings (id, machine_id, during) values ($1, $2, $3) on conflict do nothing', values)
      return rowCount === 1
    },
    async between(machineId: string, from: Date, to: Date) {
      // Half open: a booking may begin where another ends.
      const { rows } = await db.query('select id, during from bookings where machine_id = $1 and during && tstzrange($2, $3)', [machineId, from, to])
      return rows
    },
  }
}
`

const ROUTES = `  const store = createStore(db)

  app.post('/machines/:id/bookings', async (c) => {
    const body = await c.req.json()
    const booking = { id: randomUUID(), machineId: c.req.param('id'), from: new Date(body.from), to: new Date(body.to) }
    if (booking.from >= booking.to) return c.json({ title: 'A booking ends after it begins', status: 400 }, 400)
    return (await store.add(booking)) ? c.json(booking, 201) : c.json({ title: 'The machine is taken then', status: 409 }, 409)
  })

`

const TESTS = `import { expect, test } from 'vitest'
import { givenMachine } from './support.ts'

test('of two bookings at once one is refused', async () => {
  const { book } = await givenMachine()
  const answers = await Promise.all([book('10:00', '11:00'), book('10:30', '11:30')])
  expect(answers.map((a) => a.status).sort()).toEqual([201, 409])
})
`
