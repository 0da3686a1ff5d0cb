/**
 * What must be true of any database of ours at any commit, and of one that has come to rest, as SQL that finds the opposite. For every
 * harness: run it after whatever was done to the program.
 */

/** Each finds what is wrong and nothing else: no row, no fault. */
export const ALWAYS: Readonly<Record<string, string>> = {
  'INV-1 a paid stage that was completed, or whose work was sealed, has its payout': `
    with done as (
      select sp.application_id, s.stage from stage_progress sp join applications a on a.id = sp.application_id join process_versions v on v.id = a.process_version_id
        cross join lateral (select v.process->'stages'->sp.stage_index as stage) s
      where sp.state = 'completed' and s.stage->>'type' <> 'code_assignment'
      union all
      select su.application_id, s.stage from submissions su join assignments g on g.id = su.assignment_id join applications a on a.id = su.application_id join process_versions v on v.id = a.process_version_id
        cross join lateral jsonb_array_elements(v.process->'stages') as s (stage)
      where s.stage->>'key' = g.stage_key and not (su.empty and s.stage->'payout'->>'policy' = 'when_pushed')
    )
    select application_id, stage->>'key' as stage from done
    where (stage->'payout'->>'amount_minor')::bigint > 0
      and not exists (select from payouts p where p.application_id = done.application_id and p.stage_key = stage->>'key' and p.replaces is null)`,
  'INV-1 nothing is owed for a stage that pays nothing': `
    select p.id from payouts p join applications a on a.id = p.application_id join process_versions v on v.id = a.process_version_id
    where not exists (select from jsonb_array_elements(v.process->'stages') as s (stage) where s.stage->>'key' = p.stage_key and (s.stage->'payout'->>'amount_minor')::bigint > 0)`,
  'INV-1 one payout lives for each paid stage': `
    select application_id, stage_key, count(*)::int from payouts where state not in ('refused', 'failed', 'returned', 'cancelled') group by 1, 2 having count(*) > 1`,
  'INV-1 what is issued anew stands in the place of one that is over': `
    select n.id from payouts n join payouts o on o.id = n.replaces where o.state not in ('refused', 'failed', 'returned', 'cancelled') or o.application_id <> n.application_id or o.stage_key <> n.stage_key`,
  'INV-2 amount and currency are those of the version that was applied under': `
    select p.id from payouts p join applications a on a.id = p.application_id join process_versions v on v.id = a.process_version_id
      cross join lateral jsonb_array_elements(v.process->'stages') as s (stage)
    where s.stage->>'key' = p.stage_key and (p.amount_minor::text, p.currency) is distinct from (s.stage->'payout'->>'amount_minor', s.stage->'payout'->>'currency')`,
  'INV-7 a payout’s steps are moves that there are, and end where it is': `
    with steps as (select payout_id, seq, state, lag(state) over w as before, lead(state) over w as next, row_number() over w as n from payout_steps window w as (partition by payout_id order by seq))
    select s.payout_id, s.seq from steps s join payouts p on p.id = s.payout_id
    where s.seq <> s.n or (s.before is null) <> (s.state = 'accrued' and s.seq = 1) or (s.next is null and s.state <> p.state)
      or (s.before is not null and not exists (select from payout_moves m where m.from_state = s.before and m.to_state = s.state))`,
  'INV-7 each step after the first has one event': `
    select p.id from payouts p
    where (select count(*) from payout_steps s where s.payout_id = p.id) - 1 <> (select count(*) from events e where e.type in ('payout.moved', 'payout.paid') and e.data->>'payout_id' = p.id)`,
  'INV-12 the record has no gap': `
    select id, seq from (select id, seq, org_id, row_number() over (partition by org_id order by seq) as n from events) e where seq <> n`,
  'INV-13 every transaction of the ledger sums to zero': `
    select transaction_id from ledger_entries group by transaction_id, currency having sum(amount_minor) <> 0`,
  'INV-13 the ledger has each payout’s money where its state says': `
    with recursive line as (select t.payout_id, e.account, sum(e.amount_minor) as amount from ledger_entries e join ledger_transactions t on t.id = e.transaction_id group by 1, 2),
      chain as (
        select p.id as first, p.id, p.state, p.amount_minor from payouts p where p.replaces is null
        union all select c.first, p.id, p.state, p.amount_minor from payouts p join chain c on p.replaces = c.id
      ),
      has as (
        select c.first, max(c.amount_minor) as amount, bool_or(c.state = 'paid') as paid, bool_or(c.state = 'submitted') as under_way, bool_or(c.state = 'declined') as declined,
          coalesce(sum(l.amount) filter (where l.account = 'owed'), 0) as owed, coalesce(sum(l.amount) filter (where l.account = 'paid_out'), 0) as paid_out,
          coalesce(sum(l.amount) filter (where l.account = 'under_way'), 0) as way, coalesce(sum(l.amount) filter (where l.account = 'written_off'), 0) as off
        from chain c left join line l on l.payout_id = c.id group by c.first
      )
    select first from has
    where paid_out <> (case when paid then -amount else 0 end) or way <> (case when under_way then -amount else 0 end)
      or off <> (case when declined then -amount else 0 end) or owed <> (case when paid or under_way or declined then 0 else -amount end)`,
  'INV-10 what a rail has been told of, or is to be told of, has a task that goes on with it': `
    select p.id, p.state from payouts p
    where p.rail <> 'manual' and p.state in ('queued', 'submitting', 'unknown', 'submitted')
      and not exists (select from tasks t where t.state in ('waiting', 'running') and t.kind in ('send-payout', 'ask-rail') and t.payload->>'payout_id' = p.id)`,
}

/** Once nothing more is due. */
export const AT_REST: Readonly<Record<string, string>> = {
  'INV-10 no task was given up': `select kind, key, last_error from tasks where state = 'dead'`,
  'INV-10 no task that is due lies about': `select kind, key from tasks where state = 'waiting' and due_at < hw_now() - interval '2 minutes'`,
}

type Query = (text: string) => Promise<Record<string, unknown>[]>

/** @returns a line for each thing that is wrong */
export async function broken(query: Query, which: Readonly<Record<string, string>> = ALWAYS): Promise<string[]> {
  const all: string[] = []
  for (const [name, text] of Object.entries(which)) for (const row of await query(text)) all.push(`${name}: ${JSON.stringify(row)}`)
  return all
}
