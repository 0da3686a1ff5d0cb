import { Button, Checkbox, Group, Radio, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Feedback } from '#contract/feedback.ts'
import { operations, useAct } from '#web/api/client.ts'
import { Act, Refused, When } from '#web/ui/parts.tsx'
import { usePreview } from './preview.tsx'
import type { Draft } from './use-draft.ts'
import { momentIn } from './words.ts'

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((z) => z !== 'UTC')]

/** Now, or in the candidate's morning. */
export function Delivery({ f, name, draft }: { f: Feedback; name: string; draft: Draft }) {
  const [when, setWhen] = useState<'now' | 'morning'>('now')
  const [workingDay, setWorkingDay] = useState(true)
  const [zone, setZone] = useState<string | null>(null)
  const send = useAct(operations.sendFeedback)
  const theirs = f.time_zone ?? zone
  const timing = { working_day: workingDay, ...(f.time_zone || !zone ? {} : { time_zone: zone }) }
  const go = () => send.mutate({ params: { id: f.application_id }, body: { text: draft.text, version: draft.version, when, ...timing } })
  return (
    <Stack component="section" aria-label="Sending" gap="sm">
      <Refused error={send.error} />
      <Radio.Group label="When" value={when} onChange={(v) => setWhen(v === 'morning' ? 'morning' : 'now')}>
        <Group mt={4}><Radio value="now" label="Now" /><Radio value="morning" label={`At 9:00 ${name}’s time`} /></Group>
      </Radio.Group>
      {when === 'morning' && (
        <>
          {!f.time_zone && <Select label={`Time zone of ${name}`} description="They have not said it. They see which one you chose." searchable maw={360} data={ZONES} value={zone} onChange={setZone} error={send.error?.field('body.time_zone')} />}
          <Checkbox label="On a working day: not on Saturday or Sunday" checked={workingDay} onChange={(e) => setWorkingDay(e.currentTarget.checked)} />
          {theirs && <Morning f={f} text={draft.text} zone={theirs} timing={timing} />}
        </>
      )}
      <Group>
        <Act why={whyNot(f, draft)} loading={send.isPending || draft.saving} onClick={go}>{when === 'now' ? 'Send feedback' : 'Plan for 9:00'}</Act>
        <Button variant="default" loading={draft.saving} onClick={draft.save}>Save draft</Button>
      </Group>
    </Stack>
  )
}

function whyNot(f: Feedback, draft: Draft): string | null {
  if (draft.theirs) return 'Decide first between your words and those saved meanwhile.'
  return f.can_send ? null : (f.why_not ?? 'Not now.')
}

function Morning({ f, text, zone, timing }: { f: Feedback; text: string; zone: string; timing: { working_day: boolean; time_zone?: string } }) {
  const { data } = usePreview(f.application_id, text, timing)
  if (!data?.morning) return null
  const late = f.due_at !== null && data.morning > f.due_at && f.promise === 'running'
  return (
    <>
      <Text size="sm">Goes on <b>{momentIn(data.morning, zone)}</b>: <When at={data.morning} by /> for you. Until then you can take it back.</Text>
      {late && <Text size="sm" className="late">That is later than promised (<When at={f.due_at} by />). Send it now to keep the promise.</Text>}
    </>
  )
}
