import { Alert, Select, Stack, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Round } from '#contract/rounds.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Refused } from '#web/ui/parts.tsx'
import { Buttons } from './leave-forms.tsx'

interface Props {
  id: string
  /** The candidate's, or what stands for it. */
  name: string
  me: string
  forOthers: boolean
  onDone: () => void
}

/** Saying that somebody should not judge a candidate, with what it brings about. */
export function ConflictForm({ id, name, me, forOthers, onDone }: Props) {
  const members = useOp(operations.listMembers, {}, { enabled: forOthers })
  const round = useOp(operations.getRound, { params: { id } })
  const act = useAct(operations.declareConflict, { onDone })
  const form = useForm({ initialValues: { who: me, words: '' } })
  const { who, words } = form.values
  const others = (members.data?.items ?? []).filter((m) => m.active && m.id !== me)
  const send = () => act.mutate({ params: { id }, body: { ...(who === me ? {} : { member_id: who }), words } })
  return (
    <form onSubmit={form.onSubmit(send)}>
      <Stack>
        <Refused error={act.error} />
        <Text size="sm">Somebody who knows {name} well, has worked with them, or gains by the outcome should not judge their work. It is kept for this candidate, whatever they apply for.</Text>
        {forOthers && <Select label="Who should not judge" allowDeselect={false} searchable data={[{ value: me, label: 'Myself' }, ...others.map((m) => ({ value: m.id, label: m.name }))]} {...form.getInputProps('who')} error={act.error?.field('body.member_id')} />}
        <Textarea label="Why, in a few words" description="Read by those who decide. The candidate and the reviewers are not told." required={who !== me} autosize minRows={2} maxLength={1000} {...form.getInputProps('words')} error={act.error?.field('body.words')} />
        <Outcome round={round.data} who={who} me={me} />
        <Buttons label="Declare the conflict" pending={act.isPending} onCancel={onDone} />
      </Stack>
    </form>
  )
}

/** What it means for the round there is. */
function Outcome({ round, who, me }: { round: Round | undefined; who: string; me: string }) {
  const place = round?.reviewers.find((p) => p.id === who)
  if (round?.revealed_at) return <Text size="sm">The reviews of this application are sealed and stay as they are.</Text>
  if (place?.state === 'submitted') return <Alert color="orange" title="Sealed already">A sealed review stays in the round. What you declare holds for rounds to come.</Alert>
  if (!place) return <Text size="sm">{who === me ? 'You are' : 'They are'} not asked to review this candidate.</Text>
  return <Text size="sm">{who === me ? 'You leave the round at once and somebody else is asked. What you have written stays closed for good, and the round is closed to you until all reviews are sealed.' : 'They leave the round at once and somebody else is asked. What they have written stays closed for good, and the round is closed to them until all reviews are sealed.'}</Text>
}
