import type { PortalAssignment, Push } from '#contract/assignments.ts'
import { Time } from '#server/platform/http/html/parts.tsx'

const STATES: Record<Push['state'], string> = { received: 'Received', accepted: 'Accepted', applied: 'Stored', refused: 'Refused', void: 'Not stored' }

const WHOSE_TIME = { 'built-in': 'The time is when the first byte of a push reached our server.', github: 'The time is GitHub’s own record of the push.' }

/** Every push the server received, newest first, with the time that counts. */
export function PushLog({ pushes, on }: { pushes: Push[]; on: PortalAssignment['hosting']['provider'] }) {
  if (pushes.length === 0) return null
  return (
    <>
      <h2 id="pushes">Pushes we received</h2>
      <div class="scroll" role="region" aria-labelledby="pushes" tabindex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Received</th>
              <th scope="col">Commit</th>
              <th scope="col">State</th>
              <th scope="col">Counts</th>
            </tr>
          </thead>
          <tbody>
            {pushes.map((p) => (
              <PushRow {...p} />
            ))}
          </tbody>
        </table>
      </div>
      <p class="small soft">{WHOSE_TIME[on]} Dates inside commits do not matter.</p>
    </>
  )
}

function PushRow(p: Push) {
  return (
    <tr>
      <td>
        <Time at={p.received_at} />
      </td>
      <td>
        <code>{p.commit.slice(0, 12)}</code> {p.subject}
        <br />
        <span class="small soft">
          {p.branch}
          {p.forced ? ', forced' : ''}
          {p.by === 'upload' ? ', by upload' : ''}
        </span>
      </td>
      <td>{STATES[p.state]}</td>
      <td>{p.counts ? 'Yes' : 'No'}</td>
    </tr>
  )
}
