import type { OpenSlot } from '#contract/interviews.ts'
import { knownZone as zoneHere } from '#server/lib/zones.ts'
import { Button, Field } from '#server/platform/http/html/form.tsx'

/** A zone the runtime knows, else UTC. */
export function knownZone(zone: string | null | undefined): string {
  return zoneHere(zone) ?? 'UTC'
}

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((z) => z !== 'UTC')]

/** Every zone to choose from; browsers know old names that the runtime's list leaves out. */
export function zoneOptions(chosen: string | null) {
  const zones = chosen && !ZONES.includes(chosen) ? [chosen, ...ZONES] : ZONES
  return zones.map((value) => ({ value, label: value.replaceAll('_', ' ') }))
}

/** `Tuesday, 24 November 2026, 10:00 – 11:00 (Europe/Berlin)` */
export function timeInZone(p: { starts_at: string; ends_at: string; zone: string }): string {
  return `${day(p.starts_at, p.zone)}, ${clock(p.starts_at, p.zone)} – ${clock(p.ends_at, p.zone)} (${p.zone.replaceAll('_', ' ')})`
}

function day(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone }).format(new Date(at))
}

function clock(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(new Date(at))
}

export interface SlotChoice {
  slots: OpenSlot[]
  /** The zone somebody chose; null until they did, when times stand in UTC or in the browser's own zone. */
  zone: string | null
  error?: string
}

/** The zone and, below their days, the times to book; the insides of a form that posts `slot_id` and `time_zone`. */
export function SlotPicker(p: SlotChoice) {
  return (
    <>
      <Field name="time_zone" label="Your time zone" kind="select" value={p.zone ?? undefined} options={zoneOptions(p.zone)} error={p.error} required />
      <p>
        <Button look="quiet" name="show" value="zone">
          Show times in this zone
        </Button>
      </p>
    </>
  )
}

/** Open times as buttons under their days. */
export function SlotButtons({ slots, zone: chosen }: SlotChoice) {
  const zone = knownZone(chosen)
  const days = new Map<string, OpenSlot[]>()
  for (const s of slots) days.set(day(s.starts_at, zone), [...(days.get(day(s.starts_at, zone)) ?? []), s])
  return (
    <>
      {chosen ? null : (
        <noscript>
          <p>Times are in UTC until you choose your zone.</p>
        </noscript>
      )}
      <div data-slot-list="">
        {[...days].map(([name, own]) => (
          <>
            <h3>{name}</h3>
            <div class="row">
              {own.map((s) => (
                <SlotButton slot={s} zone={zone} />
              ))}
            </div>
          </>
        ))}
      </div>
    </>
  )
}

function SlotButton({ slot: s, zone }: { slot: OpenSlot; zone: string }) {
  return (
    <button class="quiet" name="slot_id" value={s.id} data-at={s.starts_at} data-until={s.ends_at}>
      <span class="hidden" data-day="">
        Book {day(s.starts_at, zone)},{' '}
      </span>
      <span>
        <span data-time="">
          {clock(s.starts_at, zone)} – {clock(s.ends_at, zone)}
        </span>
        {s.with ? <span> with {s.with}</span> : null}
      </span>
    </button>
  )
}
